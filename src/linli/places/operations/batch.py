"""Houses of an imported ledger: made or brought up to date in bulk, and taken back with their batch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.operations import Operation, operation
from linli.places.events import HousesRegistered
from linli.places.models import Building, House, Unit
from linli.places.operations.houses import NewHouse, unsaved
from linli.places.rules import houses as rules

_Key = tuple[UUID, str, str]


@dataclass(frozen=True)
class WantedHouse:
    """A house as a row of the ledger tells it; empty facts leave what is known alone."""

    building_id: UUID
    unit: str
    number: str
    floor: int | None = None
    state: str = ""
    use: str = ""
    area: Decimal | None = None
    checked_on: date | None = None

    @property
    def key(self) -> _Key:
        """What makes two rows the same house."""
        return self.building_id, self.unit, self.number


@dataclass(frozen=True)
class HouseTouch:
    """What an import did to a house: enough to take it back. `before` is None when the house was made."""

    house_id: UUID
    region_id: UUID
    version: int
    before: dict[str, str | None] | None
    changed: bool


def ensure_houses(actor: Actor, region_id: UUID, wanted: Iterable[WantedHouse], *, batch_id: UUID) -> dict[_Key, HouseTouch]:
    """Find or make the houses of one chunk of a ledger. Raises NotVisible, NotPermitted, Invalid for an unknown unit."""
    rows: dict[_Key, WantedHouse] = {}
    for row in wanted:
        rows.setdefault(row.key, row)
    with operation(actor, "places.register_houses") as op:
        op.require(region_id)
        buildings = {b.pk: b for b in Building.objects.filter(region_id=region_id, pk__in={key[0] for key in rows}).select_for_update()}
        units: dict[UUID, dict[str, Unit]] = {pk: {} for pk in buildings}
        for unit in Unit.objects.filter(building_id__in=buildings):
            units[unit.building_id][unit.number] = unit
        numbers = {key[2] for key in rows}
        known = {
            (house.building_id, house.unit.number if house.unit else "", house.number): house
            for house in House.objects.standing().filter(building_id__in=buildings, number__in=numbers).select_related("unit")
        }
        touches = {key: _bring_up(known[key], row) for key, row in rows.items() if key in known}
        made = {key: unsaved(buildings[key[0]], units[key[0]], _new(row), batch_id) for key, row in rows.items() if key not in known}
        House.objects.bulk_create(made.values())
        House.objects.bulk_update(
            [known[key] for key, touch in touches.items() if touch.changed], ["state", "area", "checked_on", "source", "version"]
        )
        touches |= {key: HouseTouch(house.pk, house.region_id, house.version, None, changed=True) for key, house in made.items()}
        _close(op, buildings, made.values(), sum(touch.changed for touch in touches.values()) - len(made))
        return touches


def _close(op: Operation, buildings: dict[UUID, Building], made: Iterable[House], updated: int) -> None:
    touched = {house.building_id for house in made}
    for pk in touched:
        op.record(buildings[pk], houses_made=[None, sum(house.building_id == pk for house in made)])
        op.announce(HousesRegistered(pk, buildings[pk].region_id))
    if not touched and updated and buildings:
        op.record(next(iter(buildings.values())), houses_updated=[None, updated])
    elif not touched:
        op.unchanged()


def _new(row: WantedHouse) -> NewHouse:
    return NewHouse(
        number=row.number,
        unit=row.unit,
        floor=row.floor,
        state=row.state or rules.UNKNOWN,
        use=row.use or "residence",
        area=row.area,
        checked_on=row.checked_on,
        source="导入",
    )


def _bring_up(house: House, row: WantedHouse) -> HouseTouch:
    """Change what the row knows better: a state where none is known or the row was checked later; an area that is missing."""
    before = {
        "state": house.state,
        "area": str(house.area) if house.area is not None else None,
        "checked_on": house.checked_on.isoformat() if house.checked_on else None,
        "source": house.source,
    }
    newer = row.checked_on is not None and (house.checked_on is None or row.checked_on > house.checked_on)
    state = row.state if row.state and (newer or house.state == rules.UNKNOWN) else house.state
    checked_on = row.checked_on if newer else house.checked_on
    area = house.area if house.area is not None else row.area
    changed = (state, checked_on, area) != (house.state, house.checked_on, house.area)
    if changed:
        house.state, house.checked_on, house.area, house.source = state, checked_on, area, "导入"
        house.version += 1
    return HouseTouch(house.pk, house.region_id, house.version, before, changed)


def undo_houses(actor: Actor, region_id: UUID, touches: Iterable[HouseTouch], *, in_use: frozenset[UUID]) -> frozenset[UUID]:
    """Take back what an import did to houses; returns the ids it had to leave: changed since, or `in_use` by other links.

    Raises NotVisible, NotPermitted.
    """
    wanted = {touch.house_id: touch for touch in touches if touch.changed}
    with operation(actor, "places.register_houses") as op:
        op.require(region_id)
        houses = list(House.objects.standing().select_for_update().filter(region_id=region_id, pk__in=wanted))
        free = [house for house in houses if house.version == wanted[house.pk].version]
        back = [house for house in free if wanted[house.pk].before is not None or house.pk not in in_use]
        for house in back:
            _take_back(house, wanted[house.pk].before)
        House.objects.bulk_update(back, ["state", "area", "checked_on", "source", "version", "withdrawn_at"])
        if back:
            op.record(back[0], region_id=region_id, withdrawn=[len(back), 0])
        else:
            op.unchanged()
        return frozenset(wanted) - {house.pk for house in back}


def _take_back(house: House, before: dict[str, str | None] | None) -> None:
    house.version += 1
    if before is None:
        house.withdrawn_at = clock.now()
        return
    house.state = str(before["state"])
    house.area = Decimal(before["area"]) if before["area"] else None
    house.checked_on = date.fromisoformat(before["checked_on"]) if before["checked_on"] else None
    house.source = str(before["source"])
