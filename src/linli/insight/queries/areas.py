"""Open matters of the divisions right below a region: the shading of the map and the table beside it, from published points."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.insight import rules
from linli.insight.models import RegionCount
from linli.insight.queries.counts import of_regions
from linli.kernel.actor import Actor
from linli.regions import contract as regions
from linli.requests import contract as requests

SHADED = (regions.CITY, regions.DISTRICT, regions.TOWNSHIP)


@dataclass(frozen=True)
class Area:
    """One division with what is open in it and what was counted there; `step` is its place on the scale; `demo`: all made up."""

    id: UUID
    name: str
    open: int
    late: int
    step: int
    demo: bool
    counted: RegionCount | None = None


@dataclass(frozen=True)
class Areas:
    """Divisions with open matters or counted people in the order of their codes, how many have neither, and the sums."""

    rows: tuple[Area, ...]
    without: int
    open: int
    late: int
    counted: RegionCount | None = None


def areas(actor: Actor, region: regions.RegionInfo, below: Sequence[UUID]) -> Areas | None:
    """None where a region is shown matter by matter, or the post sees single matters only."""
    if region.level not in SHADED or not requests.sees_points(actor):
        return None
    children = [one for one in regions.children(region.id) if actor.sees(one.id)]
    points = requests.points_by_region(below)
    where = {one.id: one for one in regions.infos(one.region_id for one in points)}
    depth = len(region.path_ids)
    opened: Counter[UUID] = Counter()
    late: Counter[UUID] = Counter()
    real: set[UUID] = set()
    for one in points:
        found = where.get(one.region_id)
        child = found.path_ids[depth] if found and len(found.path_ids) > depth else None
        if found and child:
            opened[child] += one.open
            late[child] += one.late
            real |= set() if found.demo else {child}
    counted = of_regions([region.id, *(one.id for one in children)])
    rows = tuple(
        Area(
            one.id,
            one.name,
            opened[one.id],
            late[one.id],
            rules.area_step(opened[one.id]),
            one.demo or bool(opened[one.id] and one.id not in real),
            counted.get(one.id),
        )
        for one in children
        if opened[one.id] or one.id in counted
    )
    return Areas(rows, len(children) - len(rows), sum(row.open for row in rows), sum(row.late for row in rows), counted.get(region.id))
