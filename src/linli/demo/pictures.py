"""Photos of the story: simple drawn scenes. No real place, no person, no number plate."""

import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

WIDE, HIGH = 1200, 900
Pen = ImageDraw.ImageDraw
Box = tuple[int, int, int, int]
NIGHT, WALL, SHADE, LINE, LAMP = "#1f2624", "#39423e", "#2a322f", "#5b665f", "#8b968d"
CONCRETE, PLASTER, EARTH, LEAF, WOOD = "#b9b4a6", "#dcd5c4", "#8d7f68", "#6f8c6a", "#7c5f43"


def _passage(pen: Pen, wall: str, side: str, floor: str) -> None:
    pen.rectangle((0, 0, WIDE, HIGH), wall)
    pen.polygon(((0, 0), (330, 190), (330, 640), (0, HIGH)), side)
    pen.polygon(((WIDE, 0), (870, 190), (870, 640), (WIDE, HIGH)), side)
    pen.polygon(((0, HIGH), (330, 640), (870, 640), (WIDE, HIGH)), floor)
    for n in range(5):
        reach, y = 330 - 75 * n, 660 + 52 * n
        pen.line(((reach, y), (WIDE - reach, y)), LINE, 7)


def _dark_passage(pen: Pen) -> None:
    """The landing with its dead lamp and a door at the end."""
    _passage(pen, NIGHT, WALL, SHADE)
    pen.polygon(((0, 0), (WIDE, 0), (870, 190), (330, 190)), "#2f3834")
    pen.ellipse((500, 70, 700, 140), LAMP)
    pen.ellipse((535, 82, 665, 122), SHADE)
    pen.rectangle((490, 300, 710, 640), "#161c1a")
    pen.rectangle((515, 325, 685, 640), "#222b28")
    pen.ellipse((652, 480, 668, 496), LAMP)
    pen.rectangle((960, 380, 1060, 500), "#5f5344")


def _dark_stairs(pen: Pen) -> None:
    """Stairs that turn below a small window."""
    pen.rectangle((0, 0, WIDE, HIGH), NIGHT)
    pen.rectangle((760, 110, 980, 360), "#65736d")
    pen.line(((870, 110), (870, 360)), NIGHT, 14)
    pen.line(((760, 235), (980, 235)), NIGHT, 14)
    for n in range(5):
        y = 420 + 105 * n
        pen.polygon(((0, y + 140), (600, y), (WIDE, y + 140), (WIDE, y + 200), (600, y + 60), (0, y + 200)), SHADE if n % 2 else WALL)
        pen.line(((0, y + 140), (600, y), (WIDE, y + 140)), LINE, 9)
    for x in (120, 200):
        pen.line(((x, 0), (x, 480)), "#6e5a44", 16)


def _lit_passage(pen: Pen) -> None:
    """The same landing with new lamps."""
    _passage(pen, "#cfc8b4", PLASTER, "#c1b9a5")
    pen.polygon(((0, 0), (WIDE, 0), (870, 190), (330, 190)), "#efe8d6")
    pen.ellipse((440, 40, 760, 170), "#fff7d8")
    pen.ellipse((500, 70, 700, 140), "#fffdf2")
    pen.rectangle((490, 300, 710, 640), "#8a7a62")
    pen.rectangle((515, 325, 685, 640), "#a0907a")
    pen.rectangle((960, 380, 1060, 500), "#b08a5a")


def _street(pen: Pen) -> None:
    pen.rectangle((0, 0, WIDE, 560), PLASTER)
    for y in range(60, 560, 125):
        pen.line(((0, y), (WIDE, y)), "#cfc7b3", 5)
    pen.rectangle((0, 560, WIDE, HIGH), CONCRETE)
    pen.line(((0, 640), (WIDE, 640)), "#a39e90", 8)


def _bin(pen: Pen, x: int, colour: str) -> None:
    pen.polygon(((x, 380), (x + 250, 380), (x + 220, 740), (x + 30, 740)), colour)
    pen.rectangle((x - 12, 350, x + 262, 388), colour)
    pen.polygon(((x, 350), (x + 240, 350), (x + 300, 190), (x + 70, 175)), SHADE)
    for n, bag in enumerate(("#3c4441", "#e4dfd2", "#5d6a63")):
        pen.ellipse((x + 10 + 75 * n, 250 + 18 * (n % 2), x + 120 + 75 * n, 378), bag)


