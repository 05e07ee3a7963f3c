"""Which place an address without its name may be: by plate, by street and by likeness, each with how often such a hit is right.

The shares in `Evidence` were measured on compounds that two portals list under different addresses (see docs/benchmarks.md):
an address is often that of the gate, the sales office or the next crossing, so only a plate that one place alone bears is
answered without asking.
"""

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID
from weakref import WeakKeyDictionary

import numpy as np

from linli.addresses.matching.elements import read_divisions
from linli.addresses.matching.gazetteer import Compound, Gazetteer, Names
from linli.addresses.matching.points import metres
from linli.addresses.matching.text import fold
from linli.addresses.matching.titles import Titles, titles_of

_CHUNKS = re.compile(r"[,，;；、/（）()\[\]【】\s。.~]+|(?<!\d)-|-(?!\d)")
_NUMBER = r"(?P<number>\d{1,5})(?!\d)(?:-\d+)?号?"
_STREET = re.compile(
    r"(?P<street>[\u4e00-\u9fff]{1,7}?(?:大道|支路|支巷|公路|路|街|巷|[一二三四五六七八九十]村|新村|村|坡|湾|沟|坝|岩)(?:[东南西北中一二三四五六七八九十]段)?(?=\d)"
    r"|[\u4e00-\u9fff]{1,7}?(?:大道|支路|公路|(?<!十字)路(?!口)|街(?!道)|巷)(?:[东南西北中一二三四五六七八九十]段)?)"
    rf"(?:{_NUMBER})?"
)
_BEHIND = re.compile(_NUMBER)
# 491号对面, behind a plate and 批发市场旁 before the street say what is near, not what it is.
_BESIDE_WORD = r"(?:对面|旁|隔壁|背后|后面|附近|楼下)"
_BESIDE = re.compile(rf"(?:附\d+号?)?[^,，;；(（]{{0,4}}?{_BESIDE_WORD}")
_BEFORE = re.compile(_BESIDE_WORD)
_NOT_GRAM = re.compile(r"[^\u4e00-\u9fffA-Z0-9]")
_NAMED_AFTER_PLATE = re.compile(r"\d号")
_SHORTEST_NAME = 3
_SHORTEST_STREET, _STEM, _ESTATE = 3, 2, 800.0
_LIKE = 0.6
_UNSEEN = 8.0
_MOST = 64


class Evidence(Enum):
    """What speaks for a place, with the share of such first hits that were right."""

    PLATE = 0.98
    SIBLING = 0.84
    BESIDE = 0.57
    SHARED_PLATE = 0.31
    LIKE = 0.29
    FAINT = 0.13
    STREET = 0.1


@dataclass(frozen=True)
class Entry:
    """A place with its name, its addresses and, where known, its point (WGS-84)."""

    key: UUID
    name: str
    addresses: tuple[str, ...]
    point: tuple[float, float] | None = None


def entry_of(compound: Compound) -> Entry:
    """A compound with its address as it enters the book."""
    return Entry(compound.id, compound.name, (compound.address, *compound.aliases), compound.point)


@dataclass(frozen=True)
class Hit:
    """A place the address may be, how sure, and why."""

    key: UUID
    score: float
    evidence: Evidence
    street: str = ""
    number: int | None = None


@dataclass
class _Signs:
    """What one place shares with the text."""

    likeness: float = 0.0
    plate: float = 0.0
    near: float = 0.0
    street: float = 0.0
    beside: bool = False
    named: float = 0.0
    said: tuple[str, int | None] = ("", None)

    def weight(self, *, same_district: float) -> float:
        """For the order among places; the score says how sure."""
        return (
            4 * self.likeness
            + 5 * self.plate
            + 2.2 * self.near
            + 2.5 * self.street
            + 0.6 * same_district
            - 3 * self.beside
            + 4 * self.named
        )


