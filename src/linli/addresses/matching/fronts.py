"""Reads the division names at the front of an address, level by level, each inside the one before."""

import re
from collections.abc import Iterator, Sequence

from linli.addresses.matching.gazetteer import Place
from linli.addresses.matching.titles import ZONES, Titles

_CITY = re.compile(r"(?P<prov>重庆市?)?(?P<again>[,\s]*)(?P<city>重庆市?(?=.))?(?P<kind>市辖区|(?<=市)县(?![\u4e00-\u9fff]?[村镇]))?")
_NOT_A_DIVISION = re.compile(
    r"[大小]?[路街巷道桥]|小区|花园|家园|机场|大道|新村|公园|医院|学校|[东南西北中一二三]路|\d+支路|[一二三四五六七八九]支路|广场|车站|站|公馆|国际|滨江"
)
_DISTRICT_LIKE = re.compile(r"[\u4e00-\u9fff]{1,4}?(?<![小城市辖街园新社开地校景])(?:区|县)(?![域号])")
_TOWN_LIKE = re.compile(r"(?:[\u4e00-\u9fff]|\[UNK\]){2,6}?(?:街道(?:办事处|办)?|镇(?![街路道])|乡(?![村路]))")
_OFFICE = re.compile(r"(?:办事处|办)")


def city(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """重庆, 重庆市, 重庆重庆市, 重庆市市辖区: kinds with where each ends."""
    hit = _CITY.match(text, start, end)
    if not hit or not hit["prov"]:
        return
    if hit["city"] is not None:
        yield "prov", hit.end("prov")
        if hit["again"]:
            yield "remark", hit.end("again")
        yield "city", hit.end("city")
    else:
        yield "city", hit.end("prov")
    if hit["kind"]:
        yield "remark", hit.end("kind")


def district(text: str, start: int, end: int, titles: Titles) -> tuple[int, tuple[Place, ...]]:
    """The district or county; one wrong character is forgiven."""
    at, found = titles.at("district", text, start, end)
    if found:
        return at, found
    for zone in ZONES:
        if text.startswith(zone, start, end):
            return start + len(zone), ()
    if hit := _DISTRICT_LIKE.match(text, start, end):
        meant = titles.meant("district", hit.group())
        if meant:
            return hit.end(), meant
    at, found = titles.short_at("district", text, start, end)
    if found and not _NOT_A_DIVISION.match(text, at, end):
        return at, found
    return start, ()


def town(text: str, start: int, end: int, titles: Titles, outer: Sequence[Place]) -> tuple[int, tuple[Place, ...]]:
    """The township or street; a name nobody bears is read by its class word, and meant for the one that differs least."""
    if outer and outer[0].level != "district":
        return _second(text, start, end, titles, outer)
    at, found = titles.at("township", text, start, end, outer)
    if found:
        return _with_office(text, at, end), found
    if hit := _TOWN_LIKE.match(text, start, end):
        return hit.end(), titles.meant("township", hit.group(), outer)
    return start, ()


def _second(text: str, start: int, end: int, titles: Titles, outer: Sequence[Place]) -> tuple[int, tuple[Place, ...]]:
    """A second town behind the first, as after a merger: 古溪镇红花乡."""
    at, found = titles.at("township", text, start, end, titles.within(titles.levels["township"].full.get(text[start:end], ()), outer))
    return (at, found) if found and text[at - 1] in "镇乡" else (start, ())


def _with_office(text: str, at: int, end: int) -> int:
    hit = _OFFICE.match(text, at, end)
    return hit.end() if hit and text[at - 1] == "道" else at
