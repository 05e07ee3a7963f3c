"""Splits an address below the village or street into its levels: group, road and plate, compound, building … room.

Division names in front are read with the gazetteer (see `matching`), because 江北, 江北区 and 江北机场 look alike.
"""

import re
from dataclasses import dataclass, replace

from linli.addresses.matching.text import normalise

_HAN = r"[\u4e00-\u9fff]"
_ROAD = re.compile(
    rf"^(?P<road>{_HAN}{{1,8}}?(?:大道|支路|正街|后街|老街|新街|横街|路|街|巷|道|梯坎)"
    rf"(?:[东南西北中](?=[段路\d]))?(?:\d+(?:支路|支巷|村|段|巷))?)"
    rf"(?:(?P<plate>\d+(?:-\d+)?)号(?!楼))?(?:附(?P<sub>\d+)号?)?"
)
_PLATE = re.compile(r"^(?P<plate>\d+(?:-\d+)?)号(?!楼)(?:附(?P<sub>\d+)号?)?")
_GROUP = re.compile(rf"^(?P<group>\d+|{_HAN}{{2,4}}?)(?:村民小组|居民小组|小组|组|社)(?!区|会|团)")
_BUILDING = re.compile(r"(?P<building>[A-Z]?\d{1,3}[A-Z]?|[A-Z]|[甲乙丙丁戊己])(?:号楼|楼(?=\d+单元))")
_UNIT = re.compile(r"^(?P<unit>\d{1,2}|[A-Z])(?:单元|门洞|门|梯)")
_FLOORS = re.compile(r"^(?P<low>-?\d{1,2})[层楼F]?(?:-|到|至)(?P<high>-?\d{1,2})[层楼F]")
_FLOOR = re.compile(r"^(?P<floor>-?\d{1,2})[层楼F]")
_ROOM = re.compile(r"^-?(?P<room>-?\d{1,2}-\d{1,2}|\d{3,4}|\d{1,2}(?=[号室户]))[号室户]*(?!号?楼|单元)")
_COMPACT = re.compile(r"(?P<building>\d{1,3})-(?P<unit>\d{1,2})-(?P<room>\d{3,4}|\d{1,2}-\d{1,2}|\d{1,2})$")
_COMPACT_SHORT = re.compile(r"(?<=[\u4e00-\u9fff])(?P<building>\d{1,3})-(?P<room>\d{3,4})$")
# A dash between levels; the one of 负1楼 stays.
_JOINT = re.compile(r"^-(?!\d{1,2}[层楼F])")
_NO_ROAD_TAIL = ("小区", "新村", "花园", "家园", "社区", "院", "公寓", "里程")


@dataclass(frozen=True)
class Parsed:
    """An address in levels; every part normalised, empty where the text does not say."""

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
        order = ("room", "floors", "unit", "building", "compound", "plate", "road", "group")
        return next((name for name in order if getattr(self, name)), "")


def _inside(text: str, parsed: Parsed) -> Parsed:
    """Unit, floor and room: what follows the building."""
    text = _JOINT.sub("", text)
    if found := _UNIT.match(text):
        parsed, text = replace(parsed, unit=found["unit"].lstrip("0")), _JOINT.sub("", text[found.end() :])
    if text.startswith("平街层"):
        parsed, text = replace(parsed, street_floor=True), text[3:]
    if found := _FLOORS.match(text):
        low, high = sorted((int(found["low"]), int(found["high"])))
        parsed, text = replace(parsed, floors=(low, high)), text[found.end() :]
    elif found := _FLOOR.match(text):
        floor = int(found["floor"])
        parsed, text = replace(parsed, floors=(floor, floor)), text[found.end() :]
    if found := _ROOM.match(text):
        parsed = replace(parsed, room=found["room"])
    return parsed


def _road(text: str, parsed: Parsed) -> tuple[Parsed, str]:
    found = _ROAD.match(text)
    if found and (found["plate"] or not text[found.end() :].startswith(_NO_ROAD_TAIL)):
        plate = _plate(found["plate"], found["sub"])
        return replace(parsed, road=found["road"], plate=plate), text[found.end() :]
    return parsed, text


def _plate(plate: str | None, sub: str | None) -> str:
    return f"{plate or ''}附{sub}" if sub else plate or ""


def parse(text: str) -> Parsed:
    """Levels of an address whose division names were already taken off."""
    text = normalise(text)
    parsed = Parsed()
    if found := _GROUP.match(text):
        parsed, text = replace(parsed, group=found["group"]), text[found.end() :]
    parsed, text = _road(text, parsed)
    if not parsed.plate and (found := _PLATE.match(text)):
        parsed, text = replace(parsed, plate=_plate(found["plate"], found["sub"])), text[found.end() :]
    if found := _COMPACT.search(text) or _COMPACT_SHORT.search(text):
        parts = found.groupdict()
        parsed = replace(parsed, building=parts["building"], unit=parts.get("unit") or "", room=parts["room"])
        return replace(parsed, compound=text[: found.start()])
    if found := _BUILDING.search(text):
        parsed = replace(parsed, compound=text[: found.start()], building=found["building"].lstrip("0"))
        return _inside(text[found.end() :], parsed)
    return _without_building(text, parsed)


def _without_building(text: str, parsed: Parsed) -> Parsed:
    found = re.search(r"(?:\d{1,2}单元|平街层|-?\d{1,2}[层楼F]|\d{3,4}室?$|\d{1,2}-\d{1,2}$)", text)
    if not found:
        return replace(parsed, compound=text)
    return _inside(text[found.start() :], replace(parsed, compound=text[: found.start()]))
