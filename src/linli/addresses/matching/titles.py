"""Names of divisions as people write them at the front of an address, ready to be looked up at a position of the text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from uuid import UUID

from linli.addresses.matching.gazetteer import Divisions, Place, spellings
from linli.addresses.matching.text import fold

# Names of before 2012 that no dated change of ours carries; people and old papers still write them.
OLD_DISTRICTS = {
    "江津市": "江津区", "合川市": "合川区", "永川市": "永川区", "南川市": "南川区", "涪陵市": "涪陵区", "南桐矿区": "綦江区", "江北县": "渝北区", "巴县": "巴南区", "綦江县": "綦江区",
    "万盛区": "綦江区", "双桥区": "大足区", "大足县": "大足区", "铜梁县": "铜梁区", "璧山县": "璧山区", "潼南县": "潼南区", "荣昌县": "荣昌区",
    "开县": "开州区", "梁平县": "梁平区", "武隆县": "武隆区", "长寿县": "长寿区", "万县市": "万州区", "万县": "万州区", "黔江县": "黔江区",
    "黔江土家族苗族自治县": "黔江区", "枳城区": "涪陵区", "李渡区": "涪陵区", "龙宝区": "万州区", "天城区": "万州区", "五桥区": "万州区",
}  # fmt: skip
# Not divisions of the civil register, but written where a district stands.
ZONES = ("北部新区", "万盛经开区", "重庆高新区", "两江新区")
_AUTONOMOUS = re.compile(r"(.+?)(?:土家族|苗族)+自治县$")
# What people call a township that is written otherwise.
COLLOQUIAL_TOWNS = {"蔡家岗街道": "蔡家"}
_HEAD = 2
_LEVELS = ("district", "township", "community")
_CLASS = {"district": "区县", "township": "道镇乡", "community": "区村会"}


def _county(name: str) -> set[str]:
    """石柱县 for 石柱土家族自治县, as everybody writes it."""
    hit = _AUTONOMOUS.match(name)
    return {hit[1] + "县"} if hit else set()


def _lengths(words: Iterable[str]) -> dict[str, list[int]]:
    """How long the words are that begin with two characters, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for word in words:
        found[word[:_HEAD]].add(len(word))
    return {head: sorted(lengths, reverse=True) for head, lengths in found.items()}


class _Level:
    """Spellings of one level: full names and short ones apart, and what one wrong character may have meant."""

    def __init__(self) -> None:
        self.full: dict[str, list[Place]] = defaultdict(list)
        self.short: dict[str, list[Place]] = defaultdict(list)
        self.blurred: dict[str, set[str]] = defaultdict(set)

    def add(self, place: Place, names: Iterable[str], level: str) -> None:
        for name in names:
            written = fold(name)
            for word in {written} | spellings(written) | _county(written):
                book = self.full if word[-1] in _CLASS[level] and len(word) > 1 else self.short
                if place not in book[word]:
                    book[word].append(place)

    def settle(self) -> None:
        self.lengths, self.short_lengths = _lengths(self.full), _lengths(self.short)
        for word in self.full:
            for place in range(len(word) - 1):
                self.blurred[word[:place] + "?" + word[place + 1 :]].add(word)


@lru_cache(maxsize=8)
def titles_of(divisions: Divisions) -> "Titles":
    """The spellings of a state of the tree, made once."""
    return Titles(divisions)


class Titles:
    """All divisions by spelling and level."""

    def __init__(self, divisions: Divisions) -> None:
        self.divisions = divisions
        self.levels = {level: _Level() for level in _LEVELS}
        named = {place.name: place for place in divisions.places.values() if place.level == "district"}
        for place in divisions.places.values():
            if place.level in self.levels:
                self.levels[place.level].add(place, (place.name, *place.former), place.level)
            if place.name in COLLOQUIAL_TOWNS:
                self.levels[place.level].short[COLLOQUIAL_TOWNS[place.name]].append(place)
        for old, now in OLD_DISTRICTS.items():
            if now in named:
                self.levels["district"].full[old].append(named[now])
        for level in self.levels.values():
            level.settle()
        self._above: dict[UUID, frozenset[UUID]] = {}

    def above(self, place: Place) -> frozenset[UUID]:
        """The place and all it ever lay in."""
        known = self._above.get(place.id)
        if known is None:
            parents = (self.divisions.places[one] for one in place.parent_ids if one in self.divisions.places)
            known = frozenset({place.id}).union(*(self.above(parent) for parent in parents))
            self._above[place.id] = known
        return known

    def within(self, found: Sequence[Place], outer: Sequence[Place]) -> tuple[Place, ...]:
        """Those of the places that lie, or lay, in one of the outer ones; all of them when nothing is known of outer ones."""
        if not outer:
            return tuple(found)
        ids = {place.id for place in outer}
        return tuple(place for place in found if not ids.isdisjoint(self.above(place)))

    def at(self, level: str, text: str, start: int, end: int, outer: Sequence[Place] = ()) -> tuple[int, tuple[Place, ...]]:
        """The longest full name of a level that begins at `start`: where it ends, and whose it is."""
        known = self.levels[level]
        return self._longest(known.full, known.lengths, text, start, end, outer)

    def short_at(self, level: str, text: str, start: int, end: int, outer: Sequence[Place] = ()) -> tuple[int, tuple[Place, ...]]:
        """As `at`, without the class word: 江北, 观音桥."""
        known = self.levels[level]
        return self._longest(known.short, known.short_lengths, text, start, end, outer)

    def _longest(  # a book and a position
        self, book: Mapping[str, list[Place]], lengths: Mapping[str, list[int]], text: str, start: int, end: int, outer: Sequence[Place]
    ) -> tuple[int, tuple[Place, ...]]:
        for length in lengths.get(text[start : start + _HEAD], ()):
            if start + length <= end:
                found = book.get(text[start : start + length])
                if found and (inside := self.within(found, outer)):
                    return start + length, inside
        return start, ()

    def meant(self, level: str, word: str, outer: Sequence[Place] = ()) -> tuple[Place, ...]:
        """Whose name a misspelt word is: one other character, or another class word; nobody's when several fit."""
        known = self.levels[level]
        near = {one for place in range(len(word) - 1) for one in known.blurred.get(word[:place] + "?" + word[place + 1 :], ())}
        found = {place for one in near for place in self.within(known.full[one], outer)}
        stem = word.removesuffix("街道").removesuffix("镇").removesuffix("乡")
        found |= set(self.within(known.short.get(stem, ()), outer)) if stem != word and outer else set()
        return tuple(found) if len(found) == 1 else ()

    def village(self, text: str, start: int, end: int, outer: Sequence[Place]) -> tuple[int, tuple[Place, ...]]:
        """A village or community, of the divisions read so far if there are any, by its full name."""
        return self.at("community", text, start, end, outer)

    def short_name(self, place: Place) -> str:
        """江北 for 江北区, 石柱 for 石柱土家族自治县; the whole name where nothing would be left, as of 忠县."""
        return min(spellings(place.name), key=len)
