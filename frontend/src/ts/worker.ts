// The service worker: keeps the shell and the offline page, nothing personal. Pages always come from the network.
declare const self: ServiceWorkerGlobalScope & { LINLI_FILES: string[] };
const files = self.LINLI_FILES;
const shelf = `linli-${files.join("|")}`;

self.addEventListener("install", (event) => {
  const stock = caches.open(shelf).then((place) => place.addAll(files));
  event.waitUntil(stock.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = caches.keys().then((names) => Promise.all(names.filter((name) => name !== shelf).map((name) => caches.delete(name))));
  event.waitUntil(tidy.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await caches.match("/offline/")) ?? Response.error()));
  } else if (files.includes(address.pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});

export {};
