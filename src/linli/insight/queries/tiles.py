"""Vector tiles (MVT) from published, non-personal tables only.

Published tables carry no row-level security, because `&&` is not leakproof and would lose its spatial index there; so the
scope array of the actor stands in every statement (design §6). Reports of violence never reach these tables.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from linli.insight import rules
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.places.contract import FACILITIES_TABLE, SHAPES_TABLE
from linli.regions.contract import levels_at
from linli.requests import contract as requests

EXTENT = 4096
_OPEN_TO_ALL = frozenset({"base", "regions"})
# A sub-select is hashed once. An array behind one is searched through for every row, and as a constant the planner would
# weigh each of its hundreds of regions (7 ms a tile).
_SCOPE = "(%(wide)s OR {column} IN (SELECT id FROM scope))"

_TODAY = """b.valid_from <= %(day)s AND (b.valid_to IS NULL OR b.valid_to > %(day)s)
  AND r.valid_from <= %(day)s AND (r.valid_to IS NULL OR r.valid_to > %(day)s)"""

# ruff: noqa: S608  # every statement below is put together from constants of this module
_REGIONS = f"""
SELECT ST_AsMVTGeom(ST_Transform(b.geometry, 3857), box.g, {EXTENT}, 64) AS geom, r.id::text AS id, r.short_name AS name,
       r.level, b.quality, {_SCOPE.format(column="r.id")} AS own
FROM regions_regionboundary b JOIN regions_region r ON r.id = b.region_id, box
WHERE b.geometry && box.g4326 AND r.level = ANY(%(levels)s) AND {_TODAY}
UNION ALL
SELECT ST_AsMVTGeom(l.line, box.g, {EXTENT}, 64), NULL, NULL, 'inner', NULL, NULL
FROM (
    SELECT ST_LineMerge(ST_UnaryUnion(ST_Collect(ST_Boundary(ST_SnapToGrid(ST_Transform(b.geometry, 3857), 1))))) AS line
    FROM regions_regionboundary b JOIN regions_region r ON r.id = b.region_id, box
    WHERE b.geometry && box.g4326 AND r.level IN ('grid', 'group') AND %(z)s >= 14 AND {_TODAY}
) l, box
WHERE l.line IS NOT NULL
"""
_BASE = f"""
SELECT ST_AsMVTGeom(f.geometry, box.g, {EXTENT}, 64) AS geom, f.kind, nullif(f.name, '') AS name, f.width
FROM insight_basemapfeature f, box
WHERE f.geometry && box.g AND (%(z)s >= 14 OR f.kind IN ('water', 'green', 'road'))
"""
_SHAPES = f"""
SELECT ST_AsMVTGeom(s.geometry, box.g, {EXTENT}, 64) AS geom, s.id::text AS id, s.label AS name, s.parent_id::text AS parent, s.quality
FROM {SHAPES_TABLE} s, box
WHERE s.kind = %(kind)s AND s.geometry && box.g AND {_SCOPE.format(column="s.region_id")}
"""
# A compound's name stands at the foot of its outline, below the buildings.
_FOOT = """ST_SetSRID(ST_MakePoint(ST_X(ST_Centroid(s.geometry)), ST_YMin(ST_Intersection(s.geometry, ST_SetSRID(ST_MakeLine(
  ST_MakePoint(ST_X(ST_Centroid(s.geometry)), ST_YMin(s.geometry) - 1), ST_MakePoint(ST_X(ST_Centroid(s.geometry)), ST_YMax(s.geometry) + 1)), 3857)))), 3857)"""
_LABELS = f"""
SELECT ST_AsMVTGeom(n.at, box.g, {EXTENT}, 0) AS geom, n.kind, n.label AS name, n.id::text AS id
FROM (
    SELECT s.kind, s.label, s.id, CASE s.kind WHEN 'compound' THEN {_FOOT} ELSE ST_Transform(s.point, 3857) END AS at
    FROM {SHAPES_TABLE} s, box
    WHERE s.geometry && box.g AND (s.kind = 'compound' OR %(z)s >= 15) AND {_SCOPE.format(column="s.region_id")}
) n, box
WHERE n.at && box.g
UNION ALL
SELECT ST_AsMVTGeom(ST_Transform(p.at, 3857), box.g, {EXTENT}, 0), p.level, p.short_name, p.id
FROM (
    SELECT ST_PointOnSurface(b.geometry) AS at, r.level, r.short_name, r.id::text
    FROM regions_regionboundary b JOIN regions_region r ON r.id = b.region_id, box
    WHERE b.geometry && box.g4326 AND r.level = ANY(%(labelled)s) AND {_TODAY}
) p, box
WHERE p.at && box.g4326
"""
_CELL = f"floor(({{of}} + {rules.WORLD / 2}) / %(cell)s)::bigint"
# One cell, one sign: a single matter keeps its id, several become a number. Cells nest in tiles, so nothing counts twice.
_REQUESTS = f"""
SELECT ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(avg(p.x), avg(p.y)), 3857), (SELECT g FROM box), {EXTENT}, 0) AS geom, count(*)::int AS number,
       CASE WHEN count(*) = 1 THEN min(p.request_id::text) END AS id, bool_or(p.urgent) AS urgent, bool_or(p.late) AS late,
       CASE WHEN count(*) = 1 THEN min(p.status_group) END AS state,
       concat_ws('/', %(z)s, {_CELL.format(of="min(p.x)")}, {_CELL.format(of="min(p.y)")}) AS cell
