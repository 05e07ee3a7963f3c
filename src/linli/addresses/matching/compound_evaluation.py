"""How often the address alone leads to the compound: pairs of the same compound in two portals, and compounds that only share a name.

The question is the one portal's address, never its name. The answers stand among all compounds of the other portal; addresses that
further portals give the same compound (equal name within a kilometre) are its aliases, those of the asking portal are left out.
Points are Baidu's and are taken back to WGS-84.
"""

import re
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from linli.addresses.matching.outcome import ASK_BELOW
from linli.addresses.matching.points import Point, bd09_to_wgs84, metres
from linli.addresses.matching.streets import Entry, Hit, StreetBook
from linli.addresses.matching.text import fold
from linli.addresses.matching.titles import Titles

MATCH, NONMATCH = "match", "nonmatch_samename"
_SAME_COMPOUND, _SAME_GATE = 1000.0, 100.0
_BLANKS = re.compile(r"[()（）·\s]")

Row = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """One question with its answers."""

    kind: str
    right: UUID
    hits: tuple[Hit, ...]
    where: Mapping[UUID, Entry]

    @property
    def first(self) -> Hit | None:
        """The best answer."""
        return self.hits[0] if self.hits else None

    @property
    def sure(self) -> bool:
        """Whether it is given without asking back."""
        return self.first is not None and self.first.score >= ASK_BELOW

    @property
    def off(self) -> float | None:
        """Metres between the best answer and the right one."""
        if self.first is None:
            return None
        here, there = self.where[self.first.key].point, self.where[self.right].point
        return metres(here, there) if here and there else None


def evaluate_pairs(pairs: Sequence[Row], compounds: Sequence[Row], titles: Titles) -> dict[str, Any]:
    """Figures over all pairs of the file whose second compound is in the list. Raises KeyError when a column is missing."""
    among_all: list[Asked] = []
    among_pairs: list[Asked] = []
    spent = 0.0
    wanted = {_key(pair["name"], pair["addr_b"]) for pair in pairs}
    for asking, answering in sorted({(pair["src_a"], pair["src_b"]) for pair in pairs}):
        entries = _entries(compounds, asking, answering)
        here = [
            pair
            for pair in pairs
            if (pair["src_a"], pair["src_b"]) == (asking, answering) and _key(pair["name"], pair["addr_b"]) in entries
        ]
        few = {key: entry for key, entry in entries.items() if key in wanted}
        among_pairs += _ask(here, few, titles)[0]
        asked, seconds = _ask(here, entries, titles)
        among_all, spent = among_all + asked, spent + seconds
    return {
        "pairs": len(among_all),
        "among_all": _figures(among_all),
        "among_pairs_only": _figures(among_pairs),
        "questions_per_processor_second": round(len(among_all) / max(spent, 1e-9)),
    }


def _ask(pairs: Sequence[Row], entries: Mapping[UUID, Entry], titles: Titles) -> tuple[list[Asked], float]:
    """All answers, and the processor time that the questions took."""
    book = StreetBook(titles, entries.values())
    started = time.process_time()
    asked = [Asked(pair["silver"], _key(pair["name"], pair["addr_b"]), tuple(book.rank(pair["addr_a"])), entries) for pair in pairs]
    return asked, time.process_time() - started


def _key(name: str, address: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"{name}|{address}")


def _entries(compounds: Iterable[Row], asking: str, answering: str) -> dict[UUID, Entry]:
    entries: dict[UUID, Entry] = {}
    named: dict[str, list[UUID]] = defaultdict(list)
    others: list[Row] = []
    for row in compounds:
        if not row["address"] or row["source"] == asking:
            continue
        if row["source"] != answering:
            others.append(row)
            continue
        key = _key(row["name"], row["address"])
        entries[key] = Entry(key, row["name"], (row["address"],), _point(row))
        named[_plain(row["name"])].append(key)
    for row in others:
        point = _point(row)
        for key in named[_plain(row["name"])]:
            known = entries[key].point
            if point and known and metres(point, known) < _SAME_COMPOUND:
                entries[key] = replace(entries[key], addresses=(*entries[key].addresses, row["address"]))
                break
    return entries


def _plain(name: str) -> str:
    return _BLANKS.sub("", fold(name))


def _point(row: Row) -> Point | None:
    return bd09_to_wgs84((float(row["lon"]), float(row["lat"]))) if row["lon"] and row["lat"] else None


def _figures(asked: Sequence[Asked]) -> dict[str, Any]:
    matches = [one for one in asked if one.kind == MATCH]
    strangers = [one for one in asked if one.kind == NONMATCH]
    sure = [one for one in matches if one.sure]
    right = [one for one in sure if _right(one)]
    off = [one.off for one in matches if one.off is not None]
    return {
        "candidates": len({key for one in asked for key in one.where}),
        "matches": len(matches),
        "r_at_1": _share(sum(_right(one) for one in matches), len(matches)),
        "r_at_5": _share(sum(one.right in {hit.key for hit in one.hits} for one in matches), len(matches)),
        "median_error_m": round(statistics.median(off), 1) if off else None,
        "answered_without_asking": _share(len(sure), len(matches)),
        "precision_when_answered": _share(len(right), len(sure)),
        "precision_when_answered_within_100_m": _share(sum(_right(one) or (one.off or 0.0) < _SAME_GATE for one in sure), len(sure)),
        "nonmatches": len(strangers),
        "false_accepts": sum(one.sure and _right(one) for one in strangers),
    }


def _right(one: Asked) -> bool:
    return one.first is not None and one.first.key == one.right


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
