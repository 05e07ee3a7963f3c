// <linli-countdown data-seconds data-hide-url>: takes the shown value off the page when the time is over.
class LinliCountdown extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    const end = Date.now() + Number(this.dataset["seconds"] ?? "60") * 1000;
    const words = this.querySelector<HTMLElement>("[data-left]");
    const tick = (): void => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left <= 0) this.#hide();
      else if (words) words.textContent = `还有 ${left} 秒遮住`;
    };
    this.#timer = window.setInterval(tick, 1000);
    tick();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
  }

  #hide(): void {
    window.clearInterval(this.#timer);
    const again = document.createElement("a");
    again.href = this.dataset["hideUrl"] ?? "";
    again.textContent = "已经遮住，再看要重新说原因";
    this.replaceChildren(again);
  }
}
customElements.define("linli-countdown", LinliCountdown);
