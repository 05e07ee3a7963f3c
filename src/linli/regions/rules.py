"""Levels, names, date spans and the ancestor closure of 区划 (regions).

Pure: no database, no clock. Registry domain §1: 市 → 区县 → 乡镇/街道 → 村/社区, then two trees below a
village or community, 网格 (grids) and 村(居)民小组 (residents' groups). Boundaries and places are versioned by date.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

CITY, DISTRICT, TOWNSHIP, COMMUNITY, GRID, GROUP = "city", "district", "township", "community", "grid", "group"
LEVELS = {CITY: "市", DISTRICT: "区县", TOWNSHIP: "乡镇街道", COMMUNITY: "村社区", GRID: "网格", GROUP: "村（居）民小组"}
DEPTH = {CITY: 0, DISTRICT: 1, TOWNSHIP: 2, COMMUNITY: 3, GRID: 4, GROUP: 4}
PARENT_LEVEL = {DISTRICT: CITY, TOWNSHIP: DISTRICT, COMMUNITY: TOWNSHIP, GRID: COMMUNITY, GROUP: COMMUNITY}

ADMINISTRATIVE, GRIDS, GROUPS = "administrative", "grid", "group"
HIERARCHIES = {ADMINISTRATIVE: "行政区划", GRIDS: "网格", GROUPS: "村（居）民小组"}
HIERARCHY_OF_LEVEL = {GRID: GRIDS, GROUP: GROUPS}

KINDS = {
    "": "",
    "city": "直辖市",
    "district": "区",
    "county": "县",
    "street": "街道",
    "town": "镇",
    "township": "乡",
    "village": "村",
    "community": "社区",
    "grid": "网格",
    "group": "小组",
}
NBS, MCA = "nbs", "mca"
SYSTEMS = {NBS: "统计用区划代码", MCA: "民政区划代码"}

OFFICIAL, DRAWN, SYNTHETIC = "official", "drawn", "synthetic"
QUALITIES = {OFFICIAL: "正式边界", DRAWN: "示意，未经核定", SYNTHETIC: "拟合的，只供看图，不能作依据"}

# A drawn line is never exact: strips up to this share of the smaller area count as touching, not as overlap.
TOLERATED_SHARE = 0.005

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, order=True)
class Span:
    """Days from `start` up to, not including, `end`; `end` None means until further notice."""

    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.start <= day and (self.end is None or day < self.end)

    def meet(self, other: "Span") -> "Span | None":
        """The days both spans share, or None."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return None if end is not None and end <= start else Span(start, end)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same days with as few spans as possible, in order."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        last = result[-1] if result else None
        if last is None or (last.end is not None and last.end < span.start):
            result.append(span)
        elif last.end is not None:
            end = None if span.end is None else max(last.end, span.end)
            result[-1] = Span(last.start, end)
    return result


@dataclass(frozen=True)
class Placing(Generic[Id]):
    """A region stands under a parent for a span of days."""

    child: Id
    parent: Id
    span: Span


@dataclass(frozen=True)
class Descent(Generic[Id]):
    """A region stands somewhere below an ancestor (depth 0: itself) for a span of days."""

    ancestor: Id
    region: Id
    depth: int
    span: Span


def descents(lives: Mapping[Id, Span], placings: Iterable[Placing[Id]]) -> list[Descent[Id]]:
    """Every pair of region and ancestor with the days it holds, without recursion in the database.

    Raises ValueError when placings form a circle.
    """
    above: dict[Id, list[Placing[Id]]] = defaultdict(list)
    for placing in placings:
        above[placing.child].append(placing)
    done: dict[Id, list[Descent[Id]]] = {}
    for region in lives:
        _descend(region, lives, above, done, frozenset())
    return [row for rows in done.values() for row in rows]


