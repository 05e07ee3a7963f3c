"""What stands behind the name of a compound: building, unit, floor and room, with or without the words for them.

Bare figures are read as people in this city write them: 3-2-501, 2栋232 (floor 23, door 2), 4125 (building 4, floor 12, door 5).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linli.addresses.matching.figures import bare, behind

_N = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_JOIN = r"(?:##|-)"
_BUILDING = re.compile(
    rf"第?(?:[A-Z]{{0,2}}\d{{1,4}}[A-Z]?(?:{_JOIN}[A-Z]?\d{{0,3}}){{0,3}}|[A-Z]{_JOIN}\d{{1,3}}|\d{{1,2}}[A-Z]\d{{1,2}}|[A-Z]\d{{0,2}}|[一二三四五六七八九十]{{1,3}}|[甲乙丙丁戊己])"
    rf"(?:号大?楼|号栋|号幢|号院|栋|幢|座|舍|#楼|#(?!#))"
    rf"|[A-Z]?\d{{1,3}}(?:##\d{{1,3}})?(?=-\d{{1,2}}单元)"
)
_UNIT = re.compile(rf"(?:{_N}|[A-Z])(?:单元|门洞|梯(?!坎))")
_LEVEL = rf"(?:负|地下|B|-)?{_N}"
_FLOOR = re.compile(rf"(?:{_LEVEL}[楼层F]?(?:到|至|-){_LEVEL}[楼层]|{_LEVEL}(?:楼|层|F(?![A-Z])|号楼)|平街(?:层|楼)?(?:[一1][层楼])?)")
_ROOM = re.compile(
    r"(?:[A-Z]?-?\d{1,3}(?:##|-|_)(?:\d{1,2}|[一二三四五六七八九])|[A-Z]?-?\d{3,4}|\d{1,2}(?=[号室户])|[一二三四五六七八九十]{1,2}(?=[号室户]))(?:号室|[号室户])?(?!\d|单元)"
)
_DOOR = re.compile(r"\d{1,3}号?(?!\d)")
# 8栋2-101, 8栋2-10-1: the first is the unit.
_UNIT_ROOM = re.compile(r"(?P<unit>\d{1,2})-(?:\d{3,4}|\d{1,2}-\d{1,2})[室号]?(?!\d)")
_HOUSE_PLATE = re.compile(r"\d{1,4}号(?:附\d+号)?(?!楼|门(?!市|面)|线|院|桥|店|\d+[栋幢座]|\s+\d+号楼|\d{4,5}(?!\d))")
_BARE = re.compile(
    r"[A-Z]?\d*(?:##)?\d{1,6}(?:[-_]\d{1,4}){0,3}-?(?![\u4e00-\u9fff\d])|[A-Z]?\d{1,3}(?:##|[-_])\d{1,4}(?:[-_]\d{1,4})?(?![\u4e00-\u9fff\d])"
)
_NUMBERED_ROOM = re.compile(r"[A-Z]?(?:\d{1,3}-\d{1,2}|\d{1,5})号?室")
_HASHED = re.compile(r"([A-Z]\d{0,2}##\d{1,2})\d")
_ANCHOR = re.compile(
    rf"(?:{_BUILDING.pattern})|(?:{_UNIT.pattern})|(?:{_FLOOR.pattern})|(?:{_HOUSE_PLATE.pattern})|(?:{_NUMBERED_ROOM.pattern})"
)
_SINGLE = re.compile(r"(?:大厦|公寓|写字楼)$")
_TAKES = (("building", _BUILDING), ("unit", _UNIT), ("floor", _FLOOR))


class Element(NamedTuple):
    """A piece of an address: its kind, its text and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def anchor(text: str, start: int, end: int) -> int | None:
    """Where building, unit, floor or bare figures begin; None when the text has none."""
    hit = _ANCHOR.search(text, start, end)
    bare = _bare(text, start, end)
    places = [one.start() for one in (hit, bare) if one]
    return min(places) if places else None


def _bare(text: str, start: int, end: int) -> re.Match[str] | None:
    """Figures that end the address without any word: 4125, C1##183, 2-5-1."""
    at = end
    while at > start and (text[at - 1].isdigit() or text[at - 1] in "-#_"):
        at -= 1
    if at > start and "A" <= text[at - 1] <= "Z" and at < end:
        at -= 1
    while at < end and text[at] in "-#_":
        at += 1
    return _BARE.match(text, at, end) if at < end else None


