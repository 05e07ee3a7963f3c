"""Reads of the house tree: cards, the wall of rooms, counts, and the index that address matching walks over."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db.models import Count, Q

from linli.kernel import clock, profiles
from linli.kernel.models import in_scope
from linli.places.models import Building, Compound, House, Unit
from linli.places.rules import houses as rules

profiles.declare_rule("house_check_months", "房屋核实周期", 12, "月", "D", "业务规范（登记质量）§3")
profiles.declare_rule("rented_check_months", "出租房核实周期", 3, "月", "D", "业务规范（登记质量）§3")


@dataclass(frozen=True)
class CompoundInfo:
    """A compound's card."""

    id: UUID
    region_id: UUID
    grid_id: UUID | None
    name: str
    aliases: tuple[str, ...]
    kind: str
    kind_label: str
    property_mode: str
    property_mode_label: str
    address: str
    built_year: int | None
    lon: float | None
    lat: float | None
    quality_label: str
    demo: bool


@dataclass(frozen=True)
class BuildingInfo:
    """A building's card. `entrances` are (floor, name) of the 平街层."""

    id: UUID
    region_id: UUID
    grid_id: UUID | None
    compound_id: UUID
    compound_name: str
    number: str
    label: str
    floors_above: int
    floors_below: int
    lifts: int
    address: str
    plates: tuple[str, ...]
    entrances: tuple[tuple[int, str], ...]
    lon: float | None
    lat: float | None
    demo: bool

    @property
    def full_label(self) -> str:
        """桂苑小区 3 号楼."""
        return f"{self.compound_name} {self.label}"


@dataclass(frozen=True)
class HouseInfo:
    """A house's card; nothing about the people in it."""

    id: UUID
    region_id: UUID
    building: BuildingInfo
    unit: str
    number: str
    label: str
    floor: int
    state: str
    state_label: str
    use_label: str
    area: str
    checked_on: date | None
    check_due_on: date | None
    recheck: bool
    recheck_note: str
    source: str
    version: int
    title_label: str = ""
    inner_area: str = ""
    plot_area: str = ""
    rooms: int | None = None
    facts_source: str = ""
    followed_by: tuple[UUID, ...] = ()

    @property
    def full_label(self) -> str:
        """桂苑小区 3 号楼 2 单元 501."""
        return f"{self.building.full_label} {self.label}"


@dataclass(frozen=True)
class Room:
    """One cell of the wall of rooms."""

    id: UUID
    number: str
    label: str
    unit: str
    floor: int
    mark: str
    word: str
    pattern: str
    checked_on: date | None
    recheck_note: str


@dataclass(frozen=True)
class Floor:
    """One row of the wall: a cell list a unit (in the order of `Wall.units`), and the entrance below this floor."""

    number: int
    units: tuple[tuple[Room, ...], ...]
    entrance: str


@dataclass(frozen=True)
class Wall:
    """楼盘图 of a building, top floor first."""

    building: BuildingInfo
    units: tuple[str, ...]
    widths: tuple[int, ...]
    floors: tuple[Floor, ...]
    legend: tuple[tuple[rules.State, int], ...]
    rooms: int
    checked_on: date | None


@dataclass(frozen=True)
class PlaceLabel:
    """One entry for address matching: a compound, building, unit or house with every text it is known by."""

    kind: str
    id: UUID
    region_id: UUID
    compound_id: UUID
    building_id: UUID | None
    house_id: UUID | None
    texts: tuple[str, ...]
    unit: str
    number: str
    address: str = ""
    point: tuple[float, float] | None = None


def _xy(point: Point | None) -> tuple[float | None, float | None]:
    return (point.x, point.y) if point else (None, None)


def compound_info(compound: Compound) -> CompoundInfo:
    """The card of a loaded compound."""
    lon, lat = _xy(compound.point)
    return CompoundInfo(
        id=compound.pk,
        region_id=compound.region_id,
        grid_id=compound.grid_id,
        name=compound.name,
        aliases=tuple(compound.aliases),
        kind=compound.kind,
        kind_label=rules.COMPOUND_KINDS[compound.kind],
        property_mode=compound.property_mode,
        property_mode_label=rules.PROPERTY_MODES[compound.property_mode],
        address=compound.address,
        built_year=compound.built_year,
        lon=lon,
        lat=lat,
        quality_label=rules.POINT_QUALITIES[compound.quality],
        demo=compound.demo,
    )


