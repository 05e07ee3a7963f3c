"""Open matters of the divisions right below a region: the shading of the map and the table beside it, from published points."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.insight import rules
from linli.kernel.actor import Actor
from linli.regions import contract as regions
from linli.requests import contract as requests

SHADED = (regions.CITY, regions.DISTRICT, regions.TOWNSHIP)


@dataclass(frozen=True)
class Area:
    """One division with what is open in it; `step` is its place on the scale; `demo` says that all of it is made up."""

    id: UUID
    name: str
    open: int
    late: int
    step: int
    demo: bool


@dataclass(frozen=True)
class Areas:
    """Divisions with open matters in the order of their codes, how many have none, and the sum."""

    rows: tuple[Area, ...]
    without: int
    open: int
    late: int


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
    rows = tuple(
        Area(one.id, one.name, opened[one.id], late[one.id], rules.area_step(opened[one.id]), one.id not in real)
        for one in children
        if opened[one.id]
    )
    return Areas(rows, len(children) - len(rows), sum(row.open for row in rows), sum(row.late for row in rows))
