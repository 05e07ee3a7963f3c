// The desk's map: layers with counts, list and map choose each other, tools, and the wall of rooms at a click on a building.
import type { FilterSpecification, Map as MapView, MapGeoJSONFeature, MapMouseEvent } from "maplibre-gl";
import type { Wall } from "./wall";
import { Drawing, type Tool } from "./draw";

const NOTHING = "-";
const LAYERS: Record<string, string[]> = {
  open: ["open", "cluster"],
  late: ["late"],
  grid: ["line-grid", "grid-name"],
  compound: ["compound"],
};
const is = (id: string): FilterSpecification => ["==", ["get", "id"], id];

class Desk {
  #chosen = NOTHING;
  #building: string;
  #compound: string;
  readonly #page: ParentNode;
  readonly #drawing: Drawing;
  readonly #said: HTMLElement;

  constructor(
    readonly map: MapView,
    readonly host: HTMLElement,
    readonly wall: Wall,
  ) {
    this.#page = host.closest("[data-map-page]") ?? document;
    this.#building = host.dataset["building"] || NOTHING;
    this.#compound = host.dataset["compound"] || NOTHING;
    this.#said = document.createElement("div");
    this.#said.className = "map-said";
    this.#said.setAttribute("role", "status");
    this.#said.hidden = true;
    this.#drawing = new Drawing(map, (words, busy) => this.#say(words, busy), (query) => void this.#count(query), () => this.#release());
    host.append(this.#toolbar(), this.#said);
    this.#layers();
    this.#list();
    map.on("click", (event) => this.#clicked(event));
    map.on("mousemove", (event) => this.#hovered(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#stop();
    });
  }

  /** Puts filters and visibility back: after the first drawing and after each change of theme. */
  redraw = (): void => {
    this.map.setFilter("open-chosen", is(this.#chosen));
    for (const layer of ["building-chosen", "building-name-chosen"]) this.map.setFilter(layer, is(this.#building));
    this.map.setFilter("compound-chosen", is(this.#compound));
    for (const box of this.#boxes()) this.#toggle(box);
  };

  #rows(): HTMLElement[] {
    return [...this.#page.querySelectorAll<HTMLElement>("[data-request]")];
  }

  #boxes(): HTMLInputElement[] {
    return [...this.#page.querySelectorAll<HTMLInputElement>("[data-map-layer]")];
  }

  #layers(): void {
    for (const box of this.#boxes()) {
      box.hidden = false;
      box.disabled = false;
      box.addEventListener("change", () => this.#toggle(box));
    }
  }

  #toggle(box: HTMLInputElement): void {
    for (const layer of LAYERS[box.dataset["mapLayer"] ?? ""] ?? []) {
      this.map.setLayoutProperty(layer, "visibility", box.checked ? "visible" : "none");
    }
  }

  #list(): void {
    for (const row of this.#rows()) {
      row.addEventListener("click", (event) => {
        if ((event.target as Element).closest("a")) return;
        this.#choose(row.dataset["request"] ?? NOTHING, true);
      });
    }
  }

  #choose(id: string, move: boolean): void {
    this.#chosen = id;
    this.map.setFilter("open-chosen", is(id));
    for (const row of this.#rows()) {
      const chosen = row.dataset["request"] === id;
      row.classList.toggle("is-selected", chosen);
      if (chosen && !move) row.scrollIntoView({ block: "nearest" });
      if (chosen && row.dataset["building"]) this.#show(row.dataset["building"], move);
    }
  }

  #show(building: string, move: boolean): void {
    this.#building = building;
    for (const layer of ["building-chosen", "building-name-chosen"]) this.map.setFilter(layer, is(building));
    if (move) {
      const found = this.map.querySourceFeatures("labels", { sourceLayer: "labels", filter: is(building) })[0];
      if (found?.geometry.type === "Point") this.map.easeTo({ center: found.geometry.coordinates as [number, number] });
    }
  }

  #clicked(event: MapMouseEvent): void {
    if (this.#drawing.tool || this.#drawing.taken === event.originalEvent) return;
    if (this.#drawing.points) {
      this.#stop();
      return;
    }
    const hit = this.#at(event);
    const id = String(hit?.properties["id"] ?? "");
    if (!hit) return;
    if (hit.layer.id === "cluster") {
      this.map.easeTo({ center: event.lngLat, zoom: Math.min(this.map.getZoom() + 1.5, 19) });
    } else if (hit.source === "requests") {
      this.#choose(id, false);
    } else if (hit.source === "buildings") {
      this.#show(id, false);
      void this.#openWall(id);
    } else if (hit.source === "compounds") {
      this.#compound = id;
      this.map.setFilter("compound-chosen", is(id));
    }
  }

  #at(event: MapMouseEvent): MapGeoJSONFeature | undefined {
    return this.map.queryRenderedFeatures(event.point, { layers: ["late", "open", "cluster", "building", "compound-hit"] })[0];
  }

  #hovered(event: MapMouseEvent): void {
    if (this.#drawing.tool) return;
    const hit = this.#at(event);
    this.map.getCanvas().style.cursor = hit && hit.source !== "compounds" ? "pointer" : "";
  }

  async #openWall(id: string): Promise<void> {
    const address = this.host.dataset["wall"]?.replace("BUILDING", id);
    if (address && !(await this.wall.open(address))) this.#say("这栋楼的楼盘图现在打不开，请稍后再点。");
  }

  async #count(query: URLSearchParams): Promise<void> {
    const answer = await fetch(`${this.host.dataset["count"]}?${query}`, { headers: { "HX-Request": "true" } });
    if (answer.status === 200 || answer.status === 422) {
      this.#said.innerHTML = await answer.text();
      this.#said.hidden = false;
    } else {
      this.#say("现在数不了，请稍后再画。");
    }
  }

  #say(words: string, busy = false): void {
    this.#said.textContent = words;
    this.#said.hidden = words === "";
    if (busy && this.#drawing.tool !== "circle") this.#said.append(this.#button("画好了", () => this.#drawing.finish()));
  }

  #button(words: string, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-plain";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  #toolbar(): HTMLElement {
    const bar = document.createElement("div");
    bar.className = "toolbar map-tools";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "地图工具");
    const tools: [Tool, string][] = [["circle", "画圈数一数"], ["polygon", "画多边形"], ["measure", "量距离"]];
    for (const [tool, words] of tools) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.dataset["tool"] = tool;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => this.#use(tool));
      bar.append(button);
    }
    const print = document.createElement("button");
    print.type = "button";
    print.textContent = "打印";
    print.addEventListener("click", () => window.print());
    const list = document.createElement("a");
    list.href = "#map-list";
    list.textContent = "看成列表";
    bar.append(print, list);
    return bar;
  }

  #use(tool: Tool): void {
    const again = this.#drawing.tool === tool;
    this.#stop();
    if (again) return;
    this.#drawing.start(tool);
    this.#press(tool);
  }

  #press(tool: Tool | null): void {
    for (const button of this.host.querySelectorAll<HTMLElement>("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset["tool"] === tool));
    }
  }

  #release(): void {
    this.#press(null);
  }

  #stop(): void {
    this.#drawing.clear();
    this.#press(null);
    this.#say("");
  }
}

export function startDesk(map: MapView, host: HTMLElement, wall: Wall): () => void {
  return new Desk(map, host, wall).redraw;
}
