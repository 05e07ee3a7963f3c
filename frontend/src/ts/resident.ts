import "./common";
import { register } from "./offline";

register();
