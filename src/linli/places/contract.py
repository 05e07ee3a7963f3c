"""What other contexts may ask of the house tree.

The map reads the table `places_placeshape` (published, non-personal, readable by all roles) directly in SQL:
id, kind ("compound" | "building"), region_id, parent_id, label, quality, demo, geometry (EPSG:3857), point (EPSG:4326).
Tile queries filter by `region_id = ANY(scope)`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.models import RegionQuerySet, in_scope
from linli.places import queries
from linli.places.models import Building, Compound, Facility, House, PlaceShape
from linli.places.operations import (
    BuildingFacts,
    Entrance,
    HouseFacts,
    HouseTouch,
    NewBuilding,
    NewCompound,
    NewFacility,
    NewHouse,
    WantedHouse,
    assign_grids,
    change_facility,
    check_facility,
    correct_building,
    correct_house,
    doubt_house,
    ensure_houses,
    register_building,
    register_compound,
    register_facility,
    register_houses,
    set_house_state,
    split_house,
    undo_houses,
)
from linli.places.operations import merge_houses as _merge_houses
from linli.places.operations.pinyin import initials_of
from linli.places.operations.upkeep import facts_of
from linli.places.queries import (
    BuildingInfo,
    Check,
    CompoundInfo,
    FacilityInfo,
    HouseInfo,
    PlaceLabel,
    Room,
    UnitInfo,
    Wall,
    Wanted,
    buildings_of,
    buildings_with_units,
    check_note,
    facilities,
    facility,
    facility_checks,
    facility_counts,
    grids_of,
    house_counts,
    houses_at,
    houses_by_id,
    nearest,
    place_index,
    units_of,
)
from linli.places.queries.checks import HouseState, building_labels, house_state
from linli.places.queries.checks_index import IndexedCheck, check_ids_after, indexed_checks
from linli.places.queries.facilities import facility_names
from linli.places.queries.layers import LAYERS
from linli.places.rules import facilities as facility_rules
from linli.places.rules import houses as rules

_Rows = TypeVar("_Rows", bound=RegionQuerySet[Any])
SHAPES_TABLE = PlaceShape._meta.db_table
house_label = rules.house_label
COMPOUND_KINDS = rules.COMPOUND_KINDS
PROPERTY_MODES = rules.PROPERTY_MODES
STATE_LABELS = rules.STATE_LABELS
STATE_OF_LABEL = rules.STATE_OF_LABEL
USES = rules.USES
STRUCTURES = rules.STRUCTURES
SAFETY_GRADES = rules.SAFETY_GRADES
HEIGHT_CLASSES = rules.HEIGHT_CLASSES
TITLE_KINDS = rules.TITLE_KINDS
FACILITY_KINDS = facility_rules.KINDS
FACILITY_STATES = facility_rules.STATES
FACILITY_STEPS = {step.name: step.label for step in facility_rules.STEPS}
VISITED_KINDS = facility_rules.VISITED
FACILITIES_TABLE = Facility._meta.db_table

# Both are asked for every address; through the models they took longer to put into SQL than to answer.
_CARD = tuple(field.name for field in fields(BuildingInfo))
_BUILDING = """
SELECT b.id, b.region_id, b.grid_id, b.compound_id, c.name, b.number, b.label, b.floors_above, b.floors_below, b.lifts, b.address,
       b.plates, b.entrances, ST_X(coalesce(b.point, c.point)), ST_Y(coalesce(b.point, c.point)), c.demo
