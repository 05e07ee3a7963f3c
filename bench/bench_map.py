"""The map: people and houses in a drawn area, divisions with their sums, walking, tiles of every layer, each beside bare SQL of the same run.

A made-up city (`city_seed`) at two sizes, LINLI_BENCH_SCALE (0.02) and a tenth of it. Aims, p95: any count 100 ms, a tile 150 ms the first time;
within 1.5 times the bare statement plus 2 ms for Python and the scope.
"""

import io
import json
import os
import time
from functools import partial
from typing import Any
from uuid import UUID

from bench_city import RUNS, Aim, measure
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases

from linli.insight.operations import count_communities, sum_up
from linli.insight.queries import areas, counts, ground, tiles, walking
from linli.insight.rules import WORLD, mercator
from linli.kernel import permissions
from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope
from linli.places.contract import VISITED_KINDS
from linli.regions import contract as regions

SCALE = float(os.environ.get("LINLI_BENCH_SCALE", "0.02"))
LAYERS = {
    "base": (14,),
    "regions": (8, 11, 14),
    "compounds": (13, 15),
    "buildings": (15, 16, 17),
    "labels": (11, 14, 16),
    "facilities": (14, 16),
}
AT_ONCE = 200
_BARE_WITHIN = """
WITH a AS MATERIALIZED (SELECT ST_Buffer(ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, %s)::geometry AS g)
SELECT sum(c.people), sum(c.elders), sum(c.houses) FROM places_placeshape s JOIN insight_buildingcount c ON c.id = s.id, a
WHERE s.kind = 'building' AND ST_Intersects(s.point, a.g)
"""
_BARE_LIVE = """
WITH a AS MATERIALIZED (SELECT ST_Buffer(ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, %s)::geometry AS g)
SELECT count(*) FROM places_placeshape s JOIN places_house h ON h.building_id = s.id JOIN people_residence r ON r.house_id = h.id
JOIN people_person p ON p.id = r.person_id, a
WHERE s.kind = 'building' AND ST_Intersects(s.point, a.g) AND r.main AND r.ends_on IS NULL AND p.status = 'alive'
"""
_BARE_NEAREST = """
SELECT DISTINCT ON (kind) kind, id, ST_DistanceSphere(point, ST_SetSRID(ST_MakePoint(%s, %s), 4326)) AS metres FROM places_facility
WHERE kind = ANY(%s) AND state = 'good' AND point && ST_Expand(ST_SetSRID(ST_MakePoint(%s, %s), 4326), 0.1) ORDER BY kind, metres
"""
_BARE_COVER = """
SELECT k.kind, sum(c.houses) FROM insight_buildingcount c JOIN places_placeshape s ON s.id = c.id, unnest(%s::text[]) AS k(kind)
WHERE c.region_id = %s AND EXISTS (SELECT FROM places_facility f WHERE f.kind = k.kind AND f.state = 'good' AND f.point && ST_Expand(s.point, 0.01)
  AND ST_DistanceSphere(f.point, s.point) <= 643) GROUP BY 1
"""


