"""Registering compounds and buildings with their units."""

from dataclasses import asdict, dataclass
from uuid import UUID

from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotVisible
from linli.kernel.operations import operation
from linli.places.events import BuildingRegistered, CompoundRegistered
from linli.places.models import Building, Compound, Unit
from linli.places.operations.pinyin import initials_of
from linli.places.operations.shapes import Ring, multi_polygon, point_of, publish
from linli.places.rules import houses as rules


@dataclass(frozen=True)
class NewCompound:
    """A compound to register. `outline` is a ring of lon/lat corners in WGS-84; either outline or point may be missing."""

    region_id: UUID
    name: str
    kind: str
    property_mode: str = "none"
    address: str = ""
    aliases: tuple[str, ...] = ()
    grid_id: UUID | None = None
    built_year: int | None = None
    lon: float | None = None
    lat: float | None = None
    outline: Ring = ()
    quality: str = "drawn"
    demo: bool = False


@dataclass(frozen=True)
class Entrance:
    """A 平街层: the street that meets the building below the given floor."""

    floor: int
    name: str


@dataclass(frozen=True)
class NewBuilding:
    """A building to register with its stairwells. `plates` are further door plates of the same building."""

    compound_id: UUID
    number: str
    units: tuple[str, ...] = ()
    floors_above: int = 1
    floors_below: int = 0
    lifts: int = 0
    built_year: int | None = None
    address: str = ""
    plates: tuple[str, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    grid_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    outline: Ring = ()
    quality: str = "drawn"


def _complain(fields: dict[str, list[str]]) -> None:
    if fields:
        message = "还有要改的地方，改好再登记。"
        raise Invalid(message, fields)


def register_compound(actor: Actor, new: NewCompound, *, op_id: UUID | None = None) -> Compound:
    """Put a compound under its community. Raises NotVisible, NotPermitted, Invalid, Conflict when the name is taken there."""
    with operation(actor, "places.register_compound", op_id, content=asdict(new)) as op:
        if op.done_before:
            return Compound.objects.get(pk=op.done_before)
        op.require(new.region_id)
        name = new.name.strip()
        _complain({} if name else {"name": ["写一写小区叫什么。"]})
        _complain({} if new.kind in rules.COMPOUND_KINDS else {"kind": ["选一个类别。"]})
        if Compound.objects.filter(region_id=new.region_id, name=name).exists():
            message = f"这个社区已经有“{name}”了。"
            raise Conflict(message, code="compound_exists")
        outline = multi_polygon(new.outline)
        compound = Compound.objects.create(
            region_id=new.region_id,
            grid_id=new.grid_id,
            name=name,
            aliases=list(new.aliases),
            initials=initials_of(name),
            kind=new.kind,
            property_mode=new.property_mode,
            address=new.address,
            built_year=new.built_year,
            point=point_of(new.lon, new.lat, outline),
            polygon=outline,
            quality=new.quality,
            demo=new.demo,
        )
        publish(compound)
        op.record(compound, name=[None, name])
        op.announce(CompoundRegistered(compound.pk, compound.region_id))
        return compound


def register_building(actor: Actor, new: NewBuilding, *, op_id: UUID | None = None) -> Building:
    """Put a building and its units into a compound. Raises NotVisible, NotPermitted, Invalid, Conflict for a taken number."""
    with operation(actor, "places.register_building", op_id, content=asdict(new)) as op:
        if op.done_before:
            return Building.objects.get(pk=op.done_before)
        compound = Compound.objects.visible_to(actor).filter(pk=new.compound_id).first()
        if compound is None:
            raise NotVisible
        op.require(compound.region_id)
        number = new.number.strip()
        _complain({} if number else {"number": ["写一写楼号，没有楼号写大家叫的名字。"]})
        if compound.buildings.filter(number=number).exists():
            message = f"{compound.name}已经有 {rules.building_label(number)} 了。"
            raise Conflict(message, code="building_exists")
        building = _building(compound, number, new)
        Unit.objects.bulk_create(
            Unit(
                region_id=building.region_id,
                building=building,
                number=unit,
                label=rules.unit_label(unit),
                position=rules.order_of(unit),
            )
            for unit in new.units
        )
        publish(building)
        op.record(building, label=[None, building.label], units=[None, len(new.units)])
        op.announce(BuildingRegistered(building.pk, building.region_id, compound.pk))
        return building


def _building(compound: Compound, number: str, new: NewBuilding) -> Building:
    outline = multi_polygon(new.outline)
    return Building.objects.create(
        region_id=compound.region_id,
        grid_id=new.grid_id or compound.grid_id,
        compound=compound,
        number=number,
        label=rules.building_label(number),
        position=rules.order_of(number),
        floors_above=new.floors_above,
        floors_below=new.floors_below,
        lifts=new.lifts,
        built_year=new.built_year,
        address=new.address,
        plates=list(new.plates),
        entrances=[{"floor": entrance.floor, "name": entrance.name} for entrance in new.entrances],
        point=point_of(new.lon, new.lat, outline),
        polygon=outline,
        quality=new.quality,
    )