def _full_bins(pen: Pen) -> None:
    """Two bins at the mouth of the lane, bags beside them."""
    _street(pen)
    _bin(pen, 260, "#4f6b5c")
    _bin(pen, 590, "#6d6f66")
    for x, y, size, bag in (
        (130, 660, 150, "#3c4441"),
        (860, 690, 170, "#e4dfd2"),
        (1000, 640, 130, "#5d6a63"),
        (470, 730, 120, "#3c4441"),
    ):
        pen.ellipse((x, y, x + size, y + size * 4 // 5), bag)
        pen.polygon(((x + size // 2 - 14, y + 12), (x + size // 2 + 14, y + 12), (x + size // 2, y - 26)), bag)


def _loose_step(pen: Pen) -> None:
    """Stone stairs, one slab tilted out of its bed."""
    pen.rectangle((0, 0, WIDE, HIGH), LEAF)
    pen.polygon(((260, 0), (940, 0), (1120, HIGH), (80, HIGH)), EARTH)
    for n in range(6):
        y, inset = 40 + 145 * n, 250 - 30 * n
        pen.rectangle((inset, y, WIDE - inset, y + 92), CONCRETE if n % 2 else "#c6c1b3")
        pen.rectangle((inset, y + 92, WIDE - inset, y + 118), "#7f7a6d")
    pen.polygon(((430, 470), (760, 425), (790, 520), (450, 575)), "#d3cec0")
    pen.polygon(((450, 575), (790, 520), (795, 552), (455, 612)), "#5d584d")


def _car(pen: Pen, x: int, y: int, colour: str) -> None:
    pen.rounded_rectangle((x, y + 90, x + 460, y + 230), 40, colour)
    pen.polygon(((x + 80, y + 95), (x + 140, y), (x + 330, y), (x + 400, y + 95)), colour)
    pen.polygon(((x + 115, y + 88), (x + 155, y + 18), (x + 320, y + 18), (x + 365, y + 88)), "#cdd6d3")
    for wheel in (x + 70, x + 300):
        pen.ellipse((wheel, y + 180, wheel + 95, y + 275), NIGHT)
        pen.ellipse((wheel + 28, y + 208, wheel + 67, y + 247), LAMP)


def _blocked_lane(pen: Pen) -> None:
    """The fire lane behind a building with two cars in it."""
    _street(pen)
    for n in range(8):
        pen.polygon(((n * 170 - 60, HIGH), (n * 170 + 30, HIGH), (n * 170 + 130, 700), (n * 170 + 60, 700)), "#d9b44a")
    _car(pen, 90, 470, "#6b7a86")
    _car(pen, 640, 500, "#8c6f63")


def _wet_ceiling(pen: Pen) -> None:
    """A stained ceiling above a wardrobe, drops in a basin."""
    pen.rectangle((0, 0, WIDE, HIGH), "#e6dfcf")
    pen.polygon(((0, 0), (WIDE, 0), (980, 260), (220, 260)), "#f1ebdd")
    for grow, stain in ((0, "#d9c9a4"), (38, "#c9b487"), (86, "#b59d6d")):
        pen.ellipse((420 + grow, 50 + grow // 3, 820 - grow, 230 - grow // 3), stain)
    for x, y in ((560, 300), (610, 380), (585, 470), (630, 250)):
        pen.ellipse((x, y, x + 16, y + 34), "#8fa9ad")
    pen.rectangle((60, 330, 320, HIGH), WOOD)
    pen.line(((190, 330), (190, HIGH)), "#5f4831", 6)
    pen.polygon(((450, 700), (770, 700), (720, 850), (500, 850)), "#7da0a6")


SCENES: dict[str, Callable[[Pen], None]] = {
    "dark_passage": _dark_passage,
    "dark_stairs": _dark_stairs,
    "lit_passage": _lit_passage,
    "full_bins": _full_bins,
    "loose_step": _loose_step,
    "blocked_lane": _blocked_lane,
    "wet_ceiling": _wet_ceiling,
}


def photo(scene: str) -> SimpleUploadedFile:
    """A scene as a phone would send it."""
    picture = Image.new("RGB", (WIDE, HIGH))
    SCENES[scene](ImageDraw.Draw(picture))
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=88)
    return SimpleUploadedFile(f"{scene}.jpg", content.getvalue(), content_type="image/jpeg")