FROM (
    SELECT m.request_id, m.urgent, m.status_group, m.due_at < %(now)s AND m.status_group <> 'stopped' AS late, radians(ST_X(m.point)) * {rules.EARTH} AS x,
           ln(tan(pi() / 4 + radians(ST_Y(m.point)) / 2)) * {rules.EARTH} AS y
    FROM requests_mappoint m, box
    WHERE m.point && box.g4326 AND m.status_group = ANY(%(groups)s) AND {_SCOPE.format(column="m.region_id")}
      AND (NOT %(narrow)s OR m.grid_id = ANY(%(grids)s::uuid[]))
) p, box
WHERE p.x >= ST_XMin(box.g) AND p.x < ST_XMax(box.g) AND p.y >= ST_YMin(box.g) AND p.y < ST_YMax(box.g)
GROUP BY floor((p.x - ST_XMin(box.g)) / %(cell)s), floor((p.y - ST_YMin(box.g)) / %(cell)s)
"""
_FACILITIES = f"""
SELECT ST_AsMVTGeom(ST_Transform(f.point, 3857), box.g, {EXTENT}, 64) AS geom, f.id::text AS id, f.name, f.kind, f.state = 'faulty' AS faulty
FROM {FACILITIES_TABLE} f, box
WHERE f.point && box.g4326 AND f.state IN ('good', 'faulty') AND {_SCOPE.format(column="f.region_id")}
  AND (NOT %(narrow)s OR f.grid_id = ANY(%(grids)s::uuid[]))
"""
MOST_IN_CELL = 200
_IN_CELL = """
SELECT m.request_id FROM requests_mappoint m
WHERE m.point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) AND m.status_group = ANY(%(groups)s)
  AND (%(wide)s OR m.region_id = ANY(%(scope)s::uuid[]))