def _sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _tile(actor: Actor, spots: list[tuple[float, float]], layer: str, z: int, turn: int) -> bytes:
    x, y = mercator(*spots[turn % len(spots)])
    size = WORLD / (1 << z)
    return tiles.tile(actor, layer, z, int((x + WORLD / 2) // size), int((WORLD / 2 - y) // size))


def _within(actor: Actor, spots: list[tuple[float, float]], metres: float, turn: int) -> Any:
    return counts.within(actor, ground.circle(*spots[turn % len(spots)], metres))


def _bare_within(spots: list[tuple[float, float]], metres: float, turn: int) -> Any:
    return _sql(_BARE_WITHIN, *spots[turn % len(spots)], metres)


def _sums(actor: Actor, one: regions.RegionInfo, _turn: int) -> Any:
    return areas.areas(actor, one, sorted(regions.subtree_ids(one.id)))


def _bare_sums(one: regions.RegionInfo, _turn: int) -> Any:
    return _sql("SELECT * FROM insight_regioncount WHERE id = ANY(%s)", [child.id for child in regions.children(one.id)])


def _count_all(actor: Actor) -> None:
    """What the night does, beside one bare pass over the ledger."""
    with transaction.atomic(), use_scope(actor):
        kept = counts.kept_communities()
    start = time.perf_counter()
    for first in range(0, len(kept), AT_ONCE):
        with transaction.atomic(), use_scope(actor):
            count_communities(actor, kept[first : first + AT_ONCE])
    middle = time.perf_counter()
    with transaction.atomic(), use_scope(actor):
        city = counts.city_id()
        number = sum_up(actor, city) if city else 0
    end = time.perf_counter()
    _sql("SELECT region_id, count(*) FROM people_person GROUP BY 1")
    print(
        f"  counted {len(kept):,} communities in {middle - start:.1f} s, summed up {number:,} divisions in {end - middle:.2f} s"
        f" (one bare pass over the people {time.perf_counter() - end:.2f} s)"
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _aims(actor: Actor) -> list[Aim]:
    spots = [
        (lon, lat)
        for lon, lat in _sql(
            "SELECT ST_X(point), ST_Y(point) FROM places_placeshape WHERE kind = 'compound' ORDER BY md5(id::text) LIMIT %s", RUNS
        )
    ]
    home = UUID(str(_sql("SELECT region_id FROM insight_buildingcount GROUP BY 1 ORDER BY sum(houses) DESC LIMIT 1")[0][0]))
    place = regions.info(home)
    above = [one for pk in place.path_ids[:-1] if (one := regions.info(pk))] if place else []
    found = [
        Aim(
            f"people and houses within {metres:,} m",
            partial(_within, actor, spots, metres),
            partial(_bare_within, spots, metres),
            100,
            spatial=True,
        )
        for metres in (100, 500, 2000, 8000)
    ]
    found += [
        Aim(
            f"sums below a {one.level}",
            partial(_sums, actor, one),
            partial(_bare_sums, one),
            100,
        )
        for one in above
    ]
    found += [
        Aim(
            "the same circle of 2,000 m, live",
            lambda turn: _sql(_BARE_LIVE, *spots[turn % len(spots)], 2000),
            None,
            float("inf"),
        ),
        Aim(
            "nearest of each kind",
            lambda turn: walking.nearest(*spots[turn % len(spots)]),
            lambda turn: _sql(_BARE_NEAREST, *spots[turn % len(spots)], list(VISITED_KINDS), *spots[turn % len(spots)]),
            100,
            spatial=True,
        ),
        Aim(
            "walking cover of a community",
            lambda _turn: walking.covered([home]),
            lambda _turn: _sql(_BARE_COVER, list(VISITED_KINDS), home),
            100,
            spatial=True,
        ),
    ]
    found += [
        Aim(f"{layer}, tile of zoom {z}", partial(_tile, actor, spots, layer, z), None, 150)
        for layer, zooms in LAYERS.items()
        for z in zooms
    ]
    return found


def _at(scale: float) -> bool:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        permissions.load()
        call_command("load_regions", stdout=io.StringIO())
        told = io.StringIO()
        with override_settings(DEMO=True):
            call_command("city_seed", scale=scale, stdout=told)
        rows = json.loads(told.getvalue())["rows"]
        print(f"\nscale {scale}: {rows['places_house']:,} houses, {rows['people_person']:,} people")
        wide = Actor.system("bench", frozenset({"insight.count"}), wide=True, door="command")
        _count_all(wide)
        held = [measure(aim, wide) for aim in _aims(wide)]
        return all(held)
    finally:
        teardown_databases(databases, verbosity=0)


def main() -> int:
    """Two sizes; 1 when an aim was missed at the larger one."""
    _at(SCALE / 10)
    held = _at(SCALE)
    print(f"\naims: {'held' if held else 'MISSED'}")
    return int(not held)
