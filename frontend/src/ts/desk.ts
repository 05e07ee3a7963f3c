import htmx from "htmx.org";
import "./common";
import "./linli-map";
import { listenForKeys } from "./keys";
import { listenForPicks } from "./picks";

// No eval and no foreign address (content policy); the indicator's styles come from our own sheet.
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  // A form that was refused comes back with its words.
  { code: "422", swap: true },
  { code: "[45]..", swap: true, error: true },
];

listenForKeys();
listenForPicks();
