"""Outline, extent and quality of the region a map page shows."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from linli.kernel import clock
from linli.places.contract import SHAPES_TABLE
from linli.regions.contract import ancestors

_OUTLINE = """
SELECT ST_AsGeoJSON(ST_SimplifyPreserveTopology(geometry, 0.00002), 6), quality,
       ST_XMin(geometry), ST_YMin(geometry), ST_XMax(geometry), ST_YMax(geometry)
FROM regions_regionboundary
WHERE region_id = %s AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s) LIMIT 1
"""
_SHAPES = f"""
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)
FROM (SELECT ST_Extent(point) AS e FROM {SHAPES_TABLE} WHERE region_id = ANY(%s)) t WHERE e IS NOT NULL
"""  # noqa: S608  # the table's name is a constant
QUALITIES = {"official": "正式边界", "drawn": "示意，未经核定", "synthetic": "拟合的，只供看图，不能作依据"}
# Around Chongqing: where a map opens when nothing at all is drawn.
CITY_BOX = (105.2, 28.1, 110.2, 32.2)
EDGE = 0.004


@dataclass(frozen=True)
class View:
    """Where the map opens (west, south, east, north in WGS-84), the outline if there is one, and what it is worth."""

    box: tuple[float, float, float, float]
    outline: dict[str, Any] | None
    quality_label: str


def view_of(region_id: UUID, below: list[UUID]) -> View:
    """The region's own outline; else the box of its published shapes; else the outline of the next region above."""
    own = _outline(region_id)
    if own:
        return own
    with connection.cursor() as cursor:
        cursor.execute(_SHAPES, [below])
        row = cursor.fetchone()
    if row:
        west, south, east, north = row
        return View((west - EDGE, south - EDGE, east + EDGE, north + EDGE), None, "还没有画边界")
    for above in ancestors(region_id):
        found = _outline(above)
        if found:
            return View(found.box, None, "还没有画边界，先看上一级")
    return View(CITY_BOX, None, "还没有画边界")


def _outline(region_id: UUID) -> View | None:
    day = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_OUTLINE, [region_id, day, day])
        row = cursor.fetchone()
    if row is None:
        return None
    west, south, east, north = row[2:]
    return View((west, south, east, north), json.loads(row[0]), QUALITIES[row[1]])
