"""Reads the division names at the front of an address, level by level, each inside the one before."""

import re
from collections.abc import Iterator, Sequence

from linli.addresses.matching.gazetteer import NO_NAMES, Names, Place
from linli.addresses.matching.titles import ZONES, Titles

_CITY = re.compile(r"(?P<prov>重庆市?)?(?P<again>[,\s]*)(?P<city>重庆市?(?=.))?(?P<kind>市辖区|(?<=市)县(?![\u4e00-\u9fff]?[村镇]))?")
# A short name before one of these is the name of something else: 江北机场, 观音桥步行街, 鸳鸯北路.
_ROADLIKE = r"[路街巷](?!道)|[东南西北中一二三四五六七八九十内外环滨]{1,2}路|\d*支路|[一二三四五六七八九]支路|大道|机场|步行街|好吃街"
_OTHER = re.compile(rf"{_ROADLIKE}|(?:街道|镇|乡)")
_NOT_A_DIVISION = re.compile(
    rf"{_ROADLIKE}|[大小正后老新横上下][路街巷](?!道)|桥|大桥|隧道|立交|轻轨|商圈|转盘|小区|花园|家园|新村|[一二三四五六七八九十]村|公园|医院|卫生院|派出所|政府|学校|小学|中学|幼儿园|广场|"
    r"汽?车站|站|公馆|国际|滨江|老?街(?!道)|半岛|新城|名[都城门]|家属|移民|苑|府|菜市|农贸|大学|学院"
)
_DISTRICT_LIKE = re.compile(r"[\u4e00-\u9fff〓]{1,4}?(?<![小城市辖街园新社开地校景])(?:区|县)(?![域号])")
_TOWN_LIKE = re.compile(
    r"(?:(?!大学城|[路街号村])[\u4e00-\u9fff〓]){1,6}?(?:街道(?:办事处|办)?|(?<![场古])镇(?!街(?!上)|[路道]|上(?!街))|(?<![水故家仙梦])乡(?![村路街情]))"
)
_SECOND = re.compile(r"[\u4e00-\u9fff〓]{1,3}(?<![场古集])(?:镇(?![街路道上])|乡(?![村路街情]))")
_OFFICE = re.compile(r"(?:办事处|办)")
_NEW_AREA = re.compile(r"新区")
_PROVINCES = "北京|天津|上海|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
_PREFECTURE = r"(?:(?!小区|[路街号栋])[\u4e00-\u9fff]){2,7}?(?:(?<![超菜夜门集花早])市|自治州|地区|盟)"
_COUNTY = r"(?:(?![路街号栋镇乡])[\u4e00-\u9fff]){1,7}?(?:(?<![小社园校厂景片辖街])区|自治县|县|市|旗)"
# 浙江省温州鹿城区 leaves the class word of the prefecture out.
_BARE_PREFECTURE = r"[\u4e00-\u9fff]{2}(?=-?[\u4e00-\u9fff]{1,3}(?:(?<![小社园校厂景片辖街])区|县|市))"
_CITY_ALONE = r"(?:成都|[\u4e00-\u9fff]{1,2}(?![城都超菜夜门集花早])[\u4e00-\u9fff])市(?![场政民委内中区医一二三立实人公直辖])(?=\s*[\u4e00-\u9fff]{2})"
_ELSEWHERE = re.compile(
    rf"(?:(?P<prov>(?:{_PROVINCES})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区))-?(?P<city>{_PREFECTURE}(?!场)|{_BARE_PREFECTURE})?-?(?P<district>{_COUNTY})?"
    rf"|(?P<short>{_PROVINCES})-?(?:(?P<city2>{_PREFECTURE}(?!场)|{_BARE_PREFECTURE})-?(?P<district2>{_COUNTY})?)"
    rf"|(?P<city3>{_PREFECTURE}(?!场))(?P<district3>{_COUNTY})|(?P<city4>{_CITY_ALONE}))"
)
# Behind a two-character town without its class word must stand a road, a village or a group.
_FITS = re.compile(
    r"[\u4e00-\u9fff〓]{1,6}(?:路|大道|街|巷)(?:[一二三四五六七八九十\d]+(?:段|支路|巷))?[\d一二三四五六七八九十]|[\u4e00-\u9fff〓]{1,6}(?:村|[\d一二三四五六七八九十]+[组社队])"
)
_SHORT_TOWN = 2


def city(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """重庆, 重庆市, 重庆重庆市, 重庆市市辖区: kinds with where each ends."""
    if not text.startswith("重庆", start, end):
        return
    hit = _CITY.match(text, start, end)
    if not hit:
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


def elsewhere(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Province, city and district of an address that is not of this city, by their class words."""
    hit = _ELSEWHERE.match(text, start, end)
    if hit and "重庆" not in hit.group():
        for kind, names in (
            ("prov", ("prov", "short")),
            ("city", ("city", "city2", "city3", "city4")),
            ("district", ("district", "district2", "district3")),
        ):
            for name in names:
                if hit[name]:
                    yield kind, hit.end(name)


def town_like(text: str, start: int, end: int) -> int:
    """Where a town ends, by its class word alone."""
    hit = _TOWN_LIKE.match(text, start, end)
    return hit.end() if hit else start


def district(text: str, start: int, end: int, titles: Titles, *, behind_city: bool = False) -> tuple[int, tuple[Place, ...]]:
    """The district or county; one wrong character is forgiven. Behind 重庆 a short name is hardly anything else."""
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
    if found and (not (_OTHER if behind_city else _NOT_A_DIVISION).match(text, at, end) or titles.at("township", text, at, end, found)[1]):
        return at, found
    return start, ()


def town(text: str, start: int, end: int, titles: Titles, outer: Sequence[Place], names: Names = NO_NAMES) -> tuple[int, tuple[Place, ...]]:
    """The township or street; a name nobody bears is read by its class word, and meant for the one that differs least."""
    if outer and outer[0].level != "district":
        return _second(text, start, end, titles)
    at, found = titles.at("township", text, start, end, outer)
    if found:
        return _with_office(text, at, end), found
    if hit := _TOWN_LIKE.match(text, start, end):
        return hit.end(), titles.meant("township", hit.group(), outer)
    return _short(text, start, end, titles, outer, names) if outer else (start, ())


def _short(  # a position and all that is known there
    text: str, start: int, end: int, titles: Titles, outer: Sequence[Place], names: Names
) -> tuple[int, tuple[Place, ...]]:
    """观音桥 for 观音桥街道 where the district is known and the rest fits."""
    at, found = titles.short_at("township", text, start, end, outer)
    if not found:
        return start, ()
    if hit := _NEW_AREA.match(text, at, end):
        return hit.end(), found
    if at == end or text[at - 1] in "路街道巷" or _NOT_A_DIVISION.match(text, at, end):
        return start, ()
    fits = at - start > _SHORT_TOWN or _FITS.match(text, at, end) or names.at(text, at, end) > at
    return (at, found) if fits else (start, ())


def _second(text: str, start: int, end: int, titles: Titles) -> tuple[int, tuple[Place, ...]]:
    """A second town behind the first, as after a merger: 古溪镇红花乡."""
    hit = _SECOND.match(text, start, end)
    return (hit.end(), titles.at("township", text, start, hit.end())[1]) if hit else (start, ())


def _with_office(text: str, at: int, end: int) -> int:
    hit = _OFFICE.match(text, at, end)
    return hit.end() if hit and text[at - 1] == "道" else at
