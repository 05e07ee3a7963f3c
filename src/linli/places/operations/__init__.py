"""The verbs of the house tree."""

from linli.places.operations.batch import HouseTouch, WantedHouse, ensure_houses, undo_houses
from linli.places.operations.facilities import NewFacility, change_facility, check_facility, register_facility
from linli.places.operations.grids import assign_grids
from linli.places.operations.houses import NewHouse, doubt_house, register_houses, set_house_state
from linli.places.operations.tree import Entrance, NewBuilding, NewCompound, register_building, register_compound
from linli.places.operations.upkeep import (
    BuildingFacts,
    HouseFacts,
    correct_building,
    correct_house,
    merge_houses,
    split_house,
)

__all__ = [
    "BuildingFacts",
    "Entrance",
    "HouseFacts",
    "HouseTouch",
    "NewBuilding",
    "NewCompound",
    "NewFacility",
    "NewHouse",
    "WantedHouse",
    "assign_grids",
    "change_facility",
    "check_facility",
    "correct_building",
    "correct_house",
    "doubt_house",
    "ensure_houses",
    "merge_houses",
    "register_building",
    "register_compound",
    "register_facility",
    "register_houses",
    "set_house_state",
    "split_house",
    "undo_houses",
]
