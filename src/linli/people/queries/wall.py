"""The wall of rooms as the page draws it, and what is known of the room in focus."""

from typing import Any
from uuid import UUID

from linli.people import rules
from linli.people.models import HouseholdMember, Residence
from linli.people.queries.shared import brief
from linli.places import contract as places

# word of a house state → kind of room in the visual language
KINDS = {
    "自住": "own",
    "出租": "rent",
    "空置": "empty",
    "借住": "lent",
    "经营": "shop",
    "拆迁": "cleared",
    "危房": "unsafe",
    "待核": "check",
    "没登记": "none",
}


def drawn(wall: places.Wall, address: str, selected: UUID | None) -> dict[str, Any]:
    """The wall as `{% wall %}` takes it; every room links to `address?house=…`."""
    rows: list[dict[str, object]] = []
    for floor in wall.floors:
        cells: list[dict[str, object] | None] = []
        for place, (rooms, width) in enumerate(zip(floor.units, wall.widths, strict=True)):
            drawn_rooms = [_cell(room, address, selected, unit_start=place > 0 and first == 0) for first, room in enumerate(rooms)]
            cells += [*drawn_rooms, *[None] * (width - len(rooms))]
        if any(floor.units):
            rows.append({"floor": f"{floor.number}F", "cells": cells})
        if floor.entrance:
            rows.append({"entrance": f"{floor.entrance}，平街层"})
    units = [
        {"name": f"{unit} 单元" if unit.isdigit() else unit or "不分单元", "width": width}
        for unit, width in zip(wall.units, wall.widths, strict=True)
    ]
    return {"caption": f"{wall.building.full_label}楼盘图", "units": units, "rows": rows}


def _cell(room: places.Room, address: str, selected: UUID | None, *, unit_start: bool) -> dict[str, object]:
    return {
        "number": room.number,
        "kind": KINDS[room.word],
        "url": f"{address}?house={room.id}",
        "selected": room.id == selected,
        "unit_start": unit_start,
    }


def legend(wall: places.Wall) -> dict[str, int]:
    """How many rooms of each kind, in the order of the visual language."""
    return {KINDS[state.label]: number for state, number in wall.legend}


def tasks(wall: places.Wall) -> list[tuple[str, places.Room]]:
    """What is to be done in this building: rooms to check again, rooms nobody registered."""
    rooms = [room for floor in wall.floors for unit in floor.units for room in unit]
    checks = [("check", room) for room in rooms if room.word == "待核"]
    return [*checks, *(("none", room) for room in rooms if room.word == "没登记")]


def summary(house_id: UUID) -> tuple[int, str]:
    """How many people stay in the house, and its head of household, masked."""
    stays = Residence.objects.standing().filter(house_id=house_id, ends_on=None, kind__in=rules.STAYS)
    people = set(stays.values_list("person_id", flat=True))
    heads = HouseholdMember.objects.standing().filter(person_id__in=people, ends_on=None, relation=rules.HEAD)
    head = heads.select_related("person").first()
    return len(people), brief(head.person).masked_name if head else ""
