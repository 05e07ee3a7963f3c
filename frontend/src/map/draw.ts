// The tools above the map: a circle or polygon that the server counts, and a measured line.
import type * as GeoJSON from "geojson";
import type { GeoJSONSource, Map as MapView, MapMouseEvent } from "maplibre-gl";
import { circleRing, distance, lengthOf, said, type LonLat } from "./geometry";

export type Tool = "circle" | "polygon" | "measure" | "near";
const MOST_METRES = 2000;
const HINTS: Record<Tool, string> = {
  circle: "点一下圆心，再点一下边。",
  polygon: "一个角一个角点，点完按“画好了”。",
  measure: "一段一段点，按“画好了”结束。",
  near: "点一个地方，看各种设施里离它最近的。",
};

export class Drawing {
  tool: Tool | null = null;
  /** The click that a tool took, so that nothing else answers it. */
  taken: MouseEvent | null = null;
  #points: LonLat[] = [];

  constructor(
    readonly map: MapView,
    readonly say: (words: string, busy?: boolean) => void,
    readonly count: (query: URLSearchParams) => void,
    readonly near: (query: URLSearchParams) => void,
    readonly ended: () => void,
  ) {
    map.on("click", (event) => this.#clicked(event));
    map.on("mousemove", (event) => this.#moved(event));
  }

  get points(): number {
    return this.#points.length;
  }

  start(tool: Tool): void {
    this.clear();
    this.tool = tool;
    this.map.getCanvas().style.cursor = "crosshair";
    this.say(HINTS[tool], true);
  }

  clear(): void {
    this.tool = null;
    this.#points = [];
    this.#show([]);
    this.map.getCanvas().style.cursor = "";
  }

  finish(): void {
    const points = this.#points;
    if (this.tool === "polygon" && points.length >= 3) {
      this.#show(this.#polygon(points));
      this.count(new URLSearchParams({ corners: JSON.stringify(points.map(([x, y]) => [+x.toFixed(6), +y.toFixed(6)])) }));
    } else if (this.tool === "polygon") {
      this.say("至少点三个角。", true);
      return;
    } else if (this.tool === "measure") {
      this.say(points.length > 1 ? `一共 ${said(lengthOf(points))}，是图上直线，上下坡要走得更远。` : "");
    }
    this.#end();
  }

  #end(): void {
    this.tool = null;
    this.map.getCanvas().style.cursor = "";
    this.ended();
  }

  #clicked(event: MapMouseEvent): void {
    if (!this.tool) return;
    this.taken = event.originalEvent;
    const point: LonLat = [event.lngLat.lng, event.lngLat.lat];
    this.#points.push(point);
    const centre = this.#points[0] as LonLat;
    if (this.tool === "near") {
      this.#show([this.#dot(point)]);
      this.near(new URLSearchParams({ lon: point[0].toFixed(6), lat: point[1].toFixed(6) }));
      this.#end();
      return;
    }
    if (this.tool === "circle" && this.#points.length === 2) {
      const metres = Math.min(MOST_METRES, Math.max(5, distance(centre, point)));
      this.#show(this.#polygon(circleRing(centre, metres)));
      this.count(new URLSearchParams({ lon: centre[0].toFixed(6), lat: centre[1].toFixed(6), metres: metres.toFixed(0) }));
      this.#end();
      return;
    }
    this.#sketch(this.#points);
  }

  #moved(event: MapMouseEvent): void {
    if (!this.tool || this.#points.length === 0) return;
    const here: LonLat = [event.lngLat.lng, event.lngLat.lat];
    const centre = this.#points[0] as LonLat;
    if (this.tool === "circle") {
      const metres = Math.min(MOST_METRES, distance(centre, here));
      this.#show([...this.#polygon(circleRing(centre, metres)), this.#dot(centre)]);
      this.say(`半径 ${said(metres)}，再点一下定下来。`, true);
    } else {
      this.#sketch([...this.#points, here]);
      if (this.tool === "measure") this.say(`${said(lengthOf([...this.#points, here]))}`, true);
    }
  }

  #sketch(points: LonLat[]): void {
    const line: GeoJSON.Feature = { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: points } };
    this.#show([...(points.length > 1 ? [line] : []), ...this.#points.map((point) => this.#dot(point))]);
  }

  #polygon(ring: LonLat[]): GeoJSON.Feature[] {
    const first = ring[0] as LonLat;
    return [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...ring, first]] } }];
  }

  #dot(point: LonLat): GeoJSON.Feature {
    return { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: point } };
  }

  #show(features: GeoJSON.Feature[]): void {
    this.map.getSource<GeoJSONSource>("drawn")?.setData({ type: "FeatureCollection", features });
  }
}
