"""What stands behind the name of a compound: building, unit, floor and room, with or without the words for them.

Bare figures are read as people in this city write them: 3-2-501, 2栋232 (floor 23, door 2), 4125 (building 4, floor 12, door 5).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

CAPITAL = r"[A-Z]"
_N = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_JOIN = r"(?:##|-)"
_BUILDING = re.compile(
    rf"第?(?:[A-Z]{{0,2}}\d{{1,4}}[A-Z]?(?:{_JOIN}[A-Z]?\d{{0,3}}){{0,3}}|[A-Z]\d{{0,2}}|[一二三四五六七八九十]{{1,3}}|[甲乙丙丁戊己])(?:号楼|号栋|号幢|号院|栋|幢|座|舍|#楼|#(?!#))"
)
_UNIT = re.compile(rf"(?:{_N}|[A-Z])(?:单元|门洞|梯(?!坎))")
_FLOOR = re.compile(rf"(?:(?:负|地下|B|-)?{_N}(?:楼|层|F(?![A-Z])|号楼)|平街层?)")
_ROOM = re.compile(
    rf"(?:[A-Z]?\d{{1,3}}(?:##|-|一|杠|_)(?:\d{{1,2}}|[一二三四五六七八九十])|[A-Z]?\d{{3,4}}|\d{{1,2}}(?=[号室户])|[一二三四五六七八九十]{{1,2}}(?=[号室户]))(?:[号室户])?"
)
_DOOR = re.compile(r"\d{1,3}号?")
_HOUSE_PLATE = re.compile(r"\d{1,4}号(?:附\d+号)?(?!楼|门|线)")
_BARE = re.compile(r"[A-Z]?\d*(?:##)?\d{1,6}(?:[-_]\d{1,4}){0,2}-?(?![\u4e00-\u9fff\d])|[A-Z]?\d{1,3}(?:##|[-_])\d{1,4}(?:[-_]\d{1,4})?(?![\u4e00-\u9fff\d])")
_ANCHOR = re.compile(
    rf"(?:{_BUILDING.pattern})|(?:{_UNIT.pattern})|(?:{_FLOOR.pattern})|(?:\d{{1,4}}号(?:附\d+号)?(?!楼|门|线|院|桥|店))"
)
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
    at, seen = start, set[str]()
    while at < end:
        step = _step(text, at, end, seen)
        if step is None:
            return
        for kind, stop in step:
            if stop > at:
                seen.add(kind)
                yield Element(kind, text[at:stop], at, stop)
                at = stop


def _step(text: str, at: int, end: int, seen: set[str]) -> list[tuple[str, int]] | None:
    if text[at] == "-" and seen:
        return [("remark", at + 1)]
    for kind, pattern in _TAKES:
        if kind == "building" and {"building", "floor"} & seen and text[at].isdigit():
            continue
        if kind not in seen and (hit := pattern.match(text, at, end)):
            return [(kind, hit.end())]
    if not seen and (hit := _HOUSE_PLATE.match(text, at, end)):
        return [("building", hit.end())]
    return _figures(text, at, end, seen)


def _figures(text: str, at: int, end: int, seen: set[str]) -> list[tuple[str, int]] | None:
    run = _run(text, at, end)
    length = run - at
    tail = 1 if run < end and text[run] in "号室户" else 0
    if "building" in seen or "unit" in seen or "floor" in seen:
        if length and (cut := _door(text[at:run], seen)):
            return [("floor", at + cut), ("room", run + tail)]
        if hit := _ROOM.match(text, at, end) or _DOOR.match(text, at, end):
            return [("room", hit.end())]
        return None
    return _compact(text, at, end)


def _run(text: str, at: int, end: int) -> int:
    while at < end and text[at].isdigit():
        at += 1
    return at if at >= end or text[at] not in "-#_一杠" else 0


def _door(figures: str, seen: set[str]) -> int:
    """Where floor and door part in the figures behind a building: 232 is floor 23, door 2; 402 and 1201 are room numbers."""
    if "floor" in seen:
        return 0
    if len(figures) == 2 and figures[1] != "0":
        return 1
    if len(figures) == 3 and figures[1] != "0" and figures[2] != "0":
        return 2
    return 0


def _compact(text: str, at: int, end: int) -> list[tuple[str, int]] | None:
    hit = _BARE.match(text, at, end)
    if not hit:
        return None
    said = hit.group().rstrip("-")
    stop = at + len(said)
    letter = 1 if said[0].isalpha() else 0
    figures = said[letter:]
    if not figures.isdigit():
        return _dashed(said, at)
    if letter:
        return [("building", at + (1 if len(figures) <= 3 else 2)), *_behind(text, at + (1 if len(figures) <= 3 else 2), stop)]
    return _plain(figures, at)


def _dashed(said: str, at: int) -> list[tuple[str, int]]:
    parts = re.split(r"[-_]", said)
    if len(parts) == 3:
        first, second = at + len(parts[0]), at + len(parts[0]) + 1 + len(parts[1])
        return [("building", first), ("remark", first + 1), ("unit", second), ("remark", second + 1), ("room", at + len(said))]
    return [("room", at + len(said))]


def _behind(text: str, at: int, stop: int) -> list[tuple[str, int]]:
    length = stop - at
    if length == 1:
        return [("room", stop)]
    return [("unit", stop - 1), ("room", stop)] if length <= 3 else [("unit", at + 1), ("floor", stop - 1), ("room", stop)]


def _plain(figures: str, at: int) -> list[tuple[str, int]] | None:
    """Building, floor and door in one run: 63, 465, 4125, 31243."""
    length = len(figures)
    if length == 2:
        return [("building", at + 1), ("room", at + 2)]
    if length == 3:
        return [("building", at + 1), ("unit", at + 2), ("room", at + 3)]
    if length == 4:
        if figures[1] in "123" and figures[1:3] <= "34":
            return [("building", at + 1), ("unit", at + 3), ("room", at + 4)]
        return [("building", at + 1), ("unit", at + 2), ("floor", at + 3), ("room", at + 4)]
    if length == 5:
        if figures[2] in "123" and figures[2:4] <= "34":
            return [("building", at + 2), ("unit", at + 4), ("room", at + 5)]
        return [("building", at + 2), ("unit", at + 3), ("floor", at + 4), ("room", at + 5)]
    return [("room", at + length)]
