"""Line icons: 24 grid, stroke 1.7, round ends. An icon always stands beside a word, so it is hidden from readers."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS: dict[str, str] = {
    # places
    "house": '<path d="M4 11 12 4l8 7"/><path d="M6 9.5V20h12V9.5"/><path d="M10 20v-5.5h4V20"/>',
    "building": '<path d="M4 20.5V4h9v16.5"/><path d="M13 9.5h6.5v11"/><path d="M2.5 20.5h19"/><path d="M7 8h3M7 12h3M7 16h3M16 13.5h.5M16 17h.5"/>',
    "map": '<path d="m3.5 6 5.5-2 6 2 5.5-2v14L15 20l-6-2-5.5 2z"/><path d="M9 4v14M15 6v14"/>',
    "pin": '<path d="M12 21s-7-6.3-7-11.5a7 7 0 0 1 14 0C19 14.7 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "layers": '<path d="m12 4 8.5 4.5L12 13 3.5 8.5z"/><path d="m3.5 12.5 8.5 4.5 8.5-4.5M3.5 16.5 12 21l8.5-4.5"/>',
    "steps": '<path d="M3 20h4.5v-5H12v-5h4.5V5H21"/>',
    # work
    "inbox": '<path d="M3.5 13.5 6.5 6h11l3 7.5V19h-17z"/><path d="M3.5 13.5H9a3 3 0 0 0 6 0h5.5"/>',
    "list": '<path d="M9 6h11.5M9 12h11.5M9 18h11.5"/><path d="M4 6h.5M4 12h.5M4 18h.5"/>',
    "board": '<rect x="3.5" y="4.5" width="17" height="12" rx="1"/><path d="M8 9h8M8 12.5h5M8 16.5 6 20.5M16 16.5l2 4"/>',
    "ballot": '<path d="M8 11V4h8v7"/><path d="M3.5 11h17v9h-17z"/><path d="M8.5 15.5h7M10.5 7.5h3"/>',
    "talk": '<path d="M4 5h16v11.5h-8L7.5 20.5v-4H4z"/>',
    "elder": '<circle cx="11.5" cy="4.5" r="2"/><path d="M10 21l1-6-2-3 1-4.5 3 1 1.5 3 2 1"/><path d="M11 15l2.5 2 .5 4M17 12.5V21"/>',
    "handshake": '<path d="m3 7 4-1.5 5 2 5-2L21 7v8.5l-3 .5-5 4-2.5-.5-5-4-2.5-.5z"/><path d="m12 7.5-3.5 4c1.5 1.5 3 1 4-.5l1.5-.5 4 4"/>',
    "group": '<circle cx="7.5" cy="9" r="2.5"/><circle cx="16.5" cy="9" r="2.5"/><path d="M2.5 18c.3-3 2.2-4.5 5-4.5s4.7 1.5 5 4.5M14 14c.7-.4 1.5-.5 2.5-.5 2.8 0 4.7 1.5 5 4.5"/>',
    "people": '<circle cx="9" cy="8" r="3.2"/><path d="M3 20c.3-4 2.5-6 6-6s5.7 2 6 6"/><path d="M15.5 5.2a3.2 3.2 0 0 1 0 5.6M17.5 14.5c2.2.7 3.3 2.5 3.5 5.5"/>',
    "person": '<circle cx="12" cy="8" r="3.7"/><path d="M4.5 20.5c.4-4.3 3-6.5 7.5-6.5s7.1 2.2 7.5 6.5"/>',
    "person-plus": '<circle cx="9.5" cy="8" r="3.5"/><path d="M3 20.5c.4-4.3 2.5-6.5 6.5-6.5s6.1 2.2 6.5 6.5M19 8v6M16 11h6"/>',
    "chart": '<path d="M3.5 20.5h17"/><path d="M6.5 17v-4M12 17V6M17.5 17v-7"/>',
    "shield-check": '<path d="M12 3.5 4.5 6v6c0 4.5 3 7.3 7.5 9 4.5-1.7 7.5-4.5 7.5-9V6z"/><path d="m8.5 12 2.5 2.5 4.5-5"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>',
    "eye-off": '<path d="M4 4l16 16"/><path d="M9.5 6c.8-.3 1.6-.5 2.5-.5 6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-3 3.7M6.5 7.7A16 16 0 0 0 2.5 12S6 18.5 12 18.5c1.6 0 3-.4 4.2-1"/>',
    "alert": '<path d="M12 4 2.5 20h19z"/><path d="M12 10v4.5M12 17.2v.3"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z"/><path d="M10 20.5h4"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.5M16 7.5l3 3"/>',
    "lock": '<rect x="5" y="11" width="14" height="9.5" rx="1.5"/><path d="M8.5 11V7.5a3.5 3.5 0 0 1 7 0V11"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "module": '<rect x="4" y="4" width="7" height="7" rx="1"/><rect x="13" y="13" width="7" height="7" rx="1"/><rect x="13" y="4" width="7" height="7" rx="1"/><path d="M7.5 13v7M4 16.5h7"/>',
    "ruler": '<path d="M3.5 8.5h17v7h-17z"/><path d="M7 8.5V12M10.5 8.5V11M14 8.5V12M17.5 8.5V11"/>',
    # acts
    "phone": '<path d="M4 4.5C4 13 11 20 19.5 20l1-4.5-4.5-2-2 2C11.5 14.5 9.5 12.5 8.5 10l2-2-2-4.5z"/>',
    "message": '<rect x="3.5" y="5.5" width="17" height="13" rx="1.5"/><path d="m4 7 8 6 8-6"/>',
    "aa": '<path d="M2.5 18.5 7.5 6l5 12.5M4.3 14.5h6.4"/><path d="m14 18.5 3.7-9 3.8 9M15.3 15.5h4.9"/>',
    "pencil": '<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19z"/><path d="M14 6.5 17.5 10"/>',
    "camera": '<path d="M3.5 8H8l1.5-2.5h5L16 8h4.5v11h-17z"/><circle cx="12" cy="13.2" r="3.3"/>',
    "image": '<rect x="3.5" y="5" width="17" height="14" rx="1.5"/><circle cx="9" cy="10" r="1.7"/><path d="m4 17 5-4.5 3.5 3L16 12l4.5 4"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "redo": '<path d="M6.4 6.6a7.7 7.7 0 1 0 11.2 0"/><path d="m13 3 4.6 3.6L14 11"/>',
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "minus": '<path d="M4.5 12h15"/>',
    "cross": '<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "printer": '<path d="M7 9V4h10v5"/><path d="M7 17H3.5V9h17v8H17"/><path d="M7 14h10v6.5H7z"/>',
    "download": '<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15"/>',
    "upload": '<path d="M12 15.5v-11M7.5 8.5 12 4l4.5 4.5M4.5 20h15"/>',
    "note": '<path d="M5 3.5h10l4 4v13H5z"/><path d="M15 3.5v4h4M8.5 12h7M8.5 16h5"/>',
    "file": '<path d="M5.5 3.5h9l4 4v13h-13z"/><path d="M14.5 3.5v4h4"/>',
    "clock": '<circle cx="12" cy="12" r="8.3"/><path d="M12 7v5l3.5 2"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="14.5" rx="1"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"/>',
    "merge": '<path d="M6 4v4c0 3 6 4 6 7v5M18 4v4c0 3-6 4-6 7"/><path d="m9 17.5 3 3 3-3"/>',
    "send": '<path d="m3.5 11.5 17-8-6.5 17-3-6.5z"/><path d="m11 14 9.5-10.5"/>',
    "star": '<path d="m12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z"/>',
    "sound": '<path d="M4 9.5v5h3.5l5 4v-13l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11"/>',
    "offline": '<path d="m4 4 16 16M5 10.5a10 10 0 0 1 4-2.3M8 14a6 6 0 0 1 4.5-1.7M19 10.5A10 10 0 0 0 12.5 8M12 18h.1"/>',
    "exit": '<path d="M14 4H5v16h9M10.5 12H20M16.5 8l4 4-4 4"/>',
    "swap": '<path d="M4 8.5h15M15.5 5 19 8.5 15.5 12M20 15.5H5M8.5 12 5 15.5 8.5 19"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4"/>',
    "more": '<path d="M5.5 12h.1M12 12h.1M18.5 12h.1"/>',
    "chevron-right": '<path d="m8.5 4.5 7.5 7.5-7.5 7.5"/>',
    "chevron-left": '<path d="M15.5 4.5 8 12l7.5 7.5"/>',
    "chevron-down": '<path d="m4.5 8.5 7.5 7.5 7.5-7.5"/>',
    "chevron-up": '<path d="m4.5 15.5 7.5-7.5 7.5 7.5"/>',
    "arrow-right": '<path d="M4 12h15.5M13.5 6l6 6-6 6"/>',
    "info": '<circle cx="12" cy="12" r="8.3"/><path d="M12 11v5.5M12 7.7v.3"/>',
}

LOGO = (
    '<path d="M2 12.3 8 7l6 5.3V27H2z" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linejoin="round"/>'
    '<path d="M6 27v-6h4v6" fill="none" stroke="currentColor" stroke-width="2.2"/>'
    '<path d="M13 28V7.5L19.5 1 28 7v19.5q0 1.5-1.5 1.5H22v-7h-3.5v7z" fill="currentColor"/>'
)


def icon(name: str, label: str = "") -> SafeString:
    """One line icon as inline SVG. With `label` it is read aloud, for the rare button without a word. Raises KeyError."""
    body = mark_safe(ICONS[name])  # noqa: S308  # our own constant
    if label:
        return format_html('<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, body)
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', body)


def logo() -> SafeString:
    """Two houses leaning on each other: the mark of Linli."""
    return format_html('<svg class="logo" viewBox="0 0 30 30" aria-hidden="true">{}</svg>', mark_safe(LOGO))  # noqa: S308  # our own constant
