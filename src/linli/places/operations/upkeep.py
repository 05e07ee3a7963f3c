"""Correcting what is known of a building or house, and splitting and merging houses (domain/registry.md §3, §5)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from linli.kernel import clock, forbidden
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotVisible
from linli.kernel.operations import operation
from linli.places.events import HousesMerged, HouseSplit
from linli.places.models import Building, House
from linli.places.operations.houses import NewHouse, unsaved
from linli.places.rules import houses as rules

MOST_PARTS = 12


@dataclass(frozen=True)
class BuildingFacts:
    """What is known of a building."""

    structure: str = ""
    safety_grade: str = ""
    height_class: str = ""
    use: str = "residence"
    floors_above: int = 1
    floors_below: int = 0
    lifts: int = 0
    built_year: int | None = None
    address: str = ""


@dataclass(frozen=True)
class HouseFacts:
    """What is known of a house; areas in m². `plot_area` is that of a 宅基地."""

    use: str = "residence"
    title_kind: str = ""
    area: Decimal | None = None
    inner_area: Decimal | None = None
    plot_area: Decimal | None = None
    rooms: int | None = None
    facts_source: str = ""


_CODES: Mapping[str, Mapping[str, str]] = {
    "structure": rules.STRUCTURES,
    "safety_grade": rules.SAFETY_GRADES,
    "height_class": rules.HEIGHT_CLASSES,
    "use": rules.USES,
    "title_kind": rules.TITLE_KINDS,
}


def _coded(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: ["选一个列出来的。"] for name, value in facts.items() if name in _CODES and value not in _CODES[name]}


def _complain(wrong: dict[str, list[str]]) -> None:
    if wrong:
        message = "还有要改的地方，改好再登记。"
        raise Invalid(message, wrong)


def _newest(thing: Building | House, version: int) -> None:
    if version != thing.version:
        message = f"有人先改过 {thing.label}，您的没有存。请看看现在的资料，再改一次。"
        raise Conflict(message, code="changed_meanwhile")


def _change(thing: Building | House, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Put the facts in; what differed, as before and after."""
    changed: dict[str, Any] = {}
    for name, value in facts.items():
        before = getattr(thing, name)
        if before != value:
            changed[name] = [None if before is None else str(before), None if value is None else str(value)]
            setattr(thing, name, value)
    thing.version += 1
    thing.save(update_fields=[*changed, "version"])
    return changed


def correct_building(actor: Actor, building_id: UUID, facts: BuildingFacts, *, version: int, op_id: UUID | None = None) -> Building:
    """Correct the facts of a building.

    Raises NotVisible, NotPermitted, Invalid with field sentences, Conflict when `version` is no longer the newest.
    """
    with operation(actor, "places.correct_building", op_id, content=[building_id, asdict(facts), version]) as op:
        building = Building.objects.visible_to(actor).select_for_update().filter(pk=building_id).first()
        if building is None:
            raise NotVisible
        if op.done_before:
            return building
        op.require(building.region_id)
        given = asdict(facts)
        wrong = _coded(given)
        if not 1 <= facts.floors_above <= 200:
            wrong["floors_above"] = ["地上至少 1 层，最多 200 层。"]
        if facts.built_year is not None and not 1700 <= facts.built_year <= clock.today().year:
            wrong["built_year"] = ["建成年份不对，请看一看。"]
        _complain(wrong)
        _newest(building, version)
        op.record(building, **_change(building, given))
        return building


def correct_house(actor: Actor, house_id: UUID, facts: HouseFacts, *, version: int, op_id: UUID | None = None) -> House:
    """Correct the facts of a house. Its state is another matter (`set_house_state`).

    Raises NotVisible, NotPermitted, Invalid with field sentences, Conflict when `version` is no longer the newest.
    """
    with operation(actor, "places.correct_house", op_id, content=[house_id, asdict(facts), version]) as op:
        house = _standing(actor, [house_id])[0]
        if op.done_before:
            return house
        op.require(house.region_id)
        given = asdict(facts)
        forbidden.refuse(facts_source=facts.facts_source)
        wrong = _coded(given)
        for name in ("area", "inner_area", "plot_area"):
            value = given[name]
            if value is not None and not 0 < value < 100_000:
                wrong[name] = ["面积要大于 0，请看一看。"]
        if facts.area and facts.inner_area and facts.inner_area > facts.area:
            wrong["inner_area"] = ["专有面积不会比建筑面积大，请看看哪个对。"]
        if facts.plot_area and facts.title_kind != rules.RURAL:
            wrong["plot_area"] = ["宅基地面积只给宅基地上的农房填。"]
        _complain(wrong)
        _newest(house, version)
        op.record(house, **_change(house, given))
        return house


