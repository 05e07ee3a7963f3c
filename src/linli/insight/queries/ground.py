"""What lies around a place, for small drawn maps and for counting inside a circle or polygon."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from linli.insight import rules
from linli.kernel.actor import Actor
from linli.places.contract import FACILITIES_TABLE, SHAPES_TABLE
from linli.requests import contract as requests

_WITHIN = """
SELECT 'open' AS layer, count(*) FROM requests_mappoint m
WHERE %(points)s AND ST_Intersects(m.point, %(area)s::geometry) AND m.status_group = ANY(%(groups)s)
  AND (%(wide)s OR m.region_id = ANY(%(scope)s::uuid[])) AND (NOT %(narrow)s OR m.grid_id = ANY(%(grids)s::uuid[]))
UNION ALL
SELECT s.kind, count(*) FROM {shapes} s
WHERE ST_Intersects(s.point, %(area)s::geometry) AND (%(wide)s OR s.region_id = ANY(%(scope)s::uuid[]))
GROUP BY s.kind
UNION ALL
SELECT 'facility', count(*) FROM {facilities} f
WHERE ST_Intersects(f.point, %(area)s::geometry) AND f.state IN ('good', 'faulty') AND (%(wide)s OR f.region_id = ANY(%(scope)s::uuid[]))
  AND (NOT %(narrow)s OR f.grid_id = ANY(%(grids)s::uuid[]))
"""
_KINDS = f"""
SELECT f.kind, count(*) FROM {FACILITIES_TABLE} f
WHERE ST_Intersects(f.point, %(area)s::geometry) AND f.state IN ('good', 'faulty') AND (%(wide)s OR f.region_id = ANY(%(scope)s::uuid[]))
  AND (NOT %(narrow)s OR f.grid_id = ANY(%(grids)s::uuid[])) GROUP BY f.kind
"""  # noqa: S608  # the table's name is a constant
_AROUND = """
SELECT kind, '' AS id, name, width, ST_AsGeoJSON(ST_ClipByBox2D(geometry, box.g), 1) AS shape, 0 AS own FROM insight_basemapfeature, box
WHERE geometry && box.g AND kind <> 'contour'
UNION ALL
SELECT kind, '', '', 0, ST_AsGeoJSON(ST_Simplify(ST_ClipByBox2D(geometry, box.g), 2), 1), 0 FROM insight_basemapfeature, box
WHERE geometry && box.g AND kind = 'contour'
UNION ALL
SELECT s.kind, s.id::text, s.label, 0, ST_AsGeoJSON(s.geometry, 1), 0 FROM {shapes} s, box WHERE s.geometry && box.g
"""


@dataclass(frozen=True)
class Drawn:
    """A shape near a point: kind, label and GeoJSON in Web Mercator metres."""

    kind: str
    id: str
    name: str
    width: float
    shape: str


@dataclass(frozen=True)
class Pin:
    """The place that a small map shows: its id (empty for a bare point) and centre in Web Mercator metres."""

    id: str
    x: float
    y: float
    label: str


def shape_at(place_id: UUID) -> Pin | None:
    """The published shape of a compound or building, or None."""
    sql = f"SELECT ST_X(c), ST_Y(c), label FROM (SELECT ST_Centroid(geometry) AS c, label FROM {SHAPES_TABLE} WHERE id = %s) t"  # noqa: S608  # constant
    with connection.cursor() as cursor:
        cursor.execute(sql, [place_id])
        row = cursor.fetchone()
    return Pin(str(place_id), row[0], row[1], row[2]) if row else None


def around(x: float, y: float, half_width: float, half_height: float) -> list[Drawn]:
    """Ground, compounds and buildings in a box around a point (Web Mercator metres): published shapes, no matters."""
    sql = f"WITH box AS (SELECT ST_MakeEnvelope(%s, %s, %s, %s, 3857) AS g) {_AROUND.format(shapes=SHAPES_TABLE)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [x - half_width, y - half_height, x + half_width, y + half_height])
        return [Drawn(kind, pk, name, width, shape) for kind, pk, name, width, shape, _ in cursor.fetchall() if shape]


def counts_within(actor: Actor, area: GEOSGeometry) -> Counter[str]:
    """How many open matters, compounds and buildings of the actor's scope lie in an area (EPSG:4326)."""
    values: dict[str, Any] = {
        "area": area.hexewkb.decode(),
        "groups": list(rules.OPEN_GROUPS),
        "wide": actor.wide,
        "scope": list(actor.scope),
        "narrow": bool(actor.grids),
        "grids": list(actor.grids),
        "points": requests.sees_points(actor),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WITHIN.format(shapes=SHAPES_TABLE, facilities=FACILITIES_TABLE), values)
        return Counter(dict(cursor.fetchall()))


def facilities_within(actor: Actor, area: GEOSGeometry) -> Counter[str]:
    """How many facilities of each kind, in order or to be repaired, lie in an area (EPSG:4326) of the actor's scope."""
    values: dict[str, Any] = {
        "area": area.hexewkb.decode(),
        "wide": actor.wide,
        "scope": list(actor.scope),
        "narrow": bool(actor.grids),
        "grids": list(actor.grids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_KINDS, values)
        return Counter(dict(cursor.fetchall()))


def circle(lon: float, lat: float, metres: float) -> GEOSGeometry:
    """A circle on the ground (WGS-84)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_Buffer(ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, %s)::geometry", [lon, lat, metres])
        return GEOSGeometry(cursor.fetchone()[0], srid=4326)
