// The map island. Loaded only where <linli-map> stands; exports start(host), as the loader in ts/linli-map.ts expects.
import type * as GeoJSON from "geojson";
import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import { type ExpressionSpecification, type GeoJSONSource, Map as MapView, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { startDesk } from "./desk";
import { startPick } from "./pick";
import { addSigns } from "./signs";
import { styleOf } from "./style";
import { startWall } from "./wall";
import { onThemeChange, readTokens } from "./tokens";

setWorkerUrl(new URL(workerUrl, import.meta.url).href);

export interface Ground {
  box: [number, number, number, number];
  outline: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
  quality: string;
  areas: { id: string; open: number; step: number }[];
}

const WORLD: [number, number][] = [[-180, -85], [180, -85], [180, 85], [-180, 85], [-180, -85]];
const WORDS: Record<string, string> = {
  "NavigationControl.ZoomIn": "放大",
  "NavigationControl.ZoomOut": "缩小",
  "ScaleControl.Meters": "米",
  "ScaleControl.Kilometers": "公里",
  "Map.Title": "地图",
};

/** Own outline bold, everything else faded. */
function showOwn(map: MapView, outline: Ground["outline"]): void {
  const shapes = outline ? (outline.type === "Polygon" ? [outline.coordinates] : outline.coordinates) : [];
  const holes = shapes.map((polygon) => polygon[0] ?? []);
  const own = map.getSource<GeoJSONSource>("own");
  const fade = map.getSource<GeoJSONSource>("fade");
  own?.setData({ type: "FeatureCollection", features: outline ? [{ type: "Feature", properties: {}, geometry: outline }] : [] });
  const around: GeoJSON.Feature = { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [WORLD, ...holes] } };
  fade?.setData({ type: "FeatureCollection", features: outline ? [around] : [] });
}

function pick(byId: (string | number)[], rest: string | number): ExpressionSpecification {
  return ["match", ["get", "id"], ...byId, rest] as unknown as ExpressionSpecification;
}

/** Divisions by how much is open in them: one hue, hatched, and the number in words. */
function shade(map: MapView, areas: Ground["areas"]): void {
  if (areas.length === 0) return;
  const steps = areas.flatMap(({ id, step }) => [id, `step-${step}`]);
  const words = areas.flatMap(({ id, open }) => [id, `\n${open} 件`]);
  map.setPaintProperty("area", "fill-pattern", pick(steps, "step-0"));
  map.setFilter("area", ["in", ["get", "id"], ["literal", areas.map(({ id }) => id)]]);
  map.setLayoutProperty("district-name", "symbol-sort-key", pick(areas.flatMap(({ id, open }) => [id, -open]), 0));
  map.setLayoutProperty("district-name", "text-field", ["concat", ["get", "name"], pick(words, "")]);
}

function canvasFor(host: HTMLElement): HTMLElement {
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  host.prepend(canvas);
  return canvas;
}

async function groundOf(host: HTMLElement): Promise<Ground> {
  const answer = await fetch(host.dataset["ground"] ?? "", { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no ground");
  return (await answer.json()) as Ground;
}

export async function start(host: HTMLElement): Promise<void> {
  const picking = host.dataset["mode"] === "pick";
  // Before the map: where WebGL is missing the wall opens all the same.
  const wall = picking ? null : startWall(host);
  const ground = await groundOf(host);
  let tokens = readTokens();
  const map = new MapView({
    container: canvasFor(host),
    style: styleOf(tokens, location.origin),
    bounds: ground.box,
    fitBoundsOptions: { padding: picking ? 16 : { top: 64, bottom: 48, left: 16, right: 56 } },
    minZoom: 5,
    maxZoom: 20,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    locale: WORDS,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  map.addControl(new ScaleControl({ maxWidth: 110, unit: "metric" }), "bottom-left");
  const redraw = wall ? startDesk(map, host, wall) : startPick(map, host);
  // Before the first tile is laid out: a sign that comes later is not drawn again.
  map.on("style.load", () => {
    addSigns(map, tokens);
    showOwn(map, ground.outline);
    shade(map, ground.areas);
    redraw();
  });
  onThemeChange(() => {
    tokens = readTokens();
    map.setStyle(styleOf(tokens, location.origin), { diff: false });
  });
  map.once("idle", () => host.setAttribute("data-ready", "yes"));
}