def _descend(
    region: Id,
    lives: Mapping[Id, Span],
    above: Mapping[Id, list[Placing[Id]]],
    done: dict[Id, list[Descent[Id]]],
    path: frozenset[Id],
) -> list[Descent[Id]]:
    if region in done:
        return done[region]
    if region in path:
        message = f"region {region} stands below itself"
        raise ValueError(message)
    spans: dict[tuple[Id, int], list[Span]] = defaultdict(list)
    for placing in above.get(region, ()):
        for higher in _descend(placing.parent, lives, above, done, path | {region}):
            shared = placing.span.meet(higher.span)
            if shared is not None:
                spans[higher.ancestor, higher.depth + 1].append(shared)
    rows = [Descent(region, region, 0, lives[region])]
    for (ancestor, depth), found in spans.items():
        rows += [Descent(ancestor, region, depth, span) for span in joined(found)]
    done[region] = rows
    return rows


def short_name(name: str) -> str:
    """What people call it: 双龙村村民委员会 → 双龙村, 东方广场社区居民委员会 → 东方广场社区."""
    if name.endswith("村民委员会"):
        stem = name.removesuffix("村民委员会")
        return stem if stem.endswith("村") else f"{stem}村"
    if name.endswith("居民委员会"):
        stem = name.removesuffix("居民委员会")
        return stem if stem.endswith(("社区", "居")) else f"{stem}居委会"
    return name


_KIND_BY_ENDING = (
    ("村民委员会", "village"),
    ("居民委员会", "community"),
    ("街道", "street"),
    ("镇", "town"),
    ("乡", "township"),
    ("县", "county"),
    ("区", "district"),
)


def kind_of(name: str, level: str) -> str:
    """The kind a region's own name tells; a community by any other name is a 社区."""
    if level in {CITY, GRID, GROUP}:
        return level
    if level == COMMUNITY:
        return "village" if name.endswith(("村民委员会", "村")) else "community"
    return next((kind for ending, kind in _KIND_BY_ENDING if name.endswith(ending)), "")


def bigrams(text: str) -> list[str]:
    """Neighbouring pairs of characters: the index terms, since PostgreSQL does not segment Chinese."""
    return sorted({text[i : i + 2] for i in range(len(text) - 1)})


def terms(short: str, initials: str) -> list[str]:
    """Index terms of one region: pairs of its short name and of its pinyin initials."""
    return sorted({*bigrams(short), *bigrams(initials)})


_BLANK = re.compile(r"[\s,，、/>\-]+")
_CODE = re.compile(r"\d{2,12}")
_LATIN = re.compile(r"[a-z]+")
# One written address: 渝北区石船镇重石村. The 区 of 社区 ends no district.
_WRITTEN = re.compile(r"^(.{1,8}?(?:自治县|(?<!社)区|县))?(.{1,8}?(?:街道|镇|乡))?(.*)$")


@dataclass(frozen=True)
class Wanted:
    """A search as typed: the last word names the region, earlier words name what it lies in."""

    word: str
    around: tuple[str, ...]

    @property
    def is_code(self) -> bool:
        """Only digits: a code or the beginning of one."""
        return bool(_CODE.fullmatch(self.word))

    @property
    def is_latin(self) -> bool:
        """Only Latin letters: pinyin initials."""
        return bool(_LATIN.fullmatch(self.word))


def wanted(typed: str) -> list[Wanted]:
    """Ways to read a search box, the most literal first; none when there is nothing to look for."""
    words = [word for word in _BLANK.split(typed.strip().lower()) if word]
    if len(words) > 1:
        words = [word for word in words if word not in {"重庆市", "重庆"}]
    if not words:
        return []
    ways = [Wanted(short_name(words[-1]), tuple(words[:-1]))]
    written = _WRITTEN.match(words[-1].removeprefix("重庆市").removeprefix("重庆"))
    parts = [part for part in written.groups() if part] if written else []
    if parts and parts != [words[-1]]:
        ways.append(Wanted(short_name(parts[-1]), (*words[:-1], *parts[:-1])))
    return ways