def _standing(actor: Actor, ids: list[UUID]) -> list[House]:
    """Houses locked in the order of their ids. Raises NotVisible when one is missing."""
    rows = House.objects.visible_to(actor).standing().select_for_update(of=("self",)).select_related("building", "unit")
    found = list(rows.filter(pk__in=ids).order_by("pk"))
    if len(found) != len(set(ids)):
        raise NotVisible
    return found


def split_house(actor: Actor, house_id: UUID, numbers: tuple[str, ...], *, version: int, op_id: UUID | None = None) -> list[UUID]:
    """分户: the house becomes several, on its floor and in its unit; ids in the order of the numbers.

    Raises NotVisible, NotPermitted, Invalid for fewer than two or doubled numbers, Conflict for a taken number or an old version.
    """
    with operation(actor, "places.split_house", op_id, content=[house_id, numbers, version]) as op:
        if op.done_before:
            return list(House.objects.get(pk=op.done_before).followed_by)
        house = _standing(actor, [house_id])[0]
        op.require(house.region_id)
        wanted = tuple(number.strip()[:20] for number in numbers if number.strip())
        if not 2 <= len(wanted) <= MOST_PARTS or len(set(wanted)) != len(wanted):
            raise Invalid("写两个以上不同的房号。", {"numbers": ["写两个以上不同的房号，用顿号隔开。"]})
        _newest(house, version)
        _free(house.building_id, house.unit_id, wanted, {house.pk})
        made = [_successor(house, number) for number in wanted]
        _end([house], [part.pk for part in made])
        House.objects.bulk_create(made)
        op.record(house, split=[house.label, "、".join(part.label for part in made)])
        op.announce(HouseSplit(house.pk, house.region_id, tuple(part.pk for part in made)))
        return [part.pk for part in made]


def merge_houses(actor: Actor, house_ids: tuple[UUID, ...], number: str, *, op_id: UUID | None = None) -> House:
    """合户: several houses of one building and unit become one.

    Raises NotVisible, NotPermitted, Invalid for fewer than two or houses of different units, Conflict for a taken number.
    """
    with operation(actor, "places.merge_houses", op_id, content=[house_ids, number]) as op:
        if op.done_before:
            return House.objects.get(pk=op.done_before)
        if len(set(house_ids)) < 2:
            raise Invalid("选两套以上的房子。", {"houses": ["选两套以上的房子。"]})
        houses = _standing(actor, list(house_ids))
        op.require(houses[0].region_id)
        if len({(house.building_id, house.unit_id) for house in houses}) > 1:
            raise Invalid("只能合同一栋、同一单元的房子。", {"houses": ["只能合同一栋、同一单元的房子。"]})
        name = number.strip()[:20]
        if not name:
            raise Invalid("写一写合好以后的房号。", {"number": ["写一写合好以后的房号。"]})
        _free(houses[0].building_id, houses[0].unit_id, (name,), {house.pk for house in houses})
        made = _successor(houses[0], name)
        areas = [house.area for house in houses]
        made.area = sum((area for area in areas if area), Decimal(0)) if all(areas) else None
        _end(houses, [made.pk])
        made.save(force_insert=True)
        op.record(made, merged=["、".join(house.label for house in houses), made.label])
        op.announce(HousesMerged(made.pk, made.region_id, tuple(house.pk for house in houses)))
        return made


def _free(building_id: UUID, unit_id: UUID | None, numbers: tuple[str, ...], own: set[UUID]) -> None:
    here = House.objects.standing().filter(building_id=building_id, number__in=numbers).exclude(pk__in=own)
    taken = here.filter(unit_id=unit_id) if unit_id else here.filter(unit=None)
    if taken.exists():
        raise Conflict(f"已经有 {'、'.join(house.label for house in taken)} 了，换一个房号。", code="house_exists")


def _successor(house: House, number: str) -> House:
    """A new house where an old one stands; its state is to be found out."""
    units = {house.unit.number: house.unit} if house.unit else {}
    new = NewHouse(number, house.unit.number if house.unit else "", house.floor, use=house.use, source="分户、合户")
    made = unsaved(house.building, units, new)
    made.title_kind, made.recheck_note = house.title_kind, "分户、合户以后还没核实"
    return made


def _end(houses: list[House], followed_by: list[UUID]) -> None:
    for house in houses:
        house.withdrawn_at, house.followed_by = clock.now(), followed_by
        house.version += 1
        house.save(update_fields=["withdrawn_at", "followed_by", "version"])


def facts_of(thing: Building | House) -> dict[str, Any]:
    """The facts that can be corrected, for a form."""
    names = BuildingFacts.__dataclass_fields__ if isinstance(thing, Building) else HouseFacts.__dataclass_fields__
    return {name: getattr(thing, name) for name in names} | {"version": thing.version}
