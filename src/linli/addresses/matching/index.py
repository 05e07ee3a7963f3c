"""Every building, unit and house of a city as a gazetteer of plain arrays: about 50 bytes a house, loaded by mapping files.

A house is found by one binary search over building and room in one number. What is added later lies in small dictionaries
beside the arrays until the index is saved again; houses that are withdrawn are left out when it is built anew.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from linli.addresses.matching.gazetteer import Building, Compound, Divisions, Gazetteer, House, Unit
from linli.addresses.matching.text import building_key, room_key, unit_key

_ARRAYS = ("keys", "ids", "units", "rooms")
_PLACES, _FORMAT = "places.json", 1
_DOORS, _FLOORS_BELOW = 1000, 50
_HASHED = 1 << 31


class HouseIndex(Gazetteer):
    """Compounds, buildings and units in dictionaries, houses in arrays sorted by building and room."""

    def __init__(
        self,
        divisions: Divisions | None = None,
        compounds: Iterable[Compound] = (),
        buildings: Iterable[Building] = (),
        units: Iterable[Unit] = (),
        houses: Iterable[tuple[UUID, House]] = (),
    ) -> None:
        super().__init__(divisions, compounds, buildings, units)
        self._number: dict[UUID, int] = {building: number for number, building in enumerate(self.buildings)}
        self._buildings: dict[tuple[UUID | None, str], Building] = {}
        self._units: dict[tuple[UUID, str], Unit] = {}
        for building in self.buildings.values():
            self._name_building(building)
        for unit in self.units.values():
            self._units[unit.building_id, unit_key(unit.label)] = unit
        self._added: dict[int, list[House]] = defaultdict(list)
        self.newest = UUID(int=0)
        self._seen(place.id for places in (self.compounds, self.buildings, self.units) for place in places.values())
        self._set(*self._packed(houses))

    def _seen(self, ids: Iterable[UUID]) -> None:
        """Ids tell the time: the newest one says from where on to ask for more."""
        self.newest = max(self.newest, max(ids, default=self.newest))

    def _set(self, keys: NDArray[Any], ids: NDArray[Any], units: NDArray[Any], rooms: NDArray[Any]) -> None:
        self._keys, self._ids, self._unit_names, self._rooms = keys, ids, units, rooms

    def _packed(self, houses: Iterable[tuple[UUID, House]]) -> tuple[NDArray[Any], ...]:
        keys: list[int] = []
        kept: list[House] = []
        for building_id, house in houses:
            keys.append(_key(self._number[building_id], room_key(house.room)))
            kept.append(house)
        self._seen(house.id for house in kept)
        packed = np.array(keys, dtype=np.uint64)
        order = np.argsort(packed, kind="stable")
        return (packed[order], *(column[order] for column in _columns(kept)))

    def _name_building(self, building: Building) -> None:
        for word in (building.label, *building.aliases):
            self._buildings.setdefault((building.compound_id, building_key(word)), building)

    def __len__(self) -> int:
        """Houses known."""
        return len(self._keys) + sum(map(len, self._added.values()))

    def building_in(self, compound_id: UUID | None, number: str) -> Building | None:
        """The building with this number or alias in a compound."""
        return self._buildings.get((compound_id, building_key(number)))

    def unit_in(self, building_id: UUID, number: str) -> Unit | None:
        """The unit of a building by its number."""
        return self._units.get((building_id, unit_key(number)))

    def houses_in(self, building_id: UUID, room: str) -> Sequence[House]:
        """Houses of a building with a room number, one for each unit that has it."""
        number = self._number.get(building_id)
        if number is None:
            return ()
        key = _key(number, room)
        at = int(np.searchsorted(self._keys, np.uint64(key)))
        found: list[House] = []
        while at < len(self._keys) and int(self._keys[at]) == key:
            found.append(House(UUID(bytes=self._ids[at].tobytes()), self._unit_names[at].decode(), self._rooms[at].decode()))
            at += 1
        found += self._added.get(key, ())
        # Room names that are no numbers are only hashed.
        return [house for house in found if room_key(house.room) == room]

    def add_compound(self, compound: Compound) -> None:
        """A new compound is known at once by its names; by its plates when the book of streets is made anew."""
        self.compounds[compound.id] = compound
        self._seen([compound.id])
        for kept in ("compound_names", "names", "_by_pair"):
            self.__dict__.pop(kept, None)

    def add_building(self, building: Building, units: Iterable[Unit] = ()) -> None:
        """A new building with its units."""
        self.buildings[building.id] = building
        self._number.setdefault(building.id, len(self._number))
        self._name_building(building)
        self._seen([building.id])
        for unit in units:
            self.add_unit(unit)

    def add_unit(self, unit: Unit) -> None:
        """A new unit."""
        self.units[unit.id] = unit
        self._seen([unit.id])
        self._units[unit.building_id, unit_key(unit.label)] = unit

    def add_house(self, building_id: UUID, house: House) -> None:
        """A new house of a known building. Raises KeyError when the building is not known."""
        self._added[_key(self._number[building_id], room_key(house.room))].append(house)
        self._seen([house.id])

    def save(self, folder: Path) -> None:
        """Write the index, additions merged, into a folder. Files are put in place whole: those of before may still be mapped."""
        folder.mkdir(parents=True, exist_ok=True)
        merged = self._merged()
        for name, values in zip(_ARRAYS, merged, strict=True):
            fresh = folder / f"{name}.new.npy"
            np.save(fresh, values)
            fresh.replace(folder / f"{name}.npy")
        told = {
            "format": _FORMAT,
            "newest": str(self.newest),
            "houses": len(merged[0]),
            "compounds": [_told(place) for place in self.compounds.values()],
            "buildings": [_told(place) for place in self.buildings.values()],
            "units": [_told(place) for place in self.units.values()],
        }
        fresh = folder / f"{_PLACES}.new"
        fresh.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        fresh.replace(folder / _PLACES)

    def _merged(self) -> tuple[NDArray[Any], ...]:
        if not self._added:
            return self._keys, self._ids, self._unit_names, self._rooms
        added = [(key, house) for key, houses in self._added.items() for house in houses]
        keys = np.concatenate([self._keys, np.array([key for key, _ in added], dtype=np.uint64)])
        rest = _columns([house for _, house in added])
        columns = [np.concatenate([old, new]) for old, new in zip((self._ids, self._unit_names, self._rooms), rest, strict=True)]
        order = np.argsort(keys, kind="stable")
        return (keys[order], *(column[order] for column in columns))

    @classmethod
    def load(cls, folder: Path, divisions: Divisions | None = None) -> "HouseIndex":
        """Read an index; the arrays are mapped, not copied.

        Raises FileNotFoundError, and ValueError for another format or when the writing was broken off.
        """
        told = json.loads((folder / _PLACES).read_text(encoding="utf-8"))
        if told["format"] != _FORMAT:
            message = f"format {told['format']} is not {_FORMAT}"
            raise ValueError(message)
        compounds = (
            replace(Compound(UUID(one[0]), UUID(one[1]), one[2], tuple(one[3]), one[4]), point=_point(one[5])) for one in told["compounds"]
        )
        buildings = (
            Building(UUID(one[0]), UUID(one[1]) if one[1] else None, UUID(one[2]), one[3], tuple(one[4])) for one in told["buildings"]
        )
        index = cls(divisions, compounds, buildings, (Unit(UUID(one[0]), UUID(one[1]), one[2]) for one in told["units"]))
        index.newest = UUID(told["newest"])
        arrays = [np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS]
        if any(len(values) != told["houses"] for values in arrays):
            message = f"the files in {folder} are not of one writing"
            raise ValueError(message)
        index._set(*arrays)
        return index


def _told(place: Compound | Building | Unit) -> list[Any]:
    return [str(value) if isinstance(value, UUID) else value for value in asdict(place).values()]


def _point(told: Sequence[float] | None) -> tuple[float, float] | None:
    return (told[0], told[1]) if told else None


def _key(building: int, room: str) -> int:
    """Building and room in one number: a room number as it counts, any other name by its hash."""
    floor, _, door = room.partition("-") if not room.startswith("-") else ("-" + (parts := room[1:].partition("-"))[0], "", parts[2])
    try:
        code = (int(floor) + _FLOORS_BELOW) * _DOORS + int(door)
    except ValueError:
        code = _HASHED | zlib.crc32(room.encode())
    return building << 32 | (code & 0xFFFFFFFF)


def _columns(houses: Sequence[House]) -> tuple[NDArray[Any], ...]:
    ids = np.frombuffer(b"".join(house.id.bytes for house in houses), dtype=np.uint8).reshape(-1, 16)
    units = np.array([house.unit.encode() for house in houses], dtype="S20")
    rooms = np.array([house.room.encode() for house in houses], dtype="S20")
    return ids, units, rooms
