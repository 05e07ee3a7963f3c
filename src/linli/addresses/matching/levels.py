"""An address in levels with one spelling each: what its elements mean. `format_address` writes it out again.

Corpora call the first bare figure behind a name the building, and the floor of a tower the unit; here figures mean what
they mean to a person: in 3253 floor 25 door 3 of building 3, in 大厦 163 floor 16 door 3 and no building at all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from linli.addresses.matching.elements import DASH_WORD, Address, split
from linli.addresses.matching.gazetteer import Divisions
from linli.addresses.matching.inside import Element
from linli.addresses.matching.text import NUMERAL, building_key, normalise, number, unit_key
from linli.addresses.matching.titles import titles_of

_FLOORS = re.compile(
    r"(?P<low>-?\d+|-?[一二三四五六七八九十百零两]+)(?:[楼层F]?(?:到|至|-)(?P<high>-?\d+|-?[一二三四五六七八九十百零两]+))?(?:号?楼|层|F)"
)
_BRANCH = re.compile(r"(?:[一二三四五六七八九十百\d]+)(?:支路|支巷|巷|弄|段)")
_GROUP_WORD = re.compile(r"(?:村民小组|居民小组|小组|组|社|队)$")
_DEPTH = ("room", "floors", "unit", "building", "compound", "plate", "road", "group", "village", "town", "district", "city", "province")
_INSIDE = frozenset({"building", "unit", "floor", "room"})
_PLATE = re.compile(r"\d+号(?:附\d+号)?")
_ROOM_WORD = re.compile(r"[号室户]+$")
_DASHED = re.compile(r"(?<=-)[一二三四五六七八九]$")
_DOOR = 2
_TURNS = 4


@dataclass(frozen=True)
class Parsed:
    """An address in levels; every part normalised, empty where the text does not say."""

    province: str = ""
    city: str = ""
    district: str = ""
    town: str = ""
    village: str = ""
    group: str = ""
    road: str = ""
    plate: str = ""
    compound: str = ""
    building: str = ""
    unit: str = ""
    floors: tuple[int, int] | None = None
    street_floor: bool = False
    room: str = ""

    @property
    def deepest(self) -> str:
        """Name of the finest level that the text gives."""
        return next((name for name in _DEPTH if getattr(self, name)), "")


def parse(text: str, divisions: Divisions | None = None) -> Parsed:
    """Levels of an address. Never raises; written out and parsed again it says the same."""
    titles = titles_of(divisions or _NOWHERE)
    parsed = levels(split(text, titles))
    for _ in range(_TURNS):
        again = levels(split(format_address(parsed), titles))
        if again == parsed:
            return parsed
        parsed = again
    # What cannot be said twice in the same words is kept as far as the district.
    head = Parsed(province=parsed.province, city=parsed.city, district=parsed.district)
    return head if levels(split(format_address(head), titles)) == head else Parsed()


def levels(address: Address) -> Parsed:
    """What the elements mean."""
    of: dict[str, list[str]] = {}
    for one in _rejoined(address.elements):
        if one.kind not in {"compound", "part"} or _INSIDE.isdisjoint(of):
            of.setdefault("compound" if one.kind == "part" else one.kind, []).append(one.text)
    parsed = Parsed(
        province=_last(of, "prov"),
        city=_last(of, "city"),
        district=_name(of, address, "district"),
        town=_name(of, address, "town"),
        village=_name(of, address, "village"),
        group=_group(_last(of, "group")),
        road=_road(of.get("road", ())),
        plate=_plate(_last(of, "plate")),
        compound=normalise("".join(of.get("compound", ()))),
    )
    return _inside(of, parsed)


def _rejoined(elements: Sequence[Element]) -> Iterator[Element]:
    """12号 附 6号 with floor and door behind it is one plate again."""
    skip = 0
    for at, one in enumerate(elements):
        if skip:
            skip -= 1
        elif (
            one.kind == "plate"
            and [two.kind for two in elements[at + 1 : at + 3]] == ["remark", "building"]
            and elements[at + 1].text in "附付"
        ):
            yield Element("plate", "".join(two.text for two in elements[at : at + 3]), one.start, elements[at + 2].end)
            skip = 2
        else:
            yield one


def _last(of: Mapping[str, Sequence[str]], kind: str) -> str:
    return of[kind][-1] if kind in of else ""


def _name(of: Mapping[str, Sequence[str]], address: Address, kind: str) -> str:
    """The name of the division meant, or the text where it is nobody's or several bear it."""
    names = {place.name for place in address.said.get(kind, ())}
    return names.pop() if len(names) == 1 else normalise(_last(of, kind))


