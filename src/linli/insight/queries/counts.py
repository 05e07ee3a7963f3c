"""Counts of buildings and divisions: what is to be counted anew, what a division holds, what lies in a drawn area."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from linli.insight import rules
from linli.insight.models import RegionCount
from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.models import in_scope
from linli.places.contract import SHAPES_TABLE

# ruff: noqa: S608  # put together from constants of this module
OWN = frozenset({"community_head", "community_worker", "grid_worker"})
RECENT = timedelta(days=2)
_KEPT = """
SELECT r.id FROM regions_region r WHERE r.level = 'community' AND (
    EXISTS (SELECT FROM people_person p WHERE p.region_id = r.id) OR EXISTS (SELECT FROM places_compound c WHERE c.region_id = r.id)
    OR EXISTS (SELECT FROM insight_regioncount n WHERE n.id = r.id)
) ORDER BY r.id
"""
_CHANGED = """
SELECT DISTINCT e.region_id
FROM kernel_logentry e JOIN regions_region r ON r.id = e.region_id AND r.level = 'community'
LEFT JOIN insight_regioncount n ON n.id = e.region_id
WHERE e.book = 'audit' AND e.at > %s AND (n.counted_at IS NULL OR e.written_at > n.counted_at)
  AND (e.operation LIKE 'people.%%' OR e.operation LIKE 'places.%%')
"""
# Published shapes are found by their spatial index, the fenced counts by their key: `&&` would not use one under row-level security.
_WITHIN = f"""
SELECT count(c.id), coalesce(sum(c.people), 0), coalesce(sum(c.elders), 0), coalesce(sum(c.houses), 0), min(c.counted_at),
       array_agg(DISTINCT c.region_id) FILTER (WHERE c.id IS NOT NULL), jsonb_agg(c.states) FILTER (WHERE c.houses > 0)
FROM {SHAPES_TABLE} s JOIN insight_buildingcount c ON c.id = s.id
WHERE s.kind = 'building' AND ST_Intersects(s.point, %(area)s::geometry) AND (%(wide)s OR c.region_id = ANY(%(scope)s::uuid[]))
  AND (NOT %(narrow)s OR c.grid_id = ANY(%(grids)s::uuid[]))
"""


@dataclass(frozen=True)
class Within:
    """People and houses of the buildings in an area. `people` and `elders` are what may be printed: "<5" outside one's own community."""

    people: str
    elders: str
    houses: int
    states: Counter[str]
    counted_at: datetime | None


def kept_communities() -> list[UUID]:
    """Communities with a ledger or a house tree, in order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT)
        return [row[0] for row in cursor.fetchall()]


def changed_communities() -> list[UUID]:
    """Communities where something was written about people, houses or facilities since they were last counted."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [clock.now() - RECENT])
        return [row[0] for row in cursor.fetchall()]


def city_id() -> UUID | None:
    """The city, whose sums are the widest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM regions_region WHERE level = 'city' ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else None


def of_regions(region_ids: Iterable[UUID]) -> dict[UUID, RegionCount]:
    """What was counted in each division, within the scope of the transaction."""
    return {row.pk: row for row in RegionCount.objects.filter(in_scope("id", list(region_ids)))}


def within(actor: Actor, area: GEOSGeometry) -> Within:
    """People by main home and houses by state in an area (EPSG:4326), of the actor's scope."""
    values: dict[str, Any] = {
        "area": area.hexewkb.decode(),
        "wide": actor.wide,
        "scope": list(actor.scope),
        "narrow": bool(actor.grids),
        "grids": list(actor.grids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WITHIN, values)
        _, people, elders, houses, counted_at, regions, states = cursor.fetchone()
    own, least = is_own(actor, regions or ()), int(profiles.value("small_count"))
    total = Counter[str]()
    for one in json.loads(states or "[]"):
        total.update(one)
    return Within(rules.shown(people, own=own, least=least), rules.shown(elders, own=own, least=least), houses, total, counted_at)


def is_own(actor: Actor, region_ids: Sequence[UUID]) -> bool:
    """Whether all the regions are the actor's own community: only there are small numbers said."""
    keepers = [grant for grant in actor.grants if grant.role in OWN]
    return all(any(grant.covers(region_id) for grant in keepers) for region_id in region_ids)
