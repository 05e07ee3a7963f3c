// The desk's map: layers with counts, list, tree and map choose each other, tools, cards, and the wall of rooms.
import type { FilterSpecification, Map as MapView, MapGeoJSONFeature, MapMouseEvent } from "maplibre-gl";
import { CardPane } from "./card";
import type { Wall } from "./wall";
import { Drawing, type Tool } from "./draw";

const NOTHING = "-";
const LAYERS: Record<string, string[]> = {
  open: ["open", "cluster"],
  late: ["late"],
  facility: ["facility", "facility-name"],
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
  readonly #card: CardPane;

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
    this.#drawing = new Drawing(map, (words, busy) => this.#say(words, busy), (query) => void this.#ask("count", query), (query) => void this.#ask("near", query), () => this.#release());
    host.append(this.#said);
    this.#card = new CardPane(host);
    this.#toolbar();
    this.#layers();
    this.#list();
    this.#places();
    map.on("click", (event) => this.#clicked(event));
    map.on("mousemove", (event) => this.#hovered(event));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#stop();
      this.#card.close();
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
        const link = (event.target as Element).closest("a");
        if (link && (!link.matches("[data-map-pick]") || event.ctrlKey || event.metaKey || event.shiftKey)) return;
        event.preventDefault();
        const id = row.dataset["request"] ?? NOTHING;
        this.#choose(id, true);
        void this.#card.open({ request: id }, link);
      });
    }
  }

  /** Compounds and buildings of the tree and of cards: the map goes there, the wall opens. Without a map they are pages. */
  #places(): void {
    this.#page.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLElement>("[data-place-compound], [data-place-building]");
      if (!link || !(event instanceof MouseEvent) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const building = link.dataset["placeBuilding"];
      const compound = link.dataset["placeCompound"];
      if (building) {
        this.#show(building, true);
        void this.#openWall(building);
      } else if (compound) {
        this.#mark(compound, true);
      }
      event.preventDefault();
      void this.#branch((link as HTMLAnchorElement).href);
    });
  }

  /** Opens the branch of the tree that an address shows; the map stays where it is. */
  async #branch(address: string): Promise<void> {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("map-tree");
    const old = document.getElementById("map-tree");
    if (!fresh || !old) return;
    const held = old.contains(document.activeElement) ? document.activeElement?.id : "";
    old.replaceWith(document.adoptNode(fresh));
    if (held) document.getElementById(held)?.focus();
    history.replaceState(null, "", address);
  }

  #mark(compound: string, move: boolean): void {
    this.#compound = compound;
    this.map.setFilter("compound-chosen", is(compound));
    if (move) this.#goTo(compound);
  }

  #goTo(id: string): void {
    const found = this.map.querySourceFeatures("labels", { sourceLayer: "labels", filter: is(id) })[0];
    if (found?.geometry.type !== "Point") return;
    const centre = found.geometry.coordinates as [number, number];
    if (!this.map.getBounds().contains(centre)) this.map.easeTo({ center: centre });
  }

  #choose(id: string, move: boolean): void {
    this.#chosen = id;
    this.map.setFilter("open-chosen", is(id));
    for (const row of this.#rows()) {
      const chosen = row.dataset["request"] === id;
      row.classList.toggle("is-selected", chosen);
      if (chosen && !move) row.scrollIntoView({ block: "nearest" });
      if (chosen && row.dataset["building"]) {
        this.#show(row.dataset["building"], move);
        if (this.host.dataset["wall"]) void this.#openWall(row.dataset["building"]);
      }
    }
  }

  #show(building: string, move: boolean): void {
    this.#building = building;
    for (const layer of ["building-chosen", "building-name-chosen"]) this.map.setFilter(layer, is(building));
    if (move) this.#goTo(building);
  }

  #clicked(event: MapMouseEvent): void {
    if (this.#drawing.tool || this.#drawing.taken === event.originalEvent) return;
    if (this.#drawing.points) {
      this.#stop();
      return;
    }
    const hit = this.#at(event);
    const id = String(hit?.properties["id"] ?? "");
    if (!hit) {
      this.#card.close();
    } else if (hit.layer.id === "cluster") {
      void this.#card.open({ cell: String(hit.properties["cell"]) });
    } else if (hit.source === "requests") {
      this.#choose(id, false);
      void this.#card.open({ request: id });
    } else if (hit.source === "facilities") {
      void this.#card.open({ facility: id });
    } else if (hit.source === "buildings") {
      this.#show(id, false);
      void this.#card.open({ building: id });
      void this.#openWall(id);
    } else if (hit.source === "compounds") {
      this.#mark(id, false);
      void this.#card.open({ compound: id });
    } else if (hit.source === "regions") {
      location.assign(`${this.host.dataset["page"]}?region=${id}`);
    }
  }

  #at(event: MapMouseEvent): MapGeoJSONFeature | undefined {
    const layers = ["late", "open", "cluster", "facility", "building", "compound-hit", "area-hit"];
    return this.map
      .queryRenderedFeatures(event.point, { layers })
      .find((hit) => hit.source !== "regions" || (hit.properties["own"] === true && hit.properties["id"] !== this.host.dataset["region"]));
  }

  #hovered(event: MapMouseEvent): void {
    if (this.#drawing.tool) return;
    const hit = this.#at(event);
    this.map.getCanvas().style.cursor = hit && hit.source !== "compounds" ? "pointer" : "";
  }

  async #openWall(id: string): Promise<void> {
    const address = this.host.dataset["wall"]?.replace("BUILDING", id);
    if (!address) location.assign(`${this.host.dataset["page"]}?building=${id}`);
    else if (!(await this.wall.open(address))) this.#say("这栋楼的楼盘图现在打不开，请稍后再点。");
  }

  async #ask(what: "count" | "near", query: URLSearchParams): Promise<void> {
    const answer = await fetch(`${this.host.dataset[what]}?${query}`, { headers: { "HX-Request": "true" } });
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
    if (busy && (this.#drawing.tool === "polygon" || this.#drawing.tool === "measure")) this.#said.append(this.#button("画好了", () => this.#drawing.finish()));
  }

  #button(words: string, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-plain";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  #toolbar(): void {
    const bar = this.host.querySelector<HTMLElement>("[data-map-tools]");
    if (!bar) return;
    bar.hidden = false;
    for (const button of bar.querySelectorAll<HTMLElement>("[data-tool]")) {
      button.addEventListener("click", () => this.#use(button.dataset["tool"] as Tool));
    }
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
