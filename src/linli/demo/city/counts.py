"""How large a city is: real counts and the shape of real compounds, as figures only. Pure.

Communities: the 11,270 of the statistics bureau's list (2023). Compounds: aggregates of 3,329 compounds of Chongqing of which a portal
told buildings and households in 2020 (34,286 buildings, 2.89 M households): median 448 households, log-normal with sigma 1.52;
households a building by decile. No name, place or address of them is kept.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

HOUSES, PEOPLE = 3_000_000, 8_000_000
VILLAGE_HOUSES = 90
MEDIAN, SIGMA = 448, 1.52
LEAST, MOST = 24, 2500
# (floors, units, doors a floor and unit): households near the deciles 20, 38, 53, 73, 96, 126, 162, 205, 284 of a building.
BUILDINGS = ((5, 2, 2), (7, 3, 2), (9, 3, 2), (9, 2, 4), (12, 2, 4), (16, 2, 4), (27, 1, 6), (33, 1, 6), (33, 2, 4))
# Out of 100 houses; empty ones hold nobody.
STATES = (("owner", 58), ("rented", 22), ("vacant", 13), ("lent", 4), ("unknown", 3))
# People in a lived-in house, out of 100: 3.06 on average, which with empty houses makes 8 M in 3 M.
SIZES = ((1, 17), (2, 24), (3, 23), (4, 17), (5, 11), (6, 5), (7, 3))
# Age groups of the census of 2020, out of 1,000: (from, to, people).
AGES = ((0, 14, 159), (15, 29, 160), (30, 44, 196), (45, 59, 266), (60, 74, 160), (75, 96, 59))
FACILITIES_URBAN = ("clinic", "culture", "sport", "eldercare", "wc", "lamp", "hydrant", "lift")
FACILITIES_VILLAGE = ("clinic", "culture", "party_centre", "lamp")


def urban_houses(communities: int, villages: int) -> int:
    """Houses of an urban community so that the whole city has `HOUSES`."""
    left = HOUSES - villages * VILLAGE_HOUSES
    return max(LEAST, left // communities) if communities else 0


_STATES, _STEPS = [state for state, _ in STATES], list(accumulate(weight for _, weight in STATES))


def state(random: Random) -> str:
    """The state of a house."""
    return random.choices(_STATES, cum_weights=_STEPS)[0]


@dataclass(frozen=True)
class Plan:
    """A building to make."""

    floors: int
    units: int
    doors: int

    @property
    def houses(self) -> int:
        """Houses in it."""
        return self.floors * self.units * self.doors


def compounds(random: Random, houses: int) -> Iterator[list[Plan]]:
    """Buildings of one compound after another until the community has about as many houses as wanted."""
    left = houses
    while left > 0:
        wanted = min(left, int(min(MOST, max(LEAST, math.exp(random.gauss(math.log(MEDIAN), SIGMA))))))
        plans: list[Plan] = []
        while wanted > 0:
            fitting = [shape for shape in BUILDINGS if Plan(*shape).houses <= wanted + LEAST] or [BUILDINGS[0]]
            plans.append(Plan(*random.choice(fitting)))
            wanted -= plans[-1].houses
        left -= sum(plan.houses for plan in plans)
        yield plans


def farms(houses: int) -> list[Plan]:
    """Farmhouses of a village: one house each."""
    return [Plan(1, 1, 1)] * houses