def building_info(building: Building) -> BuildingInfo:
    """The card of a loaded building (with its compound)."""
    lon, lat = _xy(building.point or building.compound.point)
    return BuildingInfo(
        id=building.pk,
        region_id=building.region_id,
        grid_id=building.grid_id,
        compound_id=building.compound_id,
        compound_name=building.compound.name,
        number=building.number,
        label=building.label,
        floors_above=building.floors_above,
        floors_below=building.floors_below,
        lifts=building.lifts,
        address=building.address,
        plates=tuple(building.plates),
        entrances=tuple((entrance["floor"], entrance["name"]) for entrance in building.entrances),
        lon=lon,
        lat=lat,
        demo=building.compound.demo,
    )


def house_info(house: House, months: dict[str, int] | None = None) -> HouseInfo:
    """The card of a loaded house (with building and compound)."""
    cycle = _months(months, house.state)
    return HouseInfo(
        id=house.pk,
        region_id=house.region_id,
        building=building_info(house.building),
        unit=house.unit.number if house.unit else "",
        number=house.number,
        label=house.label,
        floor=house.floor,
        state=house.state,
        state_label=rules.STATE_LABELS[house.state],
        use_label=rules.USES[house.use],
        area=_metres(house.area),
        checked_on=house.checked_on,
        check_due_on=rules.due_on(house.checked_on, cycle) if house.checked_on else None,
        recheck=rules.needs_recheck(house.state, house.checked_on, house.recheck_note, today=clock.today(), months=cycle),
        recheck_note=house.recheck_note,
        source=house.source,
        version=house.version,
        title_label=rules.TITLE_KINDS[house.title_kind] if house.title_kind else "",
        inner_area=_metres(house.inner_area),
        plot_area=_metres(house.plot_area),
        rooms=house.rooms,
        facts_source=house.facts_source,
        followed_by=tuple(house.followed_by),
    )


def _metres(area: Decimal | None) -> str:
    return f"{area.normalize():f}" if area is not None else ""


def check_months() -> dict[str, int]:
    """How often a house is looked at: "rented" and "" for all others."""
    return {rules.RENTED: int(profiles.value("rented_check_months")), "": int(profiles.value("house_check_months"))}


def _months(months: dict[str, int] | None, state: str) -> int:
    cycle = months or check_months()
    return cycle.get(state, cycle[""])


def wall_of(building: Building) -> Wall:
    """The wall of rooms with its legend. Three queries whatever the size of the building."""
    houses = list(House.objects.standing().filter(building=building).select_related("unit").order_by("position"))
    units = [unit.number for unit in sorted(building.units.all(), key=lambda unit: unit.position)]
    if any(house.unit is None for house in houses) or not units:
        units = ["", *units]
    months, today = check_months(), clock.today()
    rooms = [_room(house, months, today) for house in houses]
    widths = tuple(max((Counter(r.floor for r in rooms if r.unit == unit)).values(), default=1) for unit in units)
    entrances = {entrance["floor"]: entrance["name"] for entrance in building.entrances}
    floors = sorted({room.floor for room in rooms} | set(entrances), reverse=True)
    counted = Counter(room.word for room in rooms)
    words = (*rules.STATES.values(), rules.RECHECK)
    return Wall(
        building=building_info(building),
        units=tuple(units),
        widths=widths,
        floors=tuple(
            Floor(
                floor,
                tuple(tuple(room for room in rooms if room.floor == floor and room.unit == unit) for unit in units),
                entrances.get(floor, ""),
            )
            for floor in floors
        ),
        legend=tuple((word, counted[word.label]) for word in words if counted[word.label]),
        rooms=len(rooms),
        checked_on=max((room.checked_on for room in rooms if room.checked_on), default=None),
    )


def _room(house: House, months: dict[str, int], today: date) -> Room:
    cycle = _months(months, house.state)
    recheck = rules.needs_recheck(house.state, house.checked_on, house.recheck_note, today=today, months=cycle)
    look = rules.RECHECK if recheck else rules.STATES[house.state]
    return Room(
        id=house.pk,
        number=house.number,
        label=house.label,
        unit=house.unit.number if house.unit else "",
        floor=house.floor,
        mark=look.mark,
        word=look.label,
        pattern=look.pattern,
        checked_on=house.checked_on,
        recheck_note=house.recheck_note,
    )