def _group(said: str) -> str:
    if not said:
        return ""
    name = _GROUP_WORD.sub("", normalise(said)).removeprefix("第")
    return str(number(name)) if name and set(name) <= set(NUMERAL) else name


def _road(said: Sequence[str]) -> str:
    if len(said) > 1 and _BRANCH.fullmatch(said[-1]):
        return normalise(said[-2] + said[-1])
    return normalise(said[-1]) if said else ""


def _plate(said: str) -> str:
    return normalise(said).replace("付", "附").replace("号", "").replace("之", "-") if said else ""


def _inside(of: Mapping[str, Sequence[str]], parsed: Parsed) -> Parsed:
    building, unit, floor, room = (_last(of, kind) for kind in ("building", "unit", "floor", "room"))
    if building and _PLATE.fullmatch(building) and not (unit or floor or room or parsed.compound or parsed.plate):
        return replace(parsed, plate=_plate(building))
    room = _ROOM_WORD.sub("", _DASHED.sub(_door, normalise(DASH_WORD.sub("-", room))))
    floors, street = _floors(floor)
    if unit.isdecimal() and not floor and len(room) <= _DOOR:  # 3-25-3 and 465: floor and door
        unit, floors = "", (int(unit), int(unit))
    elif _bare(building) and not floor and room.isdecimal() and len(room) <= _DOOR and (unit or _alone(parsed)):
        building, floors = "", (int(building), int(building))
    return replace(
        parsed,
        building=building_key(building) if building else "",
        unit=unit_key(unit),
        floors=floors,
        street_floor=street,
        room=room,
    )


def _door(hit: re.Match[str]) -> str:
    return str(number(hit.group()))


def _bare(building: str) -> bool:
    return building.isdecimal()


def _alone(parsed: Parsed) -> bool:
    """Whether the place is one building, so that a bare figure is no building's number."""
    return not parsed.compound or parsed.compound.endswith(("大厦", "公寓", "写字楼"))


def _floors(said: str) -> tuple[tuple[int, int] | None, bool]:
    if said.startswith("平街"):
        return None, True
    hit = _FLOORS.fullmatch(re.sub("^(?:负|地下|B)", "-", normalise(said)))
    if not hit:
        return ((int(said), int(said)), False) if said.isdecimal() else (None, False)
    low, high = sorted((_value(hit["low"]), _value(hit["high"] or hit["low"])))
    return (low, high), False


def _value(numeral: str) -> int:
    return -number(numeral[1:]) if numeral.startswith("-") else number(numeral)


def format_address(parsed: Parsed) -> str:
    """The address written out, a space between its levels."""
    road = parsed.road + (f"{parsed.plate.replace('附', '号附')}号" if parsed.plate else "")
    floors = parsed.floors
    said = (
        parsed.province,
        parsed.city,
        parsed.district,
        parsed.town,
        parsed.village + (f"{parsed.group}组" if parsed.group else ""),
        road,
        parsed.compound,
        f"{parsed.building}号楼" if parsed.building and not parsed.building.endswith(("舍", "院")) else parsed.building,
        f"{parsed.unit}单元" if parsed.unit else "",
        "平街层" if parsed.street_floor else "",
        "" if floors is None else f"{_floor(floors[0])}楼" if floors[0] == floors[1] else f"{_floor(floors[0])}到{_floor(floors[1])}楼",
        f"{parsed.room}室" if parsed.room else "",
    )
    return " ".join(part for part in said if part)


def _floor(number_: int) -> str:
    return f"负{-number_}" if number_ < 0 else str(number_)


_NOWHERE = Divisions()
