// The card over the map: the server's own fragment of what was chosen. The same address is a page where there is no map.
export class CardPane {
  readonly #pane: HTMLElement | null;
  #from: HTMLElement | null = null;

  constructor(readonly host: HTMLElement) {
    this.#pane = host.querySelector<HTMLElement>("[data-map-card]");
  }

  /** Shows the card of what the query names; with `from` the focus goes to the card and returns there. */
  async open(query: Record<string, string>, from: HTMLElement | null = null): Promise<void> {
    if (!this.#pane) return;
    const answer = await fetch(`${this.host.dataset["card"]}?${new URLSearchParams(query)}`, { headers: { "HX-Request": "true" } });
    const words = answer.ok ? await answer.text() : "<p>这里现在看不了，请稍后再点。</p>";
    this.#pane.innerHTML = words;
    this.#pane.prepend(this.#closer());
    this.#pane.hidden = false;
    this.#from = from;
    if (from) this.#pane.querySelector<HTMLElement>("[tabindex]")?.focus();
  }

  close(): void {
    if (!this.#pane || this.#pane.hidden) return;
    const inside = this.#pane.contains(document.activeElement);
    this.#pane.hidden = true;
    this.#pane.replaceChildren();
    if (inside) this.#from?.focus();
    this.#from = null;
  }

  #closer(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "map-card-close";
    button.setAttribute("aria-label", "收起");
    button.textContent = "×";
    button.addEventListener("click", () => this.close());
    return button;
  }
}
