"""Cards of the map: what is said about a matter, several matters at one spot, a building or a compound. Own scope only."""

from dataclasses import dataclass, replace
from uuid import UUID

from linli.insight.queries import tiles
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.typed import whole
from linli.places import contract as places
from linli.requests import contract as requests

MOST_ROWS = 12


@dataclass(frozen=True)
class Card:
    """One card. `matter` is set for a single matter; else `rows` are the open matters of the place, `more` those not listed."""

    title: str
    facts: tuple[str, ...] = ()
    matter: requests.MapRow | None = None
    rows: tuple[requests.MapRow, ...] = ()
    more: int = 0
    compound_id: UUID | None = None
    building_id: UUID | None = None
    facility_id: UUID | None = None


def of_matter(actor: Actor, request_id: UUID) -> Card:
    """A matter that stands on the map. Raises NotVisible."""
    found = requests.these_on_map(actor, [request_id])
    if not found:
        raise NotVisible
    return Card(found[0].title, matter=found[0], building_id=found[0].building_id)


def of_cell(actor: Actor, key: str) -> Card:
    """The matters behind one sign, whose key the tile carries as zoom/column/row. Raises NotVisible when there is none."""
    parts = [number for part in key.split("/", 3) if (number := whole(part)) is not None]
    if len(parts) != 3:
        raise NotVisible
    z, column, row = parts
    found = requests.these_on_map(actor, tiles.in_cell(actor, z, column, row))
    if not found:
        raise NotVisible
    if len(found) == 1:
        return of_matter(actor, found[0].id)
    buildings = {one.building_id for one in found}
    return _listed(Card(f"这里有 {len(found)} 件", building_id=buildings.pop() if len(buildings) == 1 else None), found)


def of_building(actor: Actor, building: places.BuildingInfo, region_ids: list[UUID]) -> Card:
    """A building with its open matters."""
    facts = [f"{building.floors_above} 层"]
    facts += [f"电梯 {building.lifts} 部"] if building.lifts else []
    facts += [building.address] if building.address else []
    here = tuple(one for one in _open(actor, region_ids) if one.building_id == building.id)
    return _listed(Card(building.full_label, tuple(facts), building_id=building.id, compound_id=building.compound_id), here)


def of_compound(actor: Actor, compound: places.CompoundInfo, region_ids: list[UUID]) -> Card:
    """A compound with its buildings counted and its open matters."""
    buildings = places.buildings_of(compound.id)
    houses = sum(number for _, number in buildings)
    facts = [compound.kind_label, f"{len(buildings)} 栋"]
    facts += [f"{houses} 户"] if houses else []
    facts += [compound.property_mode_label] if compound.property_mode_label else []
    facts += [compound.address] if compound.address else []
    ids = {building.id for building, _ in buildings}
    here = tuple(one for one in _open(actor, region_ids) if one.building_id in ids)
    return _listed(Card(compound.name, tuple(facts), compound_id=compound.id), here)


def of_facility(actor: Actor, facility_id: UUID) -> Card:
    """A facility of the actor's area. Raises NotVisible."""
    found = places.facility(actor, facility_id)
    facts = [found.kind_label, found.state_label, found.place_text, found.maintainer and f"{found.maintainer}维护"]
    facts += [f"最晚 {found.due_on:%m-%d} 查"] if found.due_on else []
    return Card(found.name, tuple(fact for fact in facts if fact), facility_id=found.id)


def _open(actor: Actor, region_ids: list[UUID]) -> tuple[requests.MapRow, ...]:
    return requests.open_on_map(actor, region_ids, tiles.MOST_IN_CELL).rows


def _listed(card: Card, found: tuple[requests.MapRow, ...]) -> Card:
    return replace(card, rows=found[:MOST_ROWS], more=max(0, len(found) - MOST_ROWS))
