// The wall of rooms beside the map: the registry's own page of a building, its heading and its wall taken out of it.
const ADDRESS = /^\/registry\/buildings\/[0-9a-f-]+\/$/;

export interface Wall {
  open(address: string): Promise<boolean>;
}

export function startWall(host: HTMLElement): Wall {
  const page = host.closest("[data-map-page]") ?? document;
  const place = page.querySelector<HTMLElement>("[data-wall-pane]");

  async function open(address: string): Promise<boolean> {
    if (!place) return false;
    place.setAttribute("aria-busy", "true");
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    place.removeAttribute("aria-busy");
    if (!answer.ok) return false;
    const got = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = [got.querySelector(".desk-title"), got.querySelector(".wall-page")].filter((part) => part !== null);
    const path = new URL(address, location.href).pathname;
    for (const part of parts) {
      part.classList.remove("columns", "desk-title-line");
      for (const link of part.querySelectorAll<HTMLAnchorElement>('a[href^="?"]')) link.setAttribute("href", path + link.getAttribute("href"));
    }
    if (parts.length === 0) return false;
    place.replaceChildren(...parts.map((part) => document.adoptNode(part)));
    return true;
  }

  place?.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || !ADDRESS.test(address.pathname)) return;
    event.preventDefault();
    void open(address.pathname + address.search).then((opened) => {
      if (!opened) location.assign(address);
      place.querySelector<HTMLElement>('.room.is-selected, .room[aria-current]')?.focus();
    });
  });
  const first = place?.querySelector<HTMLAnchorElement>("a[data-wall-open]");
  if (first) void open(first.pathname + first.search);
  return { open };
}
