"""Registering houses and saying how they stand."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from linli.kernel import clock, forbidden
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotVisible
from linli.kernel.operations import operation
from linli.places.events import HousesRegistered, HouseStateSet
from linli.places.models import Building, House, Unit
from linli.places.rules import houses as rules


@dataclass(frozen=True)
class NewHouse:
    """A house of a building. `unit` is the unit's number, empty where the building has none; floor None: read from the number."""

    number: str
    unit: str = ""
    floor: int | None = None
    state: str = rules.UNKNOWN
    use: str = "residence"
    area: Decimal | None = None
    checked_on: date | None = None
    source: str = "社区登记"


def unsaved(building: Building, units: dict[str, Unit], new: NewHouse, batch_id: UUID | None = None) -> House:
    """The row of a new house, not stored yet. Raises Invalid for a unit the building does not have."""
    unit = units.get(new.unit) if new.unit else None
    if new.unit and unit is None:
        message = f"{building.label}没有 {rules.unit_label(new.unit)}。"
        raise Invalid(message, {"unit": [message]})
    floor = new.floor if new.floor is not None else rules.floor_of(new.number)
    return House(
        region_id=building.region_id,
        building=building,
        unit=unit,
        number=new.number,
        label=rules.house_label(new.unit, new.number),
        position=f"{unit.position if unit else '':0>12}"[-12:] + rules.order_of(new.number)[:12],
        floor=floor if floor is not None else 1,
        state=new.state,
        use=new.use,
        area=new.area,
        checked_on=new.checked_on,
        source=new.source,
        batch_id=batch_id,
    )


def register_houses(actor: Actor, building_id: UUID, houses: list[NewHouse], *, op_id: UUID | None = None) -> list[House]:
    """Add houses to a building; those it has already stay as they are. Raises NotVisible, NotPermitted, Invalid."""
    with operation(actor, "places.register_houses", op_id, content=[building_id, *map(asdict, houses)]) as op:
        building = Building.objects.visible_to(actor).select_for_update().filter(pk=building_id).first()
        if building is None:
            raise NotVisible
        op.require(building.region_id)
        units = {unit.number: unit for unit in building.units.all()}
        known = {(house.unit_id, house.number) for house in House.objects.standing().filter(building=building)}
        made = [house for house in (unsaved(building, units, new) for new in houses) if (house.unit_id, house.number) not in known]
        if op.done_before or not made:
            op.unchanged()
            return list(House.objects.standing().filter(building=building, number__in=[new.number for new in houses]))
        House.objects.bulk_create(made)
        op.record(building, houses=[len(known), len(known) + len(made)])
        op.announce(HousesRegistered(building.pk, building.region_id))
        return made


def set_house_state(  # what was found at one door
    actor: Actor,
    house_id: UUID,
    state: str,
    *,
    version: int | None = None,
    checked_on: date | None = None,
    op_id: UUID | None = None,
) -> House:
    """Say how a house stands as of a day (today when None); clears 待核.

    Raises NotVisible, NotPermitted, Invalid for an unknown state, Conflict when `version` is no longer the newest.
    """
    with operation(actor, "places.set_house_state", op_id, content=[house_id, state, checked_on]) as op:
        house = _locked(actor, house_id)
        if op.done_before:
            return house
        op.require(house.region_id)
        if state not in rules.STATES or state == rules.UNKNOWN:
            message = "选一个房屋状态。"
            raise Invalid(message, {"state": [message]})
        if version is not None and version != house.version:
            message = f"有人先改过这套房：现在登记的是“{rules.STATE_LABELS[house.state]}”。请看一看再登记。"
            raise Conflict(message, code="house_changed")
        before, day = house.state, checked_on or clock.today()
        if day > clock.today():
            message = "核实日期不能在今天以后。"
            raise Invalid(message, {"checked_on": [message]})
        house.state, house.checked_on, house.recheck_note, house.source = state, day, "", f"{actor.name}登记"
        house.version += 1
        house.save(update_fields=["state", "checked_on", "recheck_note", "source", "version"])
        op.record(house, state=[before, state], checked_on=[None, day.isoformat()])
        op.announce(HouseStateSet(house.pk, house.region_id))
        return house


def doubt_house(actor: Actor, house_id: UUID, note: str, *, op_id: UUID | None = None) -> House:
    """Mark a house 待核 with the reason. Raises NotVisible, NotPermitted, Invalid without a reason."""
    with operation(actor, "places.doubt_house", op_id, content=[house_id, note]) as op:
        house = _locked(actor, house_id)
        if op.done_before:
            return house
        op.require(house.region_id)
        forbidden.refuse(note=note)
        if not note.strip():
            message = "写一写为什么要再核一次。"
            raise Invalid(message, {"note": [message]})
        before, house.recheck_note = house.recheck_note, note.strip()[:120]
        house.version += 1
        house.save(update_fields=["recheck_note", "version"])
        op.record(house, recheck_note=[before, house.recheck_note])
        return house


def _locked(actor: Actor, house_id: UUID) -> House:
    house = House.objects.visible_to(actor).standing().select_for_update().filter(pk=house_id).first()
    if house is None:
        raise NotVisible
    return house
