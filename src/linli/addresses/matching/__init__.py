"""地址匹配: from what a person types to region, compound, building, unit and house. Pure: no Django, no database.

Levels follow GB/T 39609 and the local habits of a hill city (平街层, 5-8 for floor 5 room 8, 附 plates).
"""

from linli.addresses.matching.elements import Address, split
from linli.addresses.matching.gazetteer import Building, Compound, Divisions, Gazetteer, House, Place, Unit
from linli.addresses.matching.inside import Element
from linli.addresses.matching.levels import Parsed, format_address, levels, parse
from linli.addresses.matching.locating import locate
from linli.addresses.matching.matching import match
from linli.addresses.matching.outcome import ASK_BELOW, LEVELS, Candidate, Home, Match
from linli.addresses.matching.text import normalise
from linli.addresses.matching.titles import Titles, titles_of

__all__ = [
    "ASK_BELOW",
    "LEVELS",
    "Address",
    "Building",
    "Candidate",
    "Compound",
    "Divisions",
    "Element",
    "Gazetteer",
    "Home",
    "House",
    "Match",
    "Parsed",
    "Place",
    "Titles",
    "Unit",
    "format_address",
    "levels",
    "locate",
    "match",
    "normalise",
    "parse",
    "split",
    "titles_of",
]