LIMIT %(most)s
"""
_LAYERS: Mapping[str, tuple[str, int]] = {
    "base": (_BASE, 12),
    "regions": (_REGIONS, 0),
    "compounds": (_SHAPES, 13),
    "buildings": (_SHAPES, 15),
    "labels": (_LABELS, 5),
    "requests": (_REQUESTS, 10),
    "facilities": (_FACILITIES, 14),
}
NAMES = tuple(_LAYERS)
_PLACE = {"id": "编号", "name": "名称"}
# What each layer is and what its features carry, for TileJSON; a test holds the fields against real tiles.
DESCRIBED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "base": ("底图：水面、绿地、道路、梯坎、等高线", {"kind": "种类", "name": "名称", "width": "宽，米"}),
    "regions": ("区划的边界", {**_PLACE, "level": "层级", "quality": "边界质量", "own": "是不是自己管的"}),
    "compounds": ("小区的范围", {**_PLACE, "parent": "上级", "quality": "位置质量"}),
    "buildings": ("楼栋的轮廓", {**_PLACE, "parent": "小区编号", "quality": "位置质量"}),
    "labels": ("地名", {**_PLACE, "kind": "种类"}),
    "requests": (
        "未结的事，近的合成一个",
        {"number": "几件", "id": "只有一件时的编号", "urgent": "有急的", "late": "有超期的", "state": "只有一件时的状态", "cell": "格子"},
    ),
    "facilities": ("设施", {**_PLACE, "kind": "种类", "faulty": "待修"}),
}
# A name is worth its place only while the whole division fits the screen.
_LABEL_UNTIL = {"city": 7, "district": 11, "township": 14, "community": 15, "grid": 19, "group": 19}


def first_zoom(layer: str) -> int:
    """The zoom from which a layer is drawn."""
    return _LAYERS[layer][1]


def statement(layer: str) -> str:
    """The SQL of a layer's tile, for the bench as well."""
    inner = _LAYERS[layer][0]
    return f"""
    WITH scope AS MATERIALIZED (SELECT unnest(%(scope)s::uuid[]) AS id), box AS MATERIALIZED (
        SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS g, ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4326) AS g4326
    ), t AS ({inner})
    SELECT ST_AsMVT(t, '{layer}', {EXTENT}, 'geom') FROM t
    """


def _array(ids: Iterable[UUID]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


def parameters(  # noqa: PLR0913  # the address of a tile and who asks
    layer: str, z: int, x: int, y: int, *, scope: Iterable[UUID], wide: bool, grids: Iterable[UUID] = ()
) -> dict[str, Any]:
    """What the statement of a layer is run with; `grids` narrow the points of a post at a grid."""
    kept = tuple(grids)
    return {
        "z": z,
        "x": x,
        "y": y,
        "scope": _array(scope),
        "wide": wide,
        "narrow": bool(kept),
        "grids": _array(kept),
        "day": clock.today(),
        "now": clock.now(),
        "levels": list(levels_at(z)),
        "labelled": [level for level in levels_at(z) if z < _LABEL_UNTIL[level]],
        "kind": layer.removesuffix("s"),
        "cell": rules.cell(z),
        "groups": list(rules.OPEN_GROUPS),
    }


def in_cell(actor: Actor, z: int, column: int, row: int) -> list[UUID]:
    """Ids of the open matters behind one sign of the map, of the actor's own scope."""
    if not requests.sees_points(actor) or not 0 <= z <= rules.MAX_ZOOM:
        return []
    cell = rules.cell(z)
    west, south = column * cell - rules.WORLD / 2, row * cell - rules.WORLD / 2
    corners = (*rules.degrees(west, south), *rules.degrees(west + cell, south + cell))
    values: dict[str, Any] = {"groups": list(rules.OPEN_GROUPS), "wide": actor.wide, "scope": list(actor.scope), "most": MOST_IN_CELL}
    with connection.cursor() as cursor:
        cursor.execute(_IN_CELL, values | dict(zip(("west", "south", "east", "north"), corners, strict=True)))
        return [request_id for (request_id,) in cursor.fetchall()]


def tile(actor: Actor, layer: str, z: int, x: int, y: int) -> bytes:
    """One tile, empty outside the actor's scope; a layer nobody made, or a zoom it is not drawn at, is empty too."""
    if layer not in _LAYERS or not rules.is_tile(z, x, y) or z < _LAYERS[layer][1]:
        return b""
    if layer not in _OPEN_TO_ALL and not actor.wide and not actor.scope:
        return b""
    if layer == "requests" and not requests.sees_points(actor):
        return b""
    with connection.cursor() as cursor:
        cursor.execute(statement(layer), parameters(layer, z, x, y, scope=actor.scope, wide=actor.wide, grids=actor.grids))
        return bytes(cursor.fetchone()[0] or b"")
