"""How well addresses with labelled elements are cut: divisions by span and by the division meant, elements, rooms, speed.

Labels are those of public corpora (prov, city, district, town, road, poi, houseno, cellno …). A division counts twice: as the
span that was labelled, and apart, where the label is a known name, as the division that is meant, since labels hold typos
and old names. Spans that name nothing (电联, 附近) are no elements on either side.
"""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linli.addresses.matching.elements import Address, split
from linli.addresses.matching.gazetteer import Place
from linli.addresses.matching.text import fold
from linli.addresses.matching.titles import Titles

KINDS = {
    "roadno": "plate",
    "subroad": "road",
    "subroadno": "plate",
    "poi": "compound",
    "subpoi": "part",
    "houseno": "building",
    "cellno": "unit",
    "floorno": "floor",
    "roomno": "room",
    "community": "village",
    "village_group": "group",
    "devzone": "zone",
}
_NOTHING = frozenset({"redundant", "assist", "direction", "distance", "intersection", "remark", "O"})
_ROOMS = ("building", "unit", "floor", "room")
_DIVISIONS = {"district": "district", "town": "township", "village": "community"}
_PASSES = 3

Pair = tuple[str, str]


@dataclass(frozen=True)
class Labelled:
    """An address with its elements in order, each a kind of ours with its text."""

    text: str
    elements: tuple[Pair, ...]


@dataclass
class Counts:
    """Right, invented and missed elements of one kind."""

    right: int = 0
    invented: int = 0
    missed: int = 0

    def add(self, other: "Counts") -> None:
        """Count another kind in."""
        self.right, self.invented, self.missed = self.right + other.right, self.invented + other.invented, self.missed + other.missed

    def figures(self) -> dict[str, float | int]:
        """Precision, recall, F1 and the counts."""
        found, there = self.right + self.invented, self.right + self.missed
        both = found + there
        return {
            "precision": _share(self.right, found),
            "recall": _share(self.right, there),
            "f1": _share(2 * self.right, both),
            "right": self.right,
            "invented": self.invented,
            "missed": self.missed,
        }


@dataclass
class Share:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def count(self, *, right: bool) -> None:
        """One more."""
        self.right, self.of = self.right + right, self.of + 1

    def figures(self) -> dict[str, float | int]:
        """The share with its counts."""
        return {"accuracy": _share(self.right, self.of), "right": self.right, "of": self.of}


@dataclass
class Report:
    """All that is measured."""

    addresses: int = 0
    span: dict[str, Share] = field(default_factory=lambda: {kind: Share() for kind in _DIVISIONS})
    meant: dict[str, Share] = field(default_factory=lambda: {kind: Share() for kind in _DIVISIONS})
    short_form: Share = field(default_factory=Share)
    kinds: dict[str, Counts] = field(default_factory=dict)
    per_second: float = 0.0
    per_processor_second: float = 0.0

    def figures(self) -> dict[str, Any]:
        """As it is printed."""
        everything, rooms = Counts(), Counts()
        for kind, counts in self.kinds.items():
            everything.add(counts)
            if kind in _ROOMS:
                rooms.add(counts)
        divisions = {kind: {"span": self.span[kind].figures(), "meant": self.meant[kind].figures()} for kind in _DIVISIONS}
        return {
            "addresses": self.addresses,
            **divisions,
            "short_form": self.short_form.figures(),
            "elements": everything.figures(),
            "rooms": rooms.figures(),
            "kinds": {kind: self.kinds[kind].figures() for kind in sorted(self.kinds)},
            "addresses_per_second": round(self.per_second),
            "addresses_per_processor_second": round(self.per_processor_second),
        }


def labelled(row: Mapping[str, Any]) -> Labelled:
    """A row of the file. Raises KeyError, TypeError and ValueError when it is none."""
    return Labelled(str(row["text"]), tuple((KINDS.get(kind, kind), str(text)) for kind, text in row["entities"]))


def evaluate(rows: Iterable[Labelled], titles: Titles) -> Report:
    """Cut all addresses and compare."""
    report = Report()
    texts: list[str] = []
    for row in rows:
        address = split(row.text, titles)
        _elements(row, address, report)
        _spans(row, address, report)
        _meant(row, address, titles, report)
        _short_form(row, titles, report)
        texts.append(row.text)
    report.addresses = len(texts)
    if texts:
        _speed(texts, titles, report)
    return report


def _elements(row: Labelled, address: Address, report: Report) -> None:
    wanted = Counter(pair for pair in row.elements if pair[0] not in _NOTHING)
    found = Counter((one.kind, one.text) for one in address.elements if one.kind not in _NOTHING)
    for pairs, kept in ((wanted & found, "right"), (found - wanted, "invented"), (wanted - found, "missed")):
        for (kind, _), count in pairs.items():
            counts = report.kinds.setdefault(kind, Counts())
            setattr(counts, kept, getattr(counts, kept) + count)


def _spans(row: Labelled, address: Address, report: Report) -> None:
    for kind, share in report.span.items():
        wanted = _first(row.elements, kind)
        if wanted:
            share.count(right=wanted == _first([(one.kind, one.text) for one in address.elements], kind))


def _first(pairs: Sequence[Pair], kind: str) -> str:
    return next((text for one, text in pairs if one == kind), "")


def _meant(row: Labelled, address: Address, titles: Titles, report: Report) -> None:
    """The division a label names, inside those above it, against the one the address was read as."""
    outer: tuple[Place, ...] = ()
    for kind, share in report.meant.items():
        label = _first(row.elements, kind)
        named = _named(label, _DIVISIONS[kind], titles, outer) if label else ()
        if named:
            read = address.said.get(kind, ())
            share.count(right=bool(read) and set(read) <= set(named))
            outer = named


def _named(label: str, level: str, titles: Titles, outer: Sequence[Place]) -> tuple[Place, ...]:
    text = fold(label)
    for look in (titles.at, titles.short_at):
        end, places = look(level, text, 0, len(text), outer)
        if end == len(text):
            return places
    return ()


def _short_form(row: Labelled, titles: Titles, report: Report) -> None:
    """重庆江北… for 重庆市江北区…: the same address without the class words of city and district."""
    label = _first(row.elements, "district")
    named = _named(label, "district", titles, ()) if label else ()
    short = titles.short_name(named[0]) if len(named) == 1 else ""
    at = row.text.find(label)
    if not short or at < 0:
        return
    address = split(f"重庆{short}{row.text[at + len(label) :]}", titles)
    report.short_form.count(right=any(named[0].id in titles.above(place) for place in (*address.said.get("district", ()), *address.places)))


def _speed(texts: Sequence[str], titles: Titles, report: Report) -> None:
    """The quickest of a few passes, by the clock and by the processor's own time."""
    for _ in range(_PASSES):
        clock, processor = time.perf_counter(), time.process_time()
        for text in texts:
            split(text, titles)
        report.per_second = max(report.per_second, len(texts) / (time.perf_counter() - clock))
        report.per_processor_second = max(report.per_processor_second, len(texts) / max(time.process_time() - processor, 1e-9))


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0
