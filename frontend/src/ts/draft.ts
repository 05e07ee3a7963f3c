// <linli-draft data-url="/say/draft/">: saves the form around it on the server while one writes, and says so. The page
// works the same without it: each step is saved when it is sent.
class LinliDraft extends HTMLElement {
  #timer = 0;
  #under_way?: AbortController;

  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("input", () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#save(form), 1200);
    });
    // Sending saves too, with the photos: nothing older may come after it.
    form?.addEventListener("submit", () => this.#stop());
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  #stop(): void {
    window.clearTimeout(this.#timer);
    this.#under_way?.abort();
  }

  async #save(form: HTMLFormElement): Promise<void> {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const under_way = new AbortController();
    this.#under_way = under_way;
    const answer = await fetch(this.dataset["url"] ?? form.action, { method: "POST", body, signal: under_way.signal }).catch(() => null);
    if (under_way.signal.aborted) return;
    const place = form.querySelector<HTMLElement>("[data-saved]") ?? this;
    // A refusal says in its own words why it is not kept; the text stays in the box.
    const refused = answer?.status === 429 ? (await answer.text()).trim() : "";
    place.textContent = answer?.ok ? "已存好，可以随时回来写" : refused || "还没存上，网络不太好，先别关这一页";
  }
}
customElements.define("linli-draft", LinliDraft);
