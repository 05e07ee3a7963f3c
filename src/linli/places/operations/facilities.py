"""The verbs of 设施: register, change, look after."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotVisible
from linli.kernel.operations import operation
from linli.places.events import FacilityChecked, FacilityFoundFaulty, FacilityRegistered
from linli.places.models import Building, Compound, Facility, FacilityCheck
from linli.places.operations.shapes import point_of
from linli.places.rules import facilities as rules
from linli.regions import contract as regions

profiles.declare_rule(
    "facility_cycle_days",
    "设施多少天查一次",
    {"lift": 15, "hydrant": 30, "aed": 30, "lamp": 30, "well_cover": 90, "sport": 90, "shelter": 90, "charging": 30, "wc": 30},
    "天",
    "D",
    "domain/registry.md §8; 电梯按 TSG T5002 半月维保",
)
MAX_CYCLE = 1000
MIN_NOTE, MAX_NOTE = 4, 200


@dataclass(frozen=True)
class NewFacility:
    """A facility as somebody registers or corrects it. Either a point or a place in words; a building gives both."""

    region_id: UUID
    kind: str
    name: str
    code: str = ""
    place_text: str = ""
    compound_id: UUID | None = None
    building_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    owner: str = ""
    maintainer: str = ""
    maintainer_phone: str = ""
    cycle_days: int | None = None
    open_hours: str = ""
    accessible: bool | None = None
    warranty_until: date | None = None
    demo: bool = False


def cycle_of(kind: str, region_id: UUID) -> int | None:
    """Days between two inspections of a kind, by the rules in force there."""
    line = (region_id, *regions.ancestors(region_id))
    found = profiles.value("facility_cycle_days", area_ids=line).get(kind)
    return int(found) if found else None


def _check(new: NewFacility) -> None:
    wrong: dict[str, list[str]] = {}
    if not new.name.strip():
        wrong["name"] = ["写一写叫什么，像“3 号楼旁消火栓”。"]
    if new.kind not in rules.KINDS:
        wrong["kind"] = ["选一个种类。"]
    if new.cycle_days is not None and not 1 <= new.cycle_days <= MAX_CYCLE:
        wrong["cycle_days"] = [f"写 1 到 {MAX_CYCLE} 之间的天数，不用定期查就空着。"]
    if (new.lon is None) != (new.lat is None):
        wrong["lon"] = ["经度和纬度要一起写，或者都空着。"]
    if not new.place_text.strip() and new.building_id is None and new.lon is None:
        wrong["place_text"] = ["写一写在哪里，或者在图上点一下。"]
    if wrong:
        raise Invalid("还有要改的地方，改好再登记。", wrong)


def _fields(new: NewFacility) -> dict[str, Any]:
    """Columns of a facility; a building or compound that is not of the community is none."""
    buildings = Building.objects.filter(region_id=new.region_id).select_related("compound")
    building = buildings.filter(pk=new.building_id).first() if new.building_id else None
    compound = building.compound if building else None
    if compound is None and new.compound_id:
        compound = Compound.objects.filter(pk=new.compound_id, region_id=new.region_id).first()
    if (new.building_id and building is None) or (new.compound_id and compound is None):
        raise NotVisible
    point = point_of(new.lon, new.lat, None) or (building and building.point) or (compound and compound.point)
    grid_id = (building and building.grid_id) or (compound and compound.grid_id)
    said = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(new).items()}
    for name in ("lon", "lat", "compound_id"):
        del said[name]
    said["cycle_days"] = new.cycle_days or cycle_of(new.kind, new.region_id)  # left empty: by the rules, as the form says
    return said | {"compound_id": compound.pk if compound else None, "point": point or None, "grid_id": grid_id or None}


def _taken(new: NewFacility, but: UUID | None = None) -> None:
    code = new.code.strip()
    others = Facility.objects.filter(region_id=new.region_id, code=code)
    if code and (others.exclude(pk=but) if but else others).exists():
        message = f"这个社区已经有编号 {code} 的设施了。"
        raise Conflict(message, code="facility_exists")


def register_facility(actor: Actor, new: NewFacility, *, op_id: UUID | None = None) -> Facility:
    """Put a facility on the list. Raises NotVisible, NotPermitted, Invalid, Conflict for a code that is taken."""
    with operation(actor, "places.register_facility", op_id, content=asdict(new)) as op:
        if op.done_before:
            return Facility.objects.get(pk=op.done_before)
        op.require(new.region_id)
        _check(new)
        _taken(new)
        today = clock.today()
        facility = Facility(**_fields(new), registered_on=today)
        facility.due_on = rules.due_on(None, today, facility.cycle_days)
        facility.save(force_insert=True)
        op.record(facility, name=[None, facility.name], kind=[None, facility.kind])
        op.announce(FacilityRegistered(facility.pk, facility.region_id))
        return facility


def _locked(actor: Actor, facility_id: UUID) -> Facility:
    facility = Facility.objects.select_for_update().filter(pk=facility_id).first()
    if facility is None or not actor.sees(facility.region_id):
        raise NotVisible
    if actor.grids and facility.grid_id not in actor.grids:
        raise NotVisible
    return facility


def change_facility(actor: Actor, facility_id: UUID, new: NewFacility, *, version: int) -> Facility:
    """Correct what is registered. Raises NotVisible, NotPermitted, Invalid, Conflict when somebody was quicker or the code is taken."""
    with operation(actor, "places.register_facility") as op:
        facility = _locked(actor, facility_id)
        op.require(facility.region_id)
        if facility.version != version:
            raise Conflict("刚有人改过这一条，请看看新的再改。", code="changed_meanwhile")
        kept = NewFacility(**(asdict(new) | {"region_id": facility.region_id, "demo": facility.demo}))
        _check(kept)
        _taken(kept, facility.pk)
        changes = {name: [getattr(facility, name), value] for name, value in _fields(kept).items() if getattr(facility, name) != value}
        for name, (_, value) in changes.items():
            setattr(facility, name, value)
        facility.due_on = rules.due_on(facility.inspected_on, facility.registered_on, facility.cycle_days)
        if not changes:
            op.unchanged()
            return facility
        facility.version += 1
        facility.save()
        told: dict[str, Any] = {name: [str(before), str(now)] for name, (before, now) in changes.items()}
        op.record(facility, **told)
        return facility


def check_facility(actor: Actor, facility_id: UUID, step: str, *, note: str = "", op_id: UUID | None = None) -> FacilityCheck:
    """Somebody looked, or took it out of use. Raises NotVisible, NotPermitted, NotNow, Invalid where a fault has no word of explanation."""
    with operation(actor, "places.check_facility", op_id, content=[facility_id, step, note]) as op:
        if op.done_before:
            return FacilityCheck.objects.get(pk=op.done_before)
        facility = _locked(actor, facility_id)
        op.require(facility.region_id)
        said = note.strip()
        _explained(step, said)
        before, after = facility.state, rules.after(facility.state, step)
        if after is None:
            raise NotNow(f"{facility.name}现在是“{rules.STATES[facility.state]}”，不能{rules.BY_NAME[step].label}。")
        today = clock.today()
        check = FacilityCheck.objects.create(
            region_id=facility.region_id, facility=facility, step=step, note=said, at=clock.now(), by_id=actor.user_id, by_name=actor.name
        )
        facility.state, facility.version = after, facility.version + 1
        if step in {"found_good", "found_faulty"}:
            facility.inspected_on = today
        going = after in {rules.GOOD, rules.FAULTY}
        facility.due_on = rules.due_on(facility.inspected_on, facility.registered_on, facility.cycle_days) if going else None
        facility.save(update_fields=["state", "version", "inspected_on", "due_on"])
        op.record(check, state=[before, after], note=note)
        if step in {"found_good", "found_faulty"}:
            op.announce(FacilityChecked(facility.pk, facility.region_id, check.pk))
        if before != after and after == rules.FAULTY:
            op.announce(FacilityFoundFaulty(facility.pk, facility.region_id, check.pk))
        return check


def _explained(step: str, said: str) -> None:
    if step not in rules.BY_NAME:
        raise Invalid("选一个结果。", {"step": ["选一个结果。"]})
    if len(said) > MAX_NOTE or (step != "found_good" and len(said) < MIN_NOTE):
        message = f"写一句怎么回事，{MIN_NOTE} 到 {MAX_NOTE} 个字。"
        raise Invalid(message, {"note": [message]})
