// <linli-count> around a text box: says how many characters are written, and how many are left near the limit.
class LinliCount extends HTMLElement {
  connectedCallback(): void {
    const box = this.querySelector<HTMLTextAreaElement | HTMLInputElement>("textarea, input");
    if (!box || this.querySelector("[data-count]")) return;
    const line = document.createElement("span");
    line.className = "field-below";
    line.innerHTML = '<span data-saved role="status"></span><span data-count></span>';
    this.append(line);
    const count = line.querySelector<HTMLElement>("[data-count]")!;
    const show = (): void => {
      const written = [...box.value].length;
      const left = box.maxLength > 0 ? box.maxLength - written : Infinity;
      count.textContent = left < 50 ? `还能写 ${left} 字` : `${written} 字`;
    };
    box.addEventListener("input", show);
    show();
  }
}
customElements.define("linli-count", LinliCount);