def read_inside(text: str, start: int, end: int, before: Sequence[Element] = ()) -> Iterator[Element]:
    """Elements from the first building word on. `before` is what was read already."""
    at, read = start, list(before)
    seen = {one.kind for one in before if one.kind == "building"}
    while at < end:
        step = _step(text, at, end, seen, read)
        if step is None:
            return
        for kind, stop in step:
            if stop > at:
                seen.add(kind)
                read.append(Element(kind, text[at:stop], at, stop))
                yield read[-1]
                at = stop


def _step(text: str, at: int, end: int, seen: set[str], last: Sequence[Element]) -> list[tuple[str, int]] | None:
    if text[at] in "-_, " and seen:
        return [("remark", at + 1)]
    for kind, pattern in _TAKES:
        hit = pattern.match(text, at, end)
        if kind == "building" and seen & {"building", "floor"} and text[at].isdigit() and not (hit and _again(hit.group(), seen)):
            continue
        if hit and (kind not in seen or kind == "building"):
            return [(kind, hit.end())]
    if "room" not in seen and (hit := _NUMBERED_ROOM.match(text, at, end)):
        return [("room", hit.end())]
    if not seen and (hit := _HOUSE_PLATE.match(text, at, end)):
        return [("building", hit.end())]
    return _behind(text, at, end, seen, _building(last)) if seen & {"building", "unit", "floor"} else _compact(text, at, end, last)


def _again(said: str, seen: set[str]) -> bool:
    """1栋2栋: a second building where nothing finer was said; 2栋15号楼 is a floor."""
    return said[-1] in "栋幢" and seen == {"building"}


def _building(read: Sequence[Element]) -> str:
    return next((one.text for one in reversed(read) if one.kind == "building"), "")


def _behind(text: str, at: int, end: int, seen: set[str], word: str) -> list[tuple[str, int]] | None:
    run = at
    while run < end and text[run].isdigit():
        run += 1
    if 1 < run - at <= 4 and (run == end or text[run] not in "-#_单楼层"):
        tail = 1 if run < end and text[run] in "号室户" else 0
        cuts = [(kind, at + count) for kind, count in behind(text[at:run], word, seen)]
        if seen.isdisjoint({"building", "floor"}) and cuts[0][0] == "floor" and run - at == 2:
            cuts[0] = ("building", cuts[0][1])
        return [*cuts[:-1], (cuts[-1][0], run + tail)]
    if "unit" not in seen and (both := _UNIT_ROOM.match(text, at, end)):
        return [("unit", both.end("unit")), ("remark", both.end("unit") + 1), ("room", both.end())]
    hit = _ROOM.match(text, at, end) or _DOOR.match(text, at, end)
    return [("room", hit.end())] if hit and "room" not in seen else None


def _compact(text: str, at: int, end: int, last: Sequence[Element]) -> list[tuple[str, int]] | None:
    hit = _BARE.match(text, at, end)
    if not hit:
        return None
    said = hit.group().rstrip("-")
    if hashed := _HASHED.fullmatch(said):
        return [("building", at + hashed.end(1)), ("room", at + len(said))]
    prefix = said.find("##") + 2 if said[0].isalpha() and "##" in said else int(said[0].isalpha())
    figures = said[prefix:]
    if not figures.isdigit():
        return _dashed(said, at)
    if len(figures) > 6:
        return [("remark", at + len(said))]
    named = last[-1] if last else None
    name = named.text if named and named.kind in {"compound", "part"} else ""
    single = named.kind in {"plate", "road"} if named and not name else bool(_SINGLE.search(name))
    cuts = bare(prefix, figures, single=single)
    return [(kind, at + count) for kind, count in cuts]


def _dashed(said: str, at: int) -> list[tuple[str, int]]:
    parts = re.split(r"[-_]", said)
    if len(parts) in {3, 4}:
        first, second = at + len(parts[0]), at + len(parts[0]) + 1 + len(parts[1])
        return [("building", first), ("remark", first + 1), ("unit", second), ("remark", second + 1), ("room", at + len(said))]
    if len(parts) == 2 and len(parts[1]) > 2:
        first = at + len(parts[0])
        return [("building", first), ("remark", first + 1), ("room", at + len(said))]
    return [("room", at + len(said))]