FROM places_building AS b JOIN places_compound AS c ON c.id = b.compound_id WHERE b.id = %s
"""
_NAMES = """
WITH c AS MATERIALIZED (
    SELECT id, region_id, name, aliases, address FROM places_compound WHERE region_id = ANY(%(regions)s)
), s AS MATERIALIZED (
    SELECT id, parent_id, region_id, label FROM places_placeshape
    WHERE kind = 'building' AND parent_id = ANY(%(compounds)s || ARRAY(SELECT id FROM c))
)
(SELECT 'compound', id, NULL::uuid, region_id, name, aliases, address FROM c ORDER BY region_id, name)
UNION ALL SELECT 'building', id, parent_id, region_id, label, '{}', '' FROM s
UNION ALL (
    SELECT 'unit', u.id, u.building_id, u.region_id, u.number, '{}', ''
    FROM places_unit AS u JOIN s ON s.id = u.building_id ORDER BY u.building_id, u.position
)
"""


@dataclass(frozen=True)
class NamedPlace:
    """A compound, building or unit by its name; `parent_id` is the compound or building it lies in."""

    kind: str
    id: UUID
    parent_id: UUID | None
    region_id: UUID
    name: str
    aliases: tuple[str, ...]
    address: str


__all__ = [
    "COMPOUND_KINDS",
    "FACILITIES_TABLE",
    "FACILITY_KINDS",
    "FACILITY_STATES",
    "FACILITY_STEPS",
    "HEIGHT_CLASSES",
    "LAYERS",
    "PROPERTY_MODES",
    "SAFETY_GRADES",
    "SHAPES_TABLE",
    "STATE_LABELS",
    "STATE_OF_LABEL",
    "STRUCTURES",
    "TITLE_KINDS",
    "USES",
    "VISITED_KINDS",
    "BuildingFacts",
    "BuildingInfo",
    "Check",
    "CompoundInfo",
    "Entrance",
    "FacilityInfo",
    "HouseFacts",
    "HouseInfo",
    "HouseState",
    "HouseTouch",
    "IndexedCheck",
    "NamedPlace",
    "NewBuilding",
    "NewCompound",
    "NewFacility",
    "NewHouse",
    "PlaceLabel",
    "Room",
    "UnitInfo",
    "Wall",
    "Wanted",
    "WantedHouse",
    "add_building",
    "add_compound",
    "add_houses",
    "assign_grids",
    "building",
    "building_labels",
    "buildings_of",
    "buildings_with_units",
    "change_facility",
    "check_facility",
    "check_ids_after",
    "check_note",
    "compound",
    "compounds_of",
    "correct_building",
    "correct_house",
    "doubt_house",
    "ensure_houses",
    "facilities",
    "facility",
    "facility_checks",
    "facility_counts",
    "facility_names",
    "facility_steps",
    "facts",
    "find_building",
    "find_house",
    "followers",
    "grids_of",
    "house",
    "house_counts",
    "house_label",
    "house_state",
    "houses_at",
    "houses_by_id",
    "indexed_checks",
    "initials_of",
    "merge_houses",
    "names_of",
    "nearest",
    "place_index",
    "place_info",
    "register_facility",
    "set_house_state",
    "split_house",
    "undo_houses",
    "units_of",
    "wall",
]


def add_compound(actor: Actor, new: NewCompound, *, op_id: UUID | None = None) -> UUID:
    """Register a compound; its id. Raises NotVisible, NotPermitted, Invalid, Conflict."""
    return register_compound(actor, new, op_id=op_id).pk


def add_building(actor: Actor, new: NewBuilding, *, op_id: UUID | None = None) -> UUID:
    """Register a building with its units; its id. Raises NotVisible, NotPermitted, Invalid, Conflict."""
    return register_building(actor, new, op_id=op_id).pk


def add_houses(actor: Actor, building_id: UUID, houses: list[NewHouse], *, op_id: UUID | None = None) -> list[UUID]:
    """Register houses of a building; ids in the order given. Raises NotVisible, NotPermitted, Invalid."""
    return [house.pk for house in register_houses(actor, building_id, houses, op_id=op_id)]


def _narrowed(rows: _Rows, grids: tuple[UUID, ...]) -> _Rows:
    return rows.in_grids(grids) if grids else rows


def compound(compound_id: UUID, *, grids: tuple[UUID, ...] = ()) -> CompoundInfo | None:
    """The compound's card, within the scope of the transaction; `grids` narrow it for a post at a grid."""
    row = _narrowed(Compound.objects.all(), grids).filter(pk=compound_id).first()
    return queries.compound_info(row) if row else None


