"""What one can walk to: the nearest facility of each kind, and the share of houses from which one is near enough.

A way is the straight line times a factor of detour, both from the rule profile: nothing here knows stairs and bridges.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from linli.insight.queries.counts import of_regions
from linli.insight.rules import degrees, mercator, stretch
from linli.kernel import profiles
from linli.places.contract import FACILITIES_TABLE, FACILITY_KINDS, SHAPES_TABLE, VISITED_KINDS

profiles.declare_rule(
    "walk_minutes", "步行生活圈", 15, "分钟", "S", "商务部等《全面推进城市一刻钟便民生活圈建设三年行动计划（2023—2025）》"
)
profiles.declare_rule("walk_metres_a_minute", "步行每分钟走多远", 60, "米", "D", "老人和坡地，慢于常用的 80 米")
profiles.declare_rule("walk_detour", "走的路是直线的多少倍", 1.4, "倍", "D", "山地城区绕行估计，没有路网时用")
_KEYS = ("walk_minutes", "walk_metres_a_minute", "walk_detour")
# ruff: noqa: S608  # put together from constants of this module
_NEAREST = f"""
SELECT k.kind, f.id, f.name, f.place_text, f.open_hours, f.region_id, f.metres
FROM unnest(%(kinds)s::text[]) WITH ORDINALITY AS k(kind, place), LATERAL (
    SELECT f.*, ST_DistanceSphere(f.point, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)) AS metres FROM {FACILITIES_TABLE} f
    WHERE f.kind = k.kind AND f.state = 'good' AND f.point && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
    ORDER BY metres LIMIT 1
) f ORDER BY k.place
"""
_COVER = f"""
SELECT b.region_id, k.kind, coalesce(sum(b.houses) FILTER (WHERE near.one), 0), sum(b.houses)
FROM (
    SELECT c.region_id, c.houses, s.point FROM insight_buildingcount c JOIN {SHAPES_TABLE} s ON s.id = c.id
    WHERE c.region_id = ANY(%(regions)s::uuid[]) AND c.houses > 0
) b CROSS JOIN unnest(%(kinds)s::text[]) AS k(kind), LATERAL (
    SELECT EXISTS (
        SELECT FROM {FACILITIES_TABLE} f WHERE f.kind = k.kind AND f.state = 'good'
          AND f.point && ST_Expand(b.point, %(dx)s, %(dy)s) AND ST_DistanceSphere(f.point, b.point) <= %(metres)s
    ) AS one
) near
GROUP BY 1, 2
"""
# Farther than this nobody is sent on foot.
FARTHEST = 10_000.0
_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Walk:
    """How far one gets: minutes, metres a minute, detour, and the radius in metres as the crow flies."""

    minutes: int
    speed: float
    detour: float

    @property
    def radius(self) -> float:
        """Straight metres that are walked within the minutes."""
        return self.minutes * self.speed / self.detour

    def minutes_for(self, metres: float) -> int:
        """Minutes on foot for straight metres, rounded up."""
        return max(1, math.ceil(metres * self.detour / self.speed))


@dataclass(frozen=True)
class Near:
    """The nearest facility of a kind that is in order: straight metres and minutes on foot."""

    kind_label: str
    id: UUID
    name: str
    place_text: str
    open_hours: str
    region_id: UUID
    metres: float
    minutes: int


@dataclass(frozen=True)
class Cover:
    """One kind in one community: houses near enough, of how many whose building is on the map."""

    kind: str
    kind_label: str
    near: int
    of: int

    @property
    def percent(self) -> int | None:
        """Share in whole percent; None when fewer than ten houses stand behind it."""
        return round(100 * self.near / self.of) if self.of >= 10 else None


@dataclass(frozen=True)
class Covered:
    """A community with its kinds; `undrawn` houses stand in buildings that are not on the map and count nowhere."""

    region_id: UUID
    kinds: tuple[Cover, ...]
    houses: int
    undrawn: int


def walk() -> Walk:
    """The rule in force."""
    found = profiles.values(_KEYS)
    return Walk(int(found["walk_minutes"]), float(found["walk_metres_a_minute"]), float(found["walk_detour"]))


def nearest(lon: float, lat: float) -> list[Near]:
    """The nearest facility of each kind that people walk to, within ten kilometres (WGS-84)."""
    x, y = mercator(lon, lat)
    reach = FARTHEST * stretch(lat)
    (west, south), (east, north) = degrees(x - reach, y - reach), degrees(x + reach, y + reach)
    values: dict[str, Any] = {
        "kinds": list(VISITED_KINDS),
        "lon": lon,
        "lat": lat,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
    }
    rule = walk()
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, values)
        rows = cursor.fetchall()
    return [
        Near(FACILITY_KINDS[kind], pk, name, where, hours, region, m, rule.minutes_for(m))
        for kind, pk, name, where, hours, region, m in rows
    ]


def covered(region_ids: Sequence[UUID]) -> list[Covered]:
    """Cover of each community that has houses on the map or counted, in the order given; within the scope of the transaction."""
    rule = walk()
    values: dict[str, Any] = {"regions": list(region_ids), "kinds": list(VISITED_KINDS), "metres": rule.radius}
    # A little wider than the circle at the latitudes of this country: the exact distance decides.
    values |= {"dy": rule.radius / _METRES_A_DEGREE * 1.01, "dx": rule.radius / (_METRES_A_DEGREE * math.cos(math.radians(54)))}
    found: dict[UUID, dict[str, tuple[int, int]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COVER, values)
        for region_id, kind, near, houses in cursor.fetchall():
            found.setdefault(region_id, {})[kind] = (int(near), int(houses))
    counted = of_regions(region_ids)
    lines = []
    for region_id in region_ids:
        kinds = found.get(region_id, {})
        all_houses = counted[region_id].houses if region_id in counted else 0
        drawn = max((houses for _, houses in kinds.values()), default=0)
        rows = tuple(Cover(kind, FACILITY_KINDS[kind], *kinds[kind]) for kind in VISITED_KINDS if kind in kinds)
        if rows or all_houses:
            lines.append(Covered(region_id, rows, drawn, max(0, all_houses - drawn)))
    return lines
