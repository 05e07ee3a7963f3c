"""The names that addresses are matched against, as plain values: divisions, compounds, buildings, units, houses."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from rapidfuzz import fuzz, process

from linli.addresses.matching.text import building_key, normalise, unit_key

_SUFFIXES = (
    "土家族苗族自治县",
    "苗族土家族自治县",
    "土家族自治县",
    "自治县",
    "街道",
    "社区居民委员会",
    "村民委员会",
    "居委会",
    "村委会",
    "社区",
    "新区",
    "区",
    "县",
    "镇",
    "乡",
    "村",
)
_SHORTEST, _MOST_SIMILAR = 2, 20
_GROUP_WORD = re.compile(r"(?:村民小组|居民小组|小组|组|社|队)$")


@dataclass(frozen=True)
class Place:
    """A division: its level, name, former names, and its parents of all times, the present one first."""

    id: UUID
    level: str
    name: str
    parent_ids: tuple[UUID, ...] = ()
    former: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True)
class Compound:
    """小区: its community, name and other names, the plates it is reached by as written, and its point (WGS-84)."""

    id: UUID
    region_id: UUID
    name: str
    aliases: tuple[str, ...] = ()
    address: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Building:
    """楼栋."""

    id: UUID
    compound_id: UUID | None
    region_id: UUID
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """单元."""

    id: UUID
    building_id: UUID
    label: str


@dataclass(frozen=True)
class House:
    """户室 with its room number as the community writes it; looked up only once the building is known."""

    id: UUID
    unit: str
    room: str


def spellings(name: str) -> set[str]:
    """A name as people write it: in full and without its class word."""
    full = normalise(name)
    short = {full.removesuffix(suffix) for suffix in _SUFFIXES if full.endswith(suffix)}
    return {full} | {word for word in short if len(word) >= _SHORTEST}


class Divisions:
    """Names of divisions with what lies in what; built once for a state of the tree and shared."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self.places = {place.id: place for place in places}

    @cached_property
    def groups(self) -> dict[str, list[Place]]:
        """Village groups by number or name: 3 and 院子坝 for 第3村民小组 and 院子坝组."""
        index: dict[str, list[Place]] = defaultdict(list)
        for place in self.places.values():
            if place.level == "group":
                for word in {_GROUP_WORD.sub("", normalise(name)).removeprefix("第") for name in (place.name, *place.former)}:
                    index[word].append(place)
        return dict(index)

    def under(self, place: Place, ancestor_id: UUID) -> bool:
        """Whether the division is the other or ever lay in it."""
        if place.id == ancestor_id:
            return True
        above = (self.places[parent] for parent in place.parent_ids if parent in self.places)
        return any(self.under(parent, ancestor_id) for parent in above)

    def parent(self, place: Place) -> Place | None:
        """The division above it today."""
        return next((self.places[one] for one in place.parent_ids[:1] if one in self.places), None)


class Names:
    """Words looked up at a position of a text, the longest first."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._by_head: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """One more word; those of one character are left out."""
        if len(word) < _SHORTEST:
            return
        words = self._by_head[word[:_SHORTEST]]
        if word not in words:
            words.append(word)
            words.sort(key=len, reverse=True)

    def at(self, text: str, start: int, end: int) -> int:
        """Where the longest word that begins at `start` ends; `start` when none does."""
        for word in self._by_head.get(text[start : start + _SHORTEST], ()):
            if text.startswith(word, start, end):
                return start + len(word)
        return start

    def inside(self, text: str) -> str:
        """The longest word that stands anywhere in the text."""
        return max((text[start : self.at(text, start, len(text))] for start in range(len(text))), key=len, default="")


NO_NAMES = Names()


class Gazetteer:
    """Divisions of the city with the compounds, buildings and units of the part of it that matters now."""

    def __init__(
        self,
        divisions: Divisions | None = None,
        compounds: Iterable[Compound] = (),
        buildings: Iterable[Building] = (),
        units: Iterable[Unit] = (),
    ) -> None:
        self.divisions = divisions or Divisions()
        self.compounds = {compound.id: compound for compound in compounds}
        self.buildings = {building.id: building for building in buildings}
        self.units = {unit.id: unit for unit in units}

    @cached_property
    def compound_names(self) -> dict[str, list[Compound]]:
        """Spelling → compounds, with and without 小区."""
        index: dict[str, list[Compound]] = defaultdict(list)
        for compound in self.compounds.values():
            for name in {compound.name, *compound.aliases}:
                full = normalise(name)
                for word in {full, full.removesuffix("小区")}:
                    if len(word) >= _SHORTEST and compound not in index[word]:
                        index[word].append(compound)
        return dict(index)

    @cached_property
    def names(self) -> Names:
        """Compound names as they are looked up while reading."""
        return Names(self.compound_names)

    def named_in(self, text: str) -> list[Compound]:
        """The compounds with the longest name that stands in the text; none for names of two characters, which stand everywhere."""
        found = self.names.inside(text)
        return self.compound_names[found] if len(found) > _SHORTEST else []

    def similar(self, name: str, least: float) -> list[tuple[str, float]]:
        """Names of compounds that differ little, with how like they are in percent."""
        near = {other for at in range(len(name) - 1) for other in self._by_pair.get(name[at : at + 2], ())}
        hits = process.extract(name, near, scorer=fuzz.ratio, score_cutoff=least, limit=_MOST_SIMILAR)
        return [(found, ratio) for found, ratio, _ in hits]

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        """Names by each pair of their characters: names that differ little share one."""
        pairs: dict[str, list[str]] = defaultdict(list)
        for name in self.compound_names:
            for pair in {name[at : at + 2] for at in range(len(name) - 1)}:
                pairs[pair].append(name)
        return dict(pairs)

    def houses_in(self, _building_id: UUID, _room: str) -> Sequence[House]:
        """Houses of a building with a room number; this gazetteer knows none."""
        return ()

    @cached_property
    def by_compound(self) -> dict[UUID | None, list[Building]]:
        """Buildings of each compound; those without one (散户) under None."""
        index: dict[UUID | None, list[Building]] = defaultdict(list)
        for building in self.buildings.values():
            index[building.compound_id].append(building)
        return dict(index)

    def building_in(self, compound_id: UUID | None, number: str) -> Building | None:
        """The building with this number or alias in a compound."""
        wanted = building_key(number)
        for building in self.by_compound.get(compound_id, ()):
            if wanted in {building_key(word) for word in (building.label, *building.aliases)}:
                return building
        return None

    def units_of(self, building_id: UUID) -> list[Unit]:
        """Units of a building."""
        return [unit for unit in self.units.values() if unit.building_id == building_id]

    def unit_in(self, building_id: UUID, number: str) -> Unit | None:
        """The unit of a building by its number."""
        wanted = unit_key(number)
        return next((unit for unit in self.units_of(building_id) if unit_key(unit.label) == wanted), None)
