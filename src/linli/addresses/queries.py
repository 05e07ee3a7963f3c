"""Loads the part of the city that a text can mean, and finds what lies at a point."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from linli.addresses.matching import Building, Compound, Divisions, Gazetteer, Home, House, Place, Unit, normalise
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.places import contract as places
from linli.regions.contract import DirectoryEntry, directory

_kept: list[tuple[tuple[DirectoryEntry, ...], Divisions]] = []
SHORTEST = 2
_NAMED = f"""
SELECT id, region_id, label FROM {places.SHAPES_TABLE}
WHERE kind = 'compound' AND length(label) > %s AND position(replace(regexp_replace(label, '小区$', ''), ' ', '') IN %s) > 0
LIMIT 40
"""  # noqa: S608  # the table's name is a constant
_BUILDINGS = f"SELECT id, parent_id, region_id, label FROM {places.SHAPES_TABLE} WHERE kind = 'building' AND parent_id = ANY(%s)"  # noqa: S608
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
    compounds |= {compound.id: compound for compound in _own([home.region_id] if home.region_id else [])}
    buildings = _buildings(compounds)
    units = [Unit(unit.id, unit.building_id, unit.number) for unit in places.units_of(building.id for building in buildings)]
    return Gazetteer(divisions(), compounds.values(), buildings, units)


def _own(region_ids: Sequence[UUID]) -> list[Compound]:
    found = places.compounds_of(region_ids)
    return [Compound(one.id, one.region_id, one.name, one.aliases, one.address) for one in found]


def _named(text: str) -> list[Compound]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [SHORTEST, normalise(text)])
        return [Compound(pk, region_id, label) for pk, region_id, label in cursor.fetchall()]


def _buildings(compound_ids: Iterable[UUID]) -> list[Building]:
    with connection.cursor() as cursor:
        cursor.execute(_BUILDINGS, [list(compound_ids)])
        return [Building(pk, parent_id, region_id, label) for pk, parent_id, region_id, label in cursor.fetchall()]


def rooms_of(actor: Actor, building_id: UUID) -> list[House]:
    """Rooms of a building that the actor may see; none elsewhere."""
    try:
        wall = places.wall(actor, building_id)
    except NotVisible:
        return []
    rooms = (room for floor in wall.floors for unit in floor.units for room in unit)
    return [House(room.id, room.unit, room.number) for room in rooms]


def near(lon: float, lat: float, metres: float) -> list[tuple[UUID, str, UUID | None, UUID, str, float]]:
    """Published shapes around a point, buildings first: (id, kind, parent, region, label, metres)."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"lon": lon, "lat": lat, "metres": metres})
        return [tuple(row) for row in cursor.fetchall()]
