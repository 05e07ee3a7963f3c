import "./count";
import "./countdown";
import "./photos";
import "./draft";
import { followChoices } from "./choices";
import { guardSubmits } from "./once";

guardSubmits(document);
followChoices(document);

// What only works with script stands hidden until there is some.
for (const element of document.querySelectorAll<HTMLElement>("[data-scripted]")) element.hidden = false;

// Error summaries take the focus, also in browsers that ignore autofocus on a plain element.
document.querySelector<HTMLElement>(".error-summary[autofocus]")?.focus();

document.addEventListener("click", (event) => {
  const target = (event.target as Element).closest<HTMLElement>("[data-back], [data-close], [data-print]");
  if (!target) return;
  if (target.hasAttribute("data-print")) {
    window.print();
  } else if (target.hasAttribute("data-back") && history.length > 1) {
    event.preventDefault();
    history.back();
  } else if (target.dataset["close"]) {
    const place = target.closest(target.dataset["close"]);
    if (!place) return;
    event.preventDefault();
    place.replaceChildren();
  }
});
