"""Where the made-up communities lie: somewhere inside the outline of their district, no two on the same spot."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import connection
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from linli.insight.rules import EARTH

OUTLINES = Path("boundary") / "chongqing_districts_fastgeocn.geojson"
_LISTED = """
SELECT DISTINCT ON (c.code, r.id) r.id, r.kind, c.code FROM regions_region r JOIN regions_regioncode c ON c.region_id = r.id AND c.system = 'nbs'
WHERE r.level = 'community' AND NOT r.demo AND r.valid_to IS NULL ORDER BY c.code, r.id
"""
SPREAD = 0.06  # degrees: how far from a district's middle most people live


@dataclass(frozen=True)
class Spot:
    """A community to fill; `x`, `y` in metres of EPSG:3857."""

    region_id: UUID
    order: int
    urban: bool
    x: float
    y: float


def mercator(lon: float, lat: float) -> tuple[float, float]:
    """Metres of EPSG:3857."""
    return math.radians(lon) * EARTH, math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) * EARTH


def degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a point in EPSG:3857."""
    return math.degrees(x / EARTH), math.degrees(2 * math.atan(math.exp(y / EARTH)) - math.pi / 2)


def _districts(folder: Path) -> dict[str, BaseGeometry]:
    told = json.loads((folder / OUTLINES).read_text(encoding="utf-8"))
    found = {}
    for feature in told["features"]:
        facts = feature["properties"]
        found[str(facts["adcode"])] = shape(feature["geometry"])
    return found


def _within(area: BaseGeometry, random: Random) -> tuple[float, float]:
    middle = area.representative_point()
    for _ in range(60):
        lon, lat = random.gauss(middle.x, SPREAD), random.gauss(middle.y, SPREAD)
        if area.contains(Point(lon, lat)):
            return lon, lat
    return middle.x + random.uniform(-0.01, 0.01), middle.y + random.uniform(-0.01, 0.01)


def spots(folder: Path, share: float, seed: int) -> tuple[list[Spot], int, int]:
    """The communities to fill (every k-th of the list, so that each is of real size); urban and other ones of the whole city."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED)
        listed = cursor.fetchall()
    areas, random = _districts(folder), Random(seed)  # noqa: S311  # nothing secret: the same city each time
    urban = sum(kind == "community" for _, kind, _ in listed)
    chosen, due = [], 0.0
    for order, (pk, kind, code) in enumerate(listed):
        due += share
        if due < 1 - 1e-9:
            continue
        due -= 1
        area = areas.get(code[:6]) or next(iter(areas.values()))
        chosen.append(Spot(pk, order, kind == "community", *mercator(*_within(area, random))))
    return chosen, urban, len(listed) - urban
