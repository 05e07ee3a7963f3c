"""Addresses that answer anybody, each with its reason. Whatever is not listed here must send a visitor to the sign-in page or refuse."""

PUBLIC: dict[str, str] = {
    "app.webmanifest": "the shell's description for installing it",
    "gallery/": "the design's gallery, in demo mode only, without data",
    "gallery/<slug:shell>/": "as above: the shells with sample pages",
    "offline/": "says that there is no network",
    "phones/": "phone numbers to call, for everybody",
    "reading/": "size of the letters and light or dark, kept in a cookie",
    "regions/": "divisions and their codes are public",
    "regions/search/": "as above",
    "regions/<uuid:region_id>/": "as above",
    "regions/<uuid:region_id>/children/": "as above",
    "sign-out/": "ends a stay; without one it only leads home",
    "demo/sms/": "demo mode only: the sink where one reads one's code",
    "sign-in/": "the door itself",
    "staff/sign-out/": "as sign-out/",
    "staff/sign-in/": "the door itself",
    "worker.js": "the offline shell's script",
}
