// <linli-map data-script data-css …>: fetches the map island only where a map stands. The list below the map is the same
// data, so a browser without WebGL simply keeps the list. The island exports start(host).
interface Island {
  start(host: HTMLElement): Promise<void> | void;
}

class LinliMap extends HTMLElement {
  connectedCallback(): void {
    const script = this.dataset["script"];
    if (!script || this.dataset["started"]) return;
    if (this.#waits()) return;
    this.dataset["started"] = "yes";
    if (this.dataset["css"]) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = this.dataset["css"];
      document.head.append(link);
    }
    void this.#load(script);
  }

  /** `data-when="where=map"`: a heavy map is not fetched before somebody chooses it. */
  #waits(): boolean {
    const [name, value] = (this.dataset["when"] ?? "").split("=");
    if (!name) return false;
    const choice = this.closest("form")?.querySelector<HTMLInputElement>(`input[name="${name}"][value="${value}"]`);
    this.hidden = !choice?.checked;
    if (!this.hidden) return false;
    this.closest("form")?.addEventListener("change", () => this.connectedCallback(), { once: true });
    return true;
  }

  async #load(script: string): Promise<void> {
    try {
      const island = (await import(/* @vite-ignore */ script)) as Island;
      await island.start(this);
    } catch {
      this.dataset["failed"] = "yes";
      const words = this.querySelector<HTMLElement>("[data-fallback]");
      if (words) words.hidden = false;
    }
  }
}
customElements.define("linli-map", LinliMap);