def houses_by_id(ids: Iterable[UUID]) -> dict[UUID, HouseInfo]:
    """Cards of several houses, in one query."""
    months = check_months()
    rows = House.objects.filter(pk__in=list(ids)).select_related("unit", "building__compound")
    return {house.pk: house_info(house, months) for house in rows}


def houses_at(region_ids: Sequence[UUID], text: str, most: int = 12) -> list[HouseInfo]:
    """Houses of the regions by what somebody types of a door (桂苑 3-2-501, 2单元501, 501)."""
    door = rules.door_of(text)
    if door is None or len(door.room) < 3:
        return []
    rows = House.objects.standing().filter(in_scope("region_id", region_ids), number=door.room)
    if door.building:
        rows = rows.filter(building__number=door.building)
    if door.unit:
        rows = rows.filter(unit__number=door.unit)
    if door.compound:
        named = Q(building__compound__name__contains=door.compound) | Q(building__compound__aliases__contains=[door.compound])
        rows = rows.filter(named)
    months = check_months()
    rows = rows.select_related("unit", "building__compound").order_by("building__compound__name", "building__position", "position")
    return [house_info(house, months) for house in rows[:most]]


def house_counts(region_ids: Sequence[UUID]) -> dict[UUID, Counter[str]]:
    """Number of houses by state, for each compound of the regions."""
    counts: dict[UUID, Counter[str]] = {}
    rows = (
        House.objects.standing()
        .filter(in_scope("region_id", region_ids))
        .values_list("building__compound_id", "state")
        .annotate(number=Count("pk"))
    )
    for compound_id, state, number in rows:
        counts.setdefault(compound_id, Counter())[state] += number
    return counts


def buildings_of(compound_id: UUID, *, grids: tuple[UUID, ...] = ()) -> list[tuple[BuildingInfo, int]]:
    """Buildings of a compound in order, each with its number of houses; `grids` narrow them for a post at a grid."""
    here = Q(in_scope("grid_id", grids)) if grids else Q()
    rows = Building.objects.filter(here, compound_id=compound_id).select_related("compound").order_by("position")
    houses = House.objects.standing().filter(building__compound_id=compound_id).values_list("building_id").annotate(number=Count("pk"))
    numbers = dict(houses)
    return [(building_info(row), numbers.get(row.pk, 0)) for row in rows]


def place_index(region_ids: Sequence[UUID], after: UUID | None = None) -> Iterator[PlaceLabel]:
    """Every compound, building, unit and standing house of the regions with its labels, for an index in memory.

    `after` leaves out what was made before that id: ids tell the time.
    """
    here, new = in_scope("region_id", region_ids), Q(pk__gt=after) if after else Q()
    for one in Compound.objects.filter(here, new).order_by("pk").iterator():
        point = (one.point.x, one.point.y) if one.point else None
        yield PlaceLabel("compound", one.pk, one.region_id, one.pk, None, None, (one.name, *one.aliases), "", "", one.address, point)
    for building in Building.objects.filter(here, new).order_by("pk").iterator():
        texts = dict.fromkeys((building.label, building.number, building.address, *building.plates))
        kept = tuple(text for text in texts if text)
        yield PlaceLabel(
            "building",
            building.pk,
            building.region_id,
            building.compound_id,
            building.pk,
            None,
            kept,
            "",
            building.number,
            building.address,
        )
    units = Unit.objects.filter(here, new).order_by("pk")
    for pk, region_id, compound_id, building_id, number in units.values_list(
        "pk", "region_id", "building__compound_id", "building_id", "number"
    ).iterator():
        yield PlaceLabel("unit", pk, region_id, compound_id, building_id, None, (number,), number, number)
    houses = House.objects.standing().filter(here, new).order_by("pk")
    columns = ("pk", "region_id", "building__compound_id", "building_id", "unit__number", "number", "label")
    for pk, region_id, compound_id, building_id, unit, number, label in houses.values_list(*columns).iterator():
        yield PlaceLabel("house", pk, region_id, compound_id, building_id, pk, (label,), unit or "", number)
