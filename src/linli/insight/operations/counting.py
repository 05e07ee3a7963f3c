"""Roll-ups: people and houses of buildings and communities, and their sums for the divisions above.

District and city pages read these rows, never the ledgers. People are counted by the community that keeps them, as the registry
counts them, and by building through their main home.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from linli.insight.models import RegionCount
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.operations import operation

ELDER_YEARS = 60
_BUILDINGS = """
WITH h AS (
    SELECT building_id, sum(n)::int AS houses, jsonb_object_agg(state, n) AS states
    FROM (
        SELECT building_id, state, count(*) AS n FROM places_house
        WHERE region_id = ANY(%(regions)s::uuid[]) AND withdrawn_at IS NULL GROUP BY 1, 2
    ) s GROUP BY 1
), p AS (
    SELECT o.building_id, count(*)::int AS people, (count(*) FILTER (WHERE p.birth <= %(born)s))::int AS elders
    FROM people_residence r JOIN people_person p ON p.id = r.person_id JOIN places_house o ON o.id = r.house_id
    WHERE o.region_id = ANY(%(regions)s::uuid[]) AND o.withdrawn_at IS NULL AND r.main AND r.ends_on IS NULL AND r.withdrawn_at IS NULL
      AND p.status = 'alive' AND p.withdrawn_at IS NULL
    GROUP BY 1
)
INSERT INTO insight_buildingcount (id, region_id, grid_id, people, elders, houses, states, counted_at)
SELECT b.id, b.region_id, b.grid_id, coalesce(p.people, 0), coalesce(p.elders, 0), coalesce(h.houses, 0), coalesce(h.states, '{}'), %(now)s
FROM places_building b LEFT JOIN h ON h.building_id = b.id LEFT JOIN p ON p.building_id = b.id
WHERE b.region_id = ANY(%(regions)s::uuid[])
ON CONFLICT (id) DO UPDATE SET region_id = excluded.region_id, grid_id = excluded.grid_id, people = excluded.people,
    elders = excluded.elders, houses = excluded.houses, states = excluded.states, counted_at = excluded.counted_at
"""
_GONE = """
DELETE FROM insight_buildingcount c WHERE c.region_id = ANY(%(regions)s::uuid[]) AND c.counted_at < %(now)s
"""
_SET = """
ON CONFLICT (id) DO UPDATE SET people = excluded.people, elders = excluded.elders, houses = excluded.houses, states = excluded.states,
    households = excluded.households, buildings = excluded.buildings, compounds = excluded.compounds, facilities = excluded.facilities,
    counted_at = excluded.counted_at
"""
_COLUMNS = "id, region_id, people, elders, houses, states, households, buildings, compounds, facilities, counted_at"
# ruff: noqa: S608  # put together from constants of this module
_COMMUNITIES = f"""
INSERT INTO insight_regioncount ({_COLUMNS})
SELECT r.id, r.id, p.people, p.elders, b.houses, b.states,
    (SELECT count(*) FROM people_household h WHERE h.region_id = r.id AND h.kind = 'living' AND h.ends_on IS NULL AND h.withdrawn_at IS NULL), b.buildings,
    (SELECT count(*) FROM places_compound c WHERE c.region_id = r.id),
    (SELECT count(*) FROM places_facility f WHERE f.region_id = r.id AND f.state <> 'scrapped'), %(now)s
FROM unnest(%(regions)s::uuid[]) AS r(id),
LATERAL (
    SELECT count(*) AS people, count(*) FILTER (WHERE birth <= %(born)s) AS elders FROM people_person
    WHERE region_id = r.id AND status = 'alive' AND withdrawn_at IS NULL
) p,
LATERAL (
    SELECT coalesce(sum(houses), 0) AS houses, count(*) AS buildings,
        coalesce((SELECT jsonb_object_agg(key, n) FROM (
            SELECT key, sum(value::int) AS n FROM insight_buildingcount x, jsonb_each_text(x.states) WHERE x.region_id = r.id GROUP BY key
        ) s), '{{}}') AS states
    FROM insight_buildingcount WHERE region_id = r.id
) b
{_SET}
"""
_ABOVE = f"""
WITH sums AS (
    SELECT a.ancestor_id AS id, sum(c.people) AS people, sum(c.elders) AS elders, sum(c.houses) AS houses, sum(c.households) AS households,
        sum(c.buildings) AS buildings, sum(c.compounds) AS compounds, sum(c.facilities) AS facilities, min(c.counted_at) AS counted_at
    FROM regions_regionancestor a
    JOIN regions_region up ON up.id = a.ancestor_id AND up.level IN ('township', 'district', 'city')
    JOIN insight_regioncount c ON c.id = a.region_id
    JOIN regions_region own ON own.id = c.id AND own.level = 'community'
    WHERE a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
    GROUP BY 1
), states AS (
    SELECT id, jsonb_object_agg(key, n) AS states FROM (
        SELECT a.ancestor_id AS id, s.key, sum(s.value::int) AS n
        FROM regions_regionancestor a JOIN regions_region own ON own.id = a.region_id AND own.level = 'community'
        JOIN insight_regioncount c ON c.id = a.region_id, jsonb_each_text(c.states) s
        WHERE a.ancestor_id IN (SELECT id FROM sums) AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
        GROUP BY 1, 2
    ) t GROUP BY id
)
INSERT INTO insight_regioncount ({_COLUMNS})
SELECT s.id, s.id, s.people, s.elders, s.houses, coalesce(t.states, '{{}}'), s.households, s.buildings, s.compounds, s.facilities, s.counted_at
FROM sums s LEFT JOIN states t USING (id)
{_SET}
"""


def count_communities(actor: Actor, region_ids: Sequence[UUID]) -> int:
    """Count communities anew, building by building; how many. Raises NotVisible, NotPermitted."""
    with operation(actor, "insight.count") as op:
        for region_id in region_ids:
            op.require(region_id)
        if not region_ids:
            op.unchanged()
            return 0
        today, now = clock.today(), clock.now()
        born = today.replace(year=today.year - ELDER_YEARS, day=min(today.day, 28) if today.month == 2 else today.day)
        values: dict[str, Any] = {"regions": list(region_ids), "born": born, "now": now}
        with connection.cursor() as cursor:
            for statement in (_BUILDINGS, _GONE, _COMMUNITIES):
                cursor.execute(statement, values)
        op.record(RegionCount.objects.get(pk=region_ids[0]), note=f"{len(region_ids)} 个村社区")
        return len(region_ids)


def sum_up(actor: Actor, city_id: UUID) -> int:
    """Sums of townships, districts and the city from the communities counted; how many rows. Raises NotPermitted."""
    with operation(actor, "insight.count") as op:
        op.require(city_id)
        with connection.cursor() as cursor:
            cursor.execute(_ABOVE, {"day": clock.today()})
            number = int(cursor.rowcount)
        found = RegionCount.objects.filter(pk=city_id).first()
        if found is None:
            op.unchanged()
            return number
        op.record(found, note=f"{number} 个上级区划")
        return number
