"""Loads the part of the city that a text can mean, and finds what lies at a point."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from uuid import UUID

from django.db import connection

from linli.addresses.matching import Building, Compound, Divisions, Gazetteer, Home, House, Place, Unit, normalise
from linli.addresses.matching.index import HouseIndex
from linli.kernel import stamps
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.places import contract as places
from linli.regions.contract import COMMUNITY, DirectoryEntry, directory

_kept: list[tuple[tuple[DirectoryEntry, ...], Divisions]] = []
SHORTEST, MOST_NAMED = 2, 40
_COMPOUNDS = f"SELECT id, region_id, label FROM {places.SHAPES_TABLE} WHERE kind = 'compound' AND length(label) > %s"  # noqa: S608
# A compound keeps its name; a new one has the newest id, unless its transaction took so long that another overtook it:
# that one is known in its own community at once, elsewhere after ten minutes.
_STAMP = stamps.declare(
    "addresses.compounds",
    f"SELECT coalesce((SELECT id::text FROM {places.SHAPES_TABLE} WHERE kind = 'compound' ORDER BY id DESC LIMIT 1), '')",  # noqa: S608
)
_Names = dict[str, list[Compound]]
_published: stamps.Kept[None, _Names] = stamps.Kept(_STAMP, seconds=600)
_NEAR = f"""
SELECT id, kind, parent_id, region_id, label, ST_Distance(geometry, at.p) / at.stretch AS metres
FROM {places.SHAPES_TABLE}, (
    SELECT ST_Transform(ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326), 3857) AS p, 1 / cos(radians(%(lat)s)) AS stretch
) at
WHERE geometry && ST_Expand(at.p, %(metres)s * at.stretch) AND ST_DWithin(geometry, at.p, %(metres)s * at.stretch)
ORDER BY kind, metres LIMIT 8
"""  # noqa: S608  # the table's name is a constant


def divisions() -> Divisions:
    """Names of all divisions, past and present; built again only when the tree changed."""
    entries = directory()
    if not _kept or _kept[0][0] is not entries:
        places_ = (Place(e.id, e.level, e.names[0], e.parent_ids, e.names[1:], e.gone) for e in entries)
        _kept[:] = [(entries, Divisions(places_))]
    return _kept[0][1]


def gazetteer(text: str, home: Home) -> Gazetteer:
    """Names a text can mean: compounds of the home's community, and published compounds that the text names.

    Compounds elsewhere come from the published shapes, so a resident finds the lamp in the next community too.
    """
    compounds = {compound.id: compound for compound in _named(text)}
    found = places.names_of([home.region_id] if home.region_id else [], compounds)
    compounds |= {one.id: Compound(one.id, one.region_id, one.name, one.aliases, one.address) for one in found if one.kind == "compound"}
    buildings = [Building(one.id, one.parent_id, one.region_id, one.name) for one in found if one.kind == "building"]
    units = [Unit(one.id, one.parent_id, one.name) for one in found if one.kind == "unit" and one.parent_id]
    return Gazetteer(divisions(), compounds.values(), buildings, units)


def _named(text: str) -> list[Compound]:
    """Published compounds of the city whose name stands in the text: its pieces are looked up among all names."""
    names = _published.get(None, _read_names)
    pieces = dict.fromkeys(_pieces(normalise(text), {len(name) for name in names}))
    return [compound for piece in pieces for compound in names.get(piece, ())][:MOST_NAMED]


def _read_names() -> _Names:
    names: _Names = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_COMPOUNDS, [SHORTEST])
        for pk, region_id, label in cursor.fetchall():
            names[label.removesuffix("小区").replace(" ", "")].append(Compound(pk, region_id, label))
    return dict(names)


def _pieces(text: str, lengths: Iterable[int]) -> Iterator[str]:
    return (text[start : start + length] for length in lengths for start in range(len(text) - length + 1))


def rooms_of(actor: Actor, building_id: UUID) -> list[House]:
    """Rooms of a building that the actor may see; none elsewhere."""
    try:
        wall = places.wall(actor, building_id)
    except NotVisible:
        return []
    rooms = (room for floor in wall.floors for unit in floor.units for room in unit)
    return [House(room.id, room.unit, room.number) for room in rooms]


def house_index(folder: Path | None = None) -> HouseIndex:
    """All compounds, buildings, units and houses in scope, for matching many addresses.

    With a folder the index is kept there: what was made since it was written is added, the rest is not read again. Houses
    withdrawn since then stay in it; delete the folder to have it made anew.
    """
    kept = divisions()
    regions = [place.id for place in kept.places.values() if place.level == COMMUNITY]
    index = _kept_index(folder, kept) if folder else None
    if index is None:
        index = _new_index(kept, places.place_index(regions))
    elif not _extend(index, places.place_index(regions, after=index.newest)):
        return index
    if folder:
        index.save(folder)
    return index


def _kept_index(folder: Path, kept: Divisions) -> HouseIndex | None:
    try:
        return HouseIndex.load(folder, kept)
    except (FileNotFoundError, ValueError):
        return None


def _new_index(kept: Divisions, labels: Iterable[places.PlaceLabel]) -> HouseIndex:
    """Everything but houses is few; houses come last and go into the arrays as they are read."""
    rest = iter(labels)
    compounds: list[Compound] = []
    buildings: list[Building] = []
    units: list[Unit] = []
    first: list[places.PlaceLabel] = []
    for one in rest:
        if one.kind == "compound":
            compounds.append(_compound(one))
        elif one.kind == "building":
            buildings.append(_building(one))
        elif one.kind == "unit" and one.building_id:
            units.append(Unit(one.id, one.building_id, one.number))
        else:
            first.append(one)
            break
    houses = ((one.building_id, _house(one)) for one in chain(first, rest) if one.building_id)
    return HouseIndex(kept, compounds, buildings, units, houses)


def _extend(index: HouseIndex, labels: Iterable[places.PlaceLabel]) -> int:
    """How many places were new."""
    count = 0
    for count, one in enumerate(labels, 1):  # noqa: B007  # the count is the answer
        if one.kind == "compound":
            index.add_compound(_compound(one))
        elif one.kind == "building":
            index.add_building(_building(one))
        elif one.kind == "unit" and one.building_id:
            index.add_unit(Unit(one.id, one.building_id, one.number))
        elif one.building_id:
            index.add_house(one.building_id, _house(one))
    return count


def _compound(one: places.PlaceLabel) -> Compound:
    return Compound(one.id, one.region_id, one.texts[0], one.texts[1:], one.address, one.point)


def _building(one: places.PlaceLabel) -> Building:
    return Building(one.id, one.compound_id, one.region_id, one.texts[0], one.texts[1:])


def _house(one: places.PlaceLabel) -> House:
    return House(one.id, one.unit, one.number)


def near(lon: float, lat: float, metres: float) -> list[tuple[UUID, str, UUID | None, UUID, str, float]]:
    """Published shapes around a point, buildings first: (id, kind, parent, region, label, metres)."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"lon": lon, "lat": lat, "metres": metres})
        return [tuple(row) for row in cursor.fetchall()]
