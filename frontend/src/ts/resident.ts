import "./common";
import "./linli-map";
import { register } from "./offline";

register();
