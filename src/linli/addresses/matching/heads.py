"""Reads the division names at the front of an address, level by level, each inside the one before."""

import re
from dataclasses import dataclass

from linli.addresses.matching.gazetteer import Gazetteer, Place
from linli.addresses.matching.text import normalise

_CITY = re.compile(r"^(?:重庆市?|中国)+(?:市辖区|县)?")
_NOT_A_DIVISION = re.compile(r"^(?:[大小]?[路街巷道桥]|小区|花园|家园|机场|大道|新村|公园|医院|学校|[东南西北]路|\d+支路|广场|车站|站)")
_SHORT_ALLOWED = frozenset({"district", "township"})


@dataclass(frozen=True)
class Head:
    """The divisions found, finest last, and the rest of the text. `places` has several when a name is not unique."""

    places: tuple[Place, ...]
    rest: str


def read_head(text: str, gazetteer: Gazetteer) -> Head:
    """Take division names off the front as long as they nest."""
    rest = _CITY.sub("", normalise(text))
    found: tuple[Place, ...] = ()
    while True:
        step = _next(rest, found, gazetteer)
        if step is None:
            return Head(found, rest)
        found, rest = step


def _next(rest: str, found: tuple[Place, ...], gazetteer: Gazetteer) -> tuple[tuple[Place, ...], str] | None:
    # A compound called 金竹苑 is not the township 金竹 with something behind it.
    compound = max((len(name) for name in gazetteer.compound_names if rest.startswith(name)), default=1)
    for length in range(min(gazetteer.divisions.longest, len(rest)), compound, -1):
        word, after = rest[:length], rest[length:]
        options = [place for place in gazetteer.divisions.names.get(word, ()) if _acceptable(place, word, after)]
        if found:
            options = [place for place in options if any(gazetteer.divisions.under(place, outer.id) for outer in found)]
        if options:
            return tuple(options), after
    return None


def _acceptable(place: Place, word: str, after: str) -> bool:
    if word in {normalise(name) for name in (place.name, *place.former)}:
        return True
    return place.level in _SHORT_ALLOWED and not _NOT_A_DIVISION.match(after)