class StreetBook:
    """Addresses of places by street, plate and pairs of characters."""

    def __init__(self, titles: Titles, entries: Iterable[Entry] = ()) -> None:
        self.titles = titles
        self.entries: list[Entry] = []
        self._stems: dict[str, list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        self._names = Names()
        self.streets: dict[str, list[tuple[int | None, int]]] = defaultdict(list)
        self.plates: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._districts: list[frozenset[UUID]] = []
        self._places: dict[str, array[int]] = {}
        self._shares: dict[str, array[float]] = {}
        self._lengths: dict[str, list[int]] = {}
        read = [(entry, *self._read(entry.addresses)) for entry in entries]
        counts = Counter(gram for _, _, _, grams in read for gram in grams)
        self._rare = {gram: math.log((1 + len(read)) / (1 + count)) + 1 for gram, count in counts.items()}
        for one in read:
            self._enter(*one)

    def add(self, entry: Entry) -> None:
        """One more place, known from now on; pairs of characters nobody had weigh as rare ones."""
        self._enter(entry, *self._read(entry.addresses))

    def _read(self, addresses: Sequence[str]) -> tuple[frozenset[UUID], list[tuple[str, int | None]], Counter[str]]:
        districts: frozenset[UUID] = frozenset()
        streets: list[tuple[str, int | None]] = []
        grams: Counter[str] = Counter()
        for address in addresses:
            inside, rest = self._without_divisions(address)
            districts |= inside
            streets += _streets(rest)
            grams.update(_grams(rest))
        return districts, streets, grams

    def _enter(self, entry: Entry, districts: frozenset[UUID], streets: list[tuple[str, int | None]], grams: Counter[str]) -> None:
        at = len(self.entries)
        self.entries.append(entry)
        name = fold(entry.name)
        self._stems[name[:_STEM]].append(at)
        if len(name) >= _SHORTEST_NAME:
            self._named[name].append(at)
            self._names.add(name)
        self._districts.append(districts)
        for street, number in streets:
            for name in _names(street):
                self._street(name, number, at)
        size = math.sqrt(sum((count * self._rare.get(gram, _UNSEEN)) ** 2 for gram, count in grams.items())) or 1.0
        for gram, count in grams.items():
            self._places.setdefault(gram, array("I")).append(at)
            self._shares.setdefault(gram, array("f")).append(count * self._rare.get(gram, _UNSEEN) / size)

    def _street(self, name: str, number: int | None, at: int) -> None:
        if name not in self.streets:
            lengths = self._lengths.setdefault(name[:2], [])
            if len(name) not in lengths:
                lengths.append(len(name))
                lengths.sort(reverse=True)
        self.streets[name].append((number, at))
        if number is not None:
            self.plates[name, number].add(at)

    def _without_divisions(self, text: str) -> tuple[frozenset[UUID], str]:
        """The districts named in front, however often, and what follows."""
        rest = fold(text).replace("&NBSP;", "")
        districts: frozenset[UUID] = frozenset()
        for _ in range(3):
            places, end = read_divisions(rest.lstrip(" (（)）-"), self.titles)
            rest = rest.lstrip(" (（)）-")[end:]
            districts |= frozenset(above for place in places for above in self.titles.above(place))
            if not end:
                break
        return districts, rest

    def rank(self, text: str, most: int = 5) -> list[Hit]:
        """The likeliest places, the best first; empty when nothing is shared."""
        districts, rest = self._without_divisions(text)
        signs = self._alike(rest)
        self._on_streets(rest, signs)
        self._by_name(rest, signs)
        weighed = sorted(((one.weight(same_district=self._same(districts, at)), at) for at, one in signs.items()), reverse=True)[:most]
        return [self._hit(at, signs[at]) for _, at in weighed]

    def _same(self, districts: frozenset[UUID], at: int) -> float:
        here = self._districts[at]
        return 0.0 if not districts or not here else (1.0 if districts & here else -1.0)

    def _alike(self, rest: str) -> dict[int, _Signs]:
        grams = _grams(rest)
        size = math.sqrt(sum((count * self._rare.get(gram, _UNSEEN)) ** 2 for gram, count in grams.items())) or 1.0
        scores = np.zeros(len(self.entries))
        for gram, count in grams.items():
            if gram in self._places:
                places = np.frombuffer(self._places[gram], dtype=np.uint32)
                scores[places] += count * self._rare.get(gram, _UNSEEN) / size * np.frombuffer(self._shares[gram], dtype=np.float32)
        best = np.argpartition(-scores, _MOST)[:_MOST] if len(scores) > _MOST else np.arange(len(scores))
        return {int(at): _Signs(likeness=float(scores[at])) for at in best if scores[at] > 0}

    def _on_streets(self, rest: str, signs: dict[int, _Signs]) -> None:
        for street, number, end in self._said(rest):
            on = self.streets[street]
            spread = 1 / math.sqrt(len({at for _, at in on}))
            beside = bool(_BESIDE.match(rest, end) or _BEFORE.search(rest, 0, end))
            for known, at in on:
                one = signs.setdefault(at, _Signs())
                one.street = max(one.street, spread)
                if number is not None and known == number:
                    one.plate = max(one.plate, 1 / math.sqrt(len(self.plates[street, number])))
                    one.said, one.beside = (street, number), beside
                elif number is not None and known is not None:
                    one.near = max(one.near, 1 / (1 + math.log1p(abs(known - number))))
                if not one.said[0]:
                    one.said = (street, None)

    def _by_name(self, rest: str, signs: dict[int, _Signs]) -> None:
        """A place whose name stands in the text is likely, unless the text says that it is beside it."""
        at = 0
        while at < len(rest):
            end = self._names.at(rest, at, len(rest))
            for place in self._named.get(rest[at:end], ()):
                signs.setdefault(place, _Signs()).named = -0.5 if _BESIDE.match(rest, end) else 1.0
            at = max(end, at + 1)

    def _said(self, rest: str) -> Iterable[tuple[str, int | None, int]]:
        """Streets of the book that the text names, with the number behind them and where that ends."""
        at = 0
        while at < len(rest):
            for length in self._lengths.get(rest[at : at + 2], ()):
                street = rest[at : at + length]
                if street in self.streets:
                    number = _BEHIND.match(rest, at + length)
                    at = number.end() if number else at + length
                    yield street, int(number["number"]) if number else None, at
                    break
            else:
                at += 1

    def _hit(self, at: int, one: _Signs) -> Hit:
        evidence = _evidence(one)
        if evidence is Evidence.PLATE and self._doubtful(at):
            evidence = Evidence.SIBLING
        street, number = one.said
        return Hit(self.entries[at].key, evidence.value, evidence, street, number)

    def _doubtful(self, at: int) -> bool:
        """Phases of one estate are sold under one plate; and a place named after its plate is a record without a name."""
        here = self.entries[at]
        if _NAMED_AFTER_PLATE.search(here.name):
            return True
        others = (self.entries[other] for other in self._stems[fold(here.name)[:_STEM]] if other != at)
        return any(_close(here.point, other.point) for other in others)


def _close(one: tuple[float, float] | None, other: tuple[float, float] | None) -> bool:
    return one is None or other is None or metres(one, other) < _ESTATE


def _evidence(one: _Signs) -> Evidence:
    if one.plate:
        if one.beside:
            return Evidence.BESIDE
        if one.plate < 1:
            return Evidence.SHARED_PLATE
        return Evidence.PLATE
    if one.likeness > _LIKE:
        return Evidence.LIKE
    return Evidence.STREET if one.street or one.near else Evidence.FAINT


def _streets(rest: str) -> list[tuple[str, int | None]]:
    found = (hit for chunk in _CHUNKS.split(rest) for hit in _STREET.finditer(chunk))
    return [(hit["street"], int(hit["number"]) if hit["number"] else None) for hit in found]


def _names(street: str) -> Iterable[str]:
    """A street with what may stand before it: 新牌坊松牌路 is found as 松牌路 too."""
    yield street
    yield from (street[cut:] for cut in range(1, len(street) - _SHORTEST_STREET + 1))


def _grams(text: str) -> Counter[str]:
    plain = _NOT_GRAM.sub("", text)
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))


_books: WeakKeyDictionary[Gazetteer, StreetBook] = WeakKeyDictionary()


def book_of(gazetteer: Gazetteer) -> StreetBook:
    """The book of a gazetteer's compounds, made when it is first asked for."""
    book = _books.get(gazetteer)
    if book is None:
        book = _books[gazetteer] = StreetBook(titles_of(gazetteer.divisions), map(entry_of, gazetteer.compounds.values()))
    return book
