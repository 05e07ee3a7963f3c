// One press, one submit: the second is swallowed while the first is under way.
export function guardSubmits(root: Document): void {
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset["busy"] === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset["busy"] = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
  });
  const release = (): void => {
    for (const form of root.querySelectorAll<HTMLFormElement>("[data-busy]")) {
      delete form.dataset["busy"];
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  };
  // A page that comes back from the history, or an answer that htmx put in, may be sent again.
  window.addEventListener("pageshow", release);
  root.addEventListener("htmx:afterRequest", release);
}