def building(building_id: UUID, *, grids: tuple[UUID, ...] = ()) -> BuildingInfo | None:
    """The building's card, within the scope of the transaction; `grids` narrow it for a post at a grid."""
    with connection.cursor() as cursor:
        cursor.execute(_BUILDING, [building_id])
        row = cursor.fetchone()
    if row is None:
        return None
    facts = dict(zip(_CARD, row, strict=True))
    if grids and facts["grid_id"] not in grids:
        return None
    doors = tuple((entrance["floor"], entrance["name"]) for entrance in json.loads(facts.pop("entrances")))
    return BuildingInfo(**{**facts, "plates": tuple(facts["plates"]), "entrances": doors})


def names_of(region_ids: Iterable[UUID], compound_ids: Iterable[UUID] = ()) -> list[NamedPlace]:
    """All that an address can name: compounds of the regions, buildings of these and of other published compounds, their units.

    One statement, within the scope of the transaction; only published buildings are known outside it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"regions": list(region_ids), "compounds": list(compound_ids)})
        rows = cursor.fetchall()
    return [NamedPlace(kind, pk, parent, region, name, tuple(aliases), plate) for kind, pk, parent, region, name, aliases, plate in rows]


def house(house_id: UUID) -> HouseInfo | None:
    """The house's card, within the scope of the transaction."""
    return houses_by_id([house_id]).get(house_id)


def place_info(place_id: UUID) -> CompoundInfo | BuildingInfo | HouseInfo | None:
    """The card of whichever place has this id."""
    return house(place_id) or building(place_id) or compound(place_id)


def compounds_of(region_ids: Iterable[UUID], *, grids: tuple[UUID, ...] = ()) -> list[CompoundInfo]:
    """Compounds of the regions, by name; `grids` narrow them for a post at a grid."""
    rows = _narrowed(Compound.objects.all(), grids).filter(in_scope("region_id", list(region_ids))).order_by("region_id", "name")
    return [queries.compound_info(row) for row in rows]


def find_building(region_id: UUID, compound_name: str, number: str) -> BuildingInfo | None:
    """The building a ledger names, by compound name or alias and number or label."""
    rows = Building.objects.filter(region_id=region_id).select_related("compound")
    for row in rows.filter(number=number) | rows.filter(label=number):
        if compound_name in {row.compound.name, *row.compound.aliases}:
            return queries.building_info(row)
    return None


def find_house(building_id: UUID, unit: str, number: str) -> HouseInfo | None:
    """A standing house of a building by unit number (empty for none) and room number."""
    rows = House.objects.standing().filter(building_id=building_id, number=number)
    row = rows.filter(unit__number=unit).first() if unit else rows.filter(unit=None).first()
    return house(row.pk) if row else None


def wall(actor: Actor, building_id: UUID) -> Wall:
    """The wall of rooms of a building. Raises NotVisible."""
    row = Building.objects.visible_to(actor).filter(pk=building_id).select_related("compound").prefetch_related("units").first()
    if row is None:
        raise NotVisible
    return queries.wall_of(row)


def facts(actor: Actor, place_id: UUID) -> dict[str, Any] | None:
    """The facts of a building or house that can be corrected, with its `version`; None when the actor sees none of this id."""
    building_row = Building.objects.visible_to(actor).filter(pk=place_id).first()
    thing = building_row or House.objects.visible_to(actor).standing().filter(pk=place_id).first()
    return facts_of(thing) if thing else None


def merge_houses(actor: Actor, house_ids: tuple[UUID, ...], number: str, *, op_id: UUID | None = None) -> UUID:
    """合户; the new house's id. Raises NotVisible, NotPermitted, Invalid, Conflict."""
    return _merge_houses(actor, house_ids, number, op_id=op_id).pk


def followers(house_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Of these houses those that were split or merged, each with the houses that stand where it stood."""
    rows = House.objects.filter(pk__in=list(house_ids)).exclude(followed_by=[])
    return {pk: tuple(ids) for pk, ids in rows.values_list("pk", "followed_by")}


def facility_steps(state: str) -> list[tuple[str, str]]:
    """What may be done with a facility that stands so: (step, label)."""
    return [(step.name, step.label) for step in facility_rules.STEPS if state in step.sources]
