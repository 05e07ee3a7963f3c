// Colours of the map are the tokens of the page, read at the moment of drawing, so light and dark need no second style.
export interface Tokens {
  land: string; road: string; water: string; green: string; house: string; contour: string;
  paper: string; card: string; ink: string; ink2: string; field: string; line2: string;
  river: string; riverFill: string; onRiver: string; persimmon: string; persimmonFill: string; alarm: string; focus: string;
  q1: string; q2: string; q3: string; q4: string;
  dark: boolean;
}

const NAMES: Record<Exclude<keyof Tokens, "dark">, string> = {
  land: "--map-land", road: "--map-road", water: "--map-water", green: "--map-green", house: "--map-house", contour: "--map-contour",
  paper: "--paper", card: "--card", ink: "--ink", ink2: "--ink-2", field: "--field", line2: "--line-2",
  river: "--river", riverFill: "--river-fill", onRiver: "--on-river", persimmon: "--persimmon",
  persimmonFill: "--persimmon-fill", alarm: "--alarm", focus: "--focus",
  q1: "--q1", q2: "--q2", q3: "--q3", q4: "--q4",
};

export function readTokens(): Tokens {
  const root = getComputedStyle(document.documentElement);
  const read = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, root.getPropertyValue(name).trim()]));
  return { ...(read as Omit<Tokens, "dark">), dark: root.colorScheme.includes("dark") };
}

/** Calls back when light turns to dark or back, by the reader's choice or the system's. */
export function onThemeChange(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const watcher = new MutationObserver(changed);
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  system.addEventListener("change", changed);
  return () => {
    watcher.disconnect();
    system.removeEventListener("change", changed);
  };
}
