"""Kinds of ground, layers of the map and the arithmetic of tiles. Pure: no database, no clock.

Coordinates are WGS-84 (EPSG:4326) where people and APIs see them and Web Mercator (EPSG:3857) in tiles.
"""

import math
from dataclasses import dataclass

GROUND = {
    "water": "水面",
    "green": "绿地",
    "field": "梯田",
    "contour": "等高线",
    "road": "道路",
    "stairs": "梯坎",
    "house": "房屋",
}
EARTH = 6378137.0
WORLD = 2 * math.pi * EARTH
MAX_ZOOM = 20
# A tile is drawn 512 px wide: sixteen cells keep two points apart by the width of a marker.
CLUSTER_CELLS = 16
MOST_METRES = 2000.0
OPEN_GROUPS = ("new", "doing", "stopped", "callback")


@dataclass(frozen=True)
class Layer:
    """A kind of sign on the map: its code, word, shape and the zoom from which tiles carry it."""

    code: str
    label: str
    shape: str
    from_zoom: int


LAYERS = (
    Layer("open", "未结的事", "circle", 10),
    Layer("late", "超期的事", "triangle", 10),
    Layer("facility", "设施", "square", 14),
    Layer("grid", "网格界线", "dash", 14),
    Layer("compound", "小区范围", "line", 14),
)

# Steps of the one-hue scale for open matters of a division: from, words.
AREA_STEPS = ((1, "1–9 件"), (10, "10–49 件"), (50, "50–199 件"), (200, "200 件以上"))


def area_step(number: int) -> int:
    """Place of a count on the scale; 0 when nothing is open."""
    return sum(number >= least for least, _ in AREA_STEPS)


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """WGS-84 degrees to Web Mercator metres."""
    return math.radians(lon) * EARTH, math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) * EARTH


def degrees(x: float, y: float) -> tuple[float, float]:
    """Web Mercator metres to WGS-84 degrees."""
    return math.degrees(x / EARTH), math.degrees(2 * math.atan(math.exp(y / EARTH)) - math.pi / 2)


def stretch(lat: float) -> float:
    """Web Mercator metres for one metre on the ground at a latitude."""
    return 1 / math.cos(math.radians(lat))


def is_tile(z: int, x: int, y: int) -> bool:
    """Whether the numbers name a tile that exists."""
    return 0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z


def cell(z: int) -> float:
    """Side of a cluster cell in Web Mercator metres; cells nest in tiles, so no cluster is counted twice."""
    return WORLD / (1 << z) / CLUSTER_CELLS


def shown(number: int, *, own: bool, least: int) -> str:
    """A number of people as it may be said: below `least` outside the own community only "<5" (domain/registry_quality.md §6)."""
    return str(number) if own or number == 0 or number >= least else f"<{least}"
