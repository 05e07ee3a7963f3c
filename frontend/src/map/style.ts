// The whole look of the map, from the page's tokens. No outside host: tiles are ours, glyphs come from the reader's fonts.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Tokens } from "./tokens";

const SANS = ["PingFang SC", "HarmonyOS Sans SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "sans-serif"];
// The first name only carries the weight: no font is called so, and the next ones draw.
const BOLD = ["Linli Semibold", ...SANS];
const SERIF = ["Songti SC", "Noto Serif SC", "Noto Serif CJK SC", "SimSun", "serif"];
// Metres on the ground to pixels at the latitude of Chongqing: widths double with each zoom.
const PIXELS_PER_METRE_AT_20 = 15.4;
const NOTHING = "-";

function metres(width: ExpressionSpecification | number, least = 0.6): ExpressionSpecification {
  const at = (zoom: number): ExpressionSpecification => ["max", least, ["*", width, PIXELS_PER_METRE_AT_20 / 2 ** (20 - zoom)]];
  return ["interpolate", ["exponential", 2], ["zoom"], 12, at(12), 20, at(20)] as unknown as ExpressionSpecification;
}

function vector(origin: string, layer: string, minzoom: number, maxzoom: number) {
  return { type: "vector" as const, tiles: [`${origin}/tiles/${layer}/{z}/{x}/{y}.pbf`], minzoom, maxzoom };
}

const kind = (name: string): ExpressionSpecification => ["==", ["get", "kind"], name];

function ground(t: Tokens): LayerSpecification[] {
  const base = { source: "base", "source-layer": "base" };
  const wide: ExpressionSpecification = ["get", "width"];
  return [
    { id: "land", type: "background", paint: { "background-color": t.land } },
    { id: "green", type: "fill", ...base, filter: ["any", kind("green"), kind("field")], paint: { "fill-color": t.green, "fill-opacity": ["case", kind("field"), 0.6, 1] } },
    { id: "contour", type: "line", ...base, filter: kind("contour"), paint: { "line-color": t.contour, "line-width": 1.1 } },
    { id: "water", type: "fill", ...base, filter: ["all", kind("water"), ["==", ["geometry-type"], "Polygon"]], paint: { "fill-color": t.water } },
    { id: "house", type: "fill", ...base, filter: kind("house"), paint: { "fill-color": t.house, "fill-outline-color": t.line2, "fill-opacity": 0.7 } },
    { id: "road-edge", type: "line", ...base, filter: kind("road"), layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": t.contour, "line-width": metres(["+", wide, 2.4], 1.6) } },
    { id: "road", type: "line", ...base, filter: kind("road"), layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": t.road, "line-width": metres(wide) } },
    { id: "stairs", type: "line", ...base, filter: kind("stairs"), minzoom: 14, paint: { "line-color": t.field, "line-width": metres(6, 2), "line-dasharray": [0.3, 0.3] } },
  ];
}

function divisions(t: Tokens): LayerSpecification[] {
  const lines = { source: "regions", "source-layer": "regions", type: "line" as const };
  return [
    { id: "line-district", ...lines, filter: ["==", ["get", "level"], "district"], maxzoom: 14, paint: { "line-color": t.field, "line-width": 1.2 } },
    { id: "fill-own", source: "regions", "source-layer": "regions", type: "fill", maxzoom: 12, filter: ["all", ["==", ["get", "level"], "district"], ["==", ["get", "own"], true]], paint: { "fill-color": t.river, "fill-opacity": 0.06 } },
    { id: "area", source: "regions", "source-layer": "regions", type: "fill", maxzoom: 12, filter: ["==", ["get", "id"], NOTHING], paint: { "fill-pattern": "step-0" } },
    { id: "area-hit", source: "regions", "source-layer": "regions", type: "fill", maxzoom: 12, filter: ["==", ["get", "level"], "district"], paint: { "fill-color": t.river, "fill-opacity": 0 } },
    { id: "line-community", ...lines, filter: ["in", ["get", "level"], ["literal", ["township", "community"]]], paint: { "line-color": t.field, "line-width": 1 } },
    { id: "line-grid", ...lines, filter: ["==", ["get", "level"], "inner"], minzoom: 14, paint: { "line-color": t.river, "line-width": 1.5, "line-dasharray": [4, 2.5] } },
  ];
}

function places(t: Tokens): LayerSpecification[] {
  const buildings = { source: "buildings", "source-layer": "buildings" };
  return [
    { id: "compound", type: "line", source: "compounds", "source-layer": "compounds", layout: { visibility: "none" }, paint: { "line-color": t.river, "line-width": 1.4 } },
    { id: "compound-chosen", type: "line", source: "compounds", "source-layer": "compounds", filter: ["==", ["get", "id"], NOTHING], paint: { "line-color": t.river, "line-width": 2.6 } },
    { id: "compound-hit", type: "fill", source: "compounds", "source-layer": "compounds", paint: { "fill-color": t.river, "fill-opacity": 0 } },
    { id: "building", type: "fill", ...buildings, paint: { "fill-color": t.house } },
    { id: "building-edge", type: "line", ...buildings, paint: { "line-color": t.line2, "line-width": 1 } },
    { id: "building-chosen", type: "fill", ...buildings, filter: ["==", ["get", "id"], NOTHING], paint: { "fill-color": t.riverFill } },
  ];
}

function words(t: Tokens): LayerSpecification[] {
  const label = { source: "labels", "source-layer": "labels", type: "symbol" as const };
  const halo = { "text-halo-color": t.land, "text-halo-width": 1.6 };
  return [
    { id: "water-name", type: "symbol", source: "base", "source-layer": "base", filter: ["all", kind("water"), ["==", ["geometry-type"], "Point"]], minzoom: 13, layout: { "text-field": ["get", "name"], "text-font": SERIF, "text-size": 19, "text-letter-spacing": 1.2, "symbol-placement": "point" }, paint: { "text-color": t.river, "text-halo-color": t.water, "text-halo-width": 1 } },
    { id: "road-name", type: "symbol", source: "base", "source-layer": "base", filter: ["all", kind("road"), ["has", "name"]], minzoom: 15, layout: { "text-field": ["get", "name"], "text-font": SANS, "text-size": 11.5, "symbol-placement": "line", "symbol-spacing": 420, "text-letter-spacing": 0.12 }, paint: { "text-color": t.ink2, "text-halo-color": t.road, "text-halo-width": 1.4 } },
    { id: "district-name", ...label, filter: ["in", ["get", "kind"], ["literal", ["district", "township"]]], layout: { "text-field": ["get", "name"], "text-font": SANS, "text-size": 13 }, paint: { "text-color": t.ink2, ...halo } },
    { id: "grid-name", ...label, filter: ["in", ["get", "kind"], ["literal", ["grid", "group"]]], minzoom: 14.5, layout: { "text-field": ["get", "name"], "text-font": SANS, "text-size": 13, "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 1.2 }, paint: { "text-color": t.river, ...halo } },
    { id: "building-name", ...label, filter: kind("building"), minzoom: 15.2, layout: { "text-field": ["slice", ["get", "name"], 0, ["-", ["length", ["get", "name"]], ["case", ["in", "号楼", ["get", "name"]], 2, 0]]], "text-font": SANS, "text-size": 12, "text-allow-overlap": true }, paint: { "text-color": t.ink2 } },
    { id: "building-name-chosen", ...label, filter: ["==", ["get", "id"], NOTHING], layout: { "text-field": ["slice", ["get", "name"], 0, ["-", ["length", ["get", "name"]], ["case", ["in", "号楼", ["get", "name"]], 2, 0]]], "text-font": BOLD, "text-size": 13, "text-allow-overlap": true }, paint: { "text-color": t.onRiver } },
    { id: "compound-name", ...label, filter: kind("compound"), minzoom: 13.5, layout: { "text-field": ["get", "name"], "text-font": BOLD, "text-size": 15, "text-variable-anchor": ["bottom", "center", "top"], "text-radial-offset": 0.2 }, paint: { "text-color": t.ink, "text-halo-color": t.land, "text-halo-width": 2 } },
  ];
}

function signs(t: Tokens): LayerSpecification[] {
  const open = { source: "requests", "source-layer": "requests" };
  // Layout is reckoned at the whole zoom of a tile: from 15 on. Where buildings carry their numbers, signs stand at the corner of theirs.
  const beside = ["step", ["zoom"], ["literal", [0, 0]], 15, ["literal", [15, -13]]] as unknown as ExpressionSpecification;
  const besideWords = ["step", ["zoom"], ["literal", [0, 0]], 15, ["literal", [1.154, -1]]] as unknown as ExpressionSpecification;
  const single: ExpressionSpecification = ["==", ["get", "number"], 1];
  return [
    { id: "open", type: "symbol", ...open, filter: ["all", single, ["!=", ["get", "late"], true]], layout: { "icon-image": ["case", ["==", ["get", "urgent"], true], "urgent", "open"], "icon-allow-overlap": true, "icon-size": 0.85, "icon-offset": ["step", ["zoom"], ["literal", [0, 0]], 15, ["literal", [17.6, -15.3]]] as unknown as ExpressionSpecification } },
    { id: "cluster", type: "symbol", ...open, filter: ["!", single], layout: { "icon-image": ["case", ["==", ["get", "late"], true], "cluster-late", "cluster"], "icon-allow-overlap": true, "icon-offset": beside, "text-offset": besideWords, "text-field": ["to-string", ["get", "number"]], "text-font": BOLD, "text-size": 13, "text-allow-overlap": true }, paint: { "text-color": t.dark ? "#131816" : "#1a211e" } },
    { id: "late", type: "symbol", ...open, filter: ["all", single, ["==", ["get", "late"], true]], layout: { "icon-image": "late", "icon-allow-overlap": true, "icon-offset": beside } },
    { id: "open-chosen", type: "symbol", ...open, filter: ["==", ["get", "id"], NOTHING], layout: { "icon-image": "chosen", "icon-allow-overlap": true, "icon-offset": beside } },
  ];
}

function facilities(t: Tokens): LayerSpecification[] {
  const at = { source: "facilities", "source-layer": "facilities", type: "symbol" as const };
  return [
    { id: "facility", ...at, layout: { "icon-image": ["case", ["==", ["get", "faulty"], true], "facility-faulty", "facility"], "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 14, 0.5, 17, 0.75] } },
    { id: "facility-name", ...at, minzoom: 16.5, layout: { "text-field": ["get", "name"], "text-font": SANS, "text-size": 11.5, "text-anchor": "top", "text-offset": [0, 0.7], "text-optional": true }, paint: { "text-color": t.ink2, "text-halo-color": t.land, "text-halo-width": 1.4 } },
  ];
}

function own(t: Tokens): LayerSpecification[] {
  return [
    { id: "fade", type: "fill", source: "fade", paint: { "fill-color": t.paper, "fill-opacity": 0.55 } },
    { id: "own", type: "line", source: "own", layout: { "line-join": "round" }, paint: { "line-color": t.ink, "line-width": 2.6 } },
  ];
}

const EMPTY = { type: "geojson" as const, data: { type: "FeatureCollection" as const, features: [] } };

/** The style of the map for the given tokens. `maxzoom` of a source is where tiles stop and are stretched. */
export function styleOf(t: Tokens, origin: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      base: vector(origin, "base", 12, 16),
      regions: vector(origin, "regions", 5, 16),
      compounds: vector(origin, "compounds", 13, 16),
      buildings: vector(origin, "buildings", 15, 17),
      labels: vector(origin, "labels", 5, 17),
      requests: vector(origin, "requests", 10, 19),
      facilities: vector(origin, "facilities", 14, 17),
      fade: EMPTY,
      own: EMPTY,
      drawn: EMPTY,
    },
    layers: [
      ...ground(t), ...divisions(t), ...places(t), ...own(t), ...words(t),
      { id: "drawn-fill", type: "fill", source: "drawn", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": t.focus, "fill-opacity": 0.1 } },
      { id: "drawn-line", type: "line", source: "drawn", paint: { "line-color": t.focus, "line-width": 2 } },
      { id: "drawn-dot", type: "circle", source: "drawn", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4, "circle-color": t.card, "circle-stroke-color": t.focus, "circle-stroke-width": 2 } },
      ...facilities(t), ...signs(t),
    ],
  };
}
