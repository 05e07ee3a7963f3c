"""The tree beside the map: one path opened, children of the open node only."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from linli.kernel.actor import Actor
from linli.places import contract as places
from linli.regions import contract as regions

MOST_BUILDINGS = 12


@dataclass(frozen=True)
class Node:
    """One line of the tree; `place` names what the map moves to: nothing for a region, which is a page of its own."""

    name: str
    query: str
    count: str
    current: bool = False
    open: bool = False
    children: tuple["Node", ...] = ()
    place: str = ""
    place_id: UUID | None = None


@dataclass(frozen=True)
class Choice:
    """What the page was asked to show."""

    region: regions.RegionInfo
    compound_id: UUID | None = None
    building: places.BuildingInfo | None = None
    all_buildings: bool = False


def tree(actor: Actor, choice: Choice) -> tuple[Node, ...]:
    """Children of the region; in a community its grids, compounds and buildings with houses counted."""
    if choice.region.level in {regions.COMMUNITY, regions.GRID, regions.GROUP}:
        return _community(actor, choice)
    below = regions.children(choice.region.id)
    counts = regions.child_counts(one.id for one in below)
    unit = {regions.DISTRICT: "个镇街", regions.TOWNSHIP: "个村居"}
    return tuple(
        Node(one.name, f"region={one.id}", f"{counts[one.id]} {unit[one.level]}" if counts.get(one.id) and one.level in unit else "")
        for one in below
        if actor.sees(one.id)
    )


def facts(region: regions.RegionInfo) -> tuple[str, ...]:
    """What stands under the name: homes and parts of a community, else nothing."""
    if region.level != regions.COMMUNITY:
        return ()
    homes = sum(counts.total() for counts in places.house_counts([region.id]).values())
    grids, groups = regions.children(region.id, hierarchy=regions.GRIDS), regions.children(region.id, hierarchy=regions.GROUPS)
    parts = ((homes, "户"), (len(grids), "个网格"), (len(groups), "个小组"))
    return tuple(f"{number:,} {unit}" for number, unit in parts if number)


def _community(actor: Actor, choice: Choice) -> tuple[Node, ...]:
    region = choice.region
    at = region.id if region.level == regions.COMMUNITY else region.path_ids[-2]
    houses = places.house_counts([at])
    grids = [*regions.children(at, hierarchy=regions.GRIDS), *regions.children(at, hierarchy=regions.GROUPS)]
    placed: dict[UUID | None, list[places.CompoundInfo]] = defaultdict(list)
    known = {grid.id for grid in grids}
    lies_in = places.grids_of([at])
    for compound in places.compounds_of([at], grids=actor.grids):
        grid_id = lies_in.get(compound.id)
        placed[grid_id if grid_id in known else None].append(compound)
    nodes = [_grid(grid, placed[grid.id], houses, choice) for grid in grids if actor.sees(grid.id)]
    return (*nodes, *(_compound(one, houses, choice) for one in placed[None]))


def _grid(grid: regions.RegionInfo, compounds: list[places.CompoundInfo], houses: dict[UUID, Counter[str]], choice: Choice) -> Node:
    total = sum(houses.get(one.id, Counter()).total() for one in compounds)
    open_here = grid.id == choice.region.id or any(_is_open(one, choice) for one in compounds)
    below = tuple(_compound(one, houses, choice) for one in compounds)
    current = grid.id == choice.region.id and choice.compound_id is None and choice.building is None
    return Node(grid.name, f"region={grid.id}", _rooms(total), current=current, open=open_here, children=below if open_here else ())


def _is_open(compound: places.CompoundInfo, choice: Choice) -> bool:
    return compound.id in {choice.compound_id, choice.building.compound_id if choice.building else None}


def _compound(compound: places.CompoundInfo, houses: dict[UUID, Counter[str]], choice: Choice) -> Node:
    opened = _is_open(compound, choice)
    return Node(
        compound.name,
        f"compound={compound.id}",
        _rooms(houses.get(compound.id, Counter()).total()),
        current=opened and choice.building is None,
        open=opened,
        children=_buildings(places.buildings_of(compound.id), choice) if opened else (),
        place="compound",
        place_id=compound.id,
    )


def _buildings(rows: Iterable[tuple[places.BuildingInfo, int]], choice: Choice) -> tuple[Node, ...]:
    chosen = choice.building.id if choice.building else None
    listed = list(rows)
    shown = [row for n, row in enumerate(listed) if choice.all_buildings or n < MOST_BUILDINGS or row[0].id == chosen]
    nodes = [
        Node(one.label, f"building={one.id}", _rooms(number), current=one.id == chosen, place="building", place_id=one.id)
        for one, number in shown
    ]
    rest = len(listed) - len(shown)
    if rest:
        others = sum(number for _, number in listed) - sum(number for _, number in shown)
        nodes.append(Node(f"还有 {rest} 栋", f"compound={listed[0][0].compound_id}&all=1", _rooms(others)))
    return tuple(nodes)


def _rooms(number: int) -> str:
    return f"{number} 户" if number else ""
