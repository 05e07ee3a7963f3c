// Chromium 100 has no :has(): the card of a checked radio gets its class here; without script the radio itself shows it.
export function followChoices(root: Document): void {
  const paint = (): void => {
    for (const card of root.querySelectorAll(".choice, .decision-option, .segmented > label")) {
      card.classList.toggle("is-chosen", card.querySelector("input")?.checked ?? false);
    }
  };
  root.addEventListener("change", paint);
  window.addEventListener("pageshow", paint);
  root.addEventListener("htmx:afterSwap", paint);
}
