// A resident taps a place: hidden lon/lat of the form are filled and the nearest name is said. Without script the form offers a list.
import { Marker, type Map as MapView } from "maplibre-gl";

const BUILDINGS_FROM = 15.4;

export function startPick(map: MapView, host: HTMLElement): () => void {
  const form = host.closest("form") ?? document;
  const field = (name: string): HTMLInputElement | null => form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  const said = host.querySelector<HTMLElement>("[data-picked]");
  const pin = new Marker({ element: pinElement(), anchor: "bottom" });
  const lon = field("lon");
  const lat = field("lat");

  const put = (x: number, y: number): void => {
    pin.setLngLat([x, y]).addTo(map);
    if (lon) lon.value = x.toFixed(6);
    if (lat) lat.value = y.toFixed(6);
    if (said) {
      said.textContent = "标好了。点错了再点一次。";
      said.hidden = false;
    }
    host.dispatchEvent(new CustomEvent("linli:picked", { bubbles: true, detail: { lon: x, lat: y } }));
  };
  map.on("click", (event) => put(event.lngLat.lng, event.lngLat.lat));
  // Keyboard: the arrows move the map, Enter takes its middle.
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const centre = map.getCenter();
    put(centre.lng, centre.lat);
  });
  // Near enough to see buildings, which is what one taps.
  if (map.getZoom() < BUILDINGS_FROM) map.setZoom(BUILDINGS_FROM);
  if (lon?.value && lat?.value) put(Number(lon.value), Number(lat.value));
  return () => {
    for (const layer of ["open", "cluster", "late", "open-chosen"]) map.setLayoutProperty(layer, "visibility", "none");
  };
}

function pinElement(): HTMLElement {
  const element = document.createElement("div");
  element.className = "map-pin";
  element.innerHTML =
    '<svg viewBox="-18 -50 36 52" aria-hidden="true"><path d="M0-1C-5-12-15-20-15-32a15 15 0 1 1 30 0c0 12-10 20-15 31z"/><circle cy="-32" r="5.6"/></svg>';
  return element;
}
