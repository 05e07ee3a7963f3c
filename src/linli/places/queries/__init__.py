"""Reads of the house tree and of facilities."""

from linli.places.queries.facilities import (
    Check,
    FacilityInfo,
    Wanted,
    check_note,
    facilities,
    facility,
    facility_checks,
    facility_counts,
    nearest,
)
from linli.places.queries.houses import (
    BuildingInfo,
    CompoundInfo,
    HouseInfo,
    PlaceLabel,
    Room,
    Wall,
    building_info,
    buildings_of,
    compound_info,
    house_counts,
    houses_at,
    houses_by_id,
    place_index,
    wall_of,
)
from linli.places.queries.units import UnitInfo, buildings_with_units, grids_of, units_of

__all__ = [
    "BuildingInfo", "Check", "CompoundInfo", "FacilityInfo", "HouseInfo", "PlaceLabel", "Room", "UnitInfo", "Wall", "Wanted", "building_info",
    "buildings_of", "buildings_with_units", "check_note", "compound_info", "facilities", "facility", "facility_checks", "facility_counts", "grids_of",
    "house_counts", "houses_at", "houses_by_id", "nearest", "place_index", "units_of", "wall_of",
]  # fmt: skip
