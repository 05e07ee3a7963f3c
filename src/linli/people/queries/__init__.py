"""Reads of the ledger."""

from linli.people.queries.shared import (
    Home,
    PersonBrief,
    brief,
    briefs,
    home_of,
    household_of,
    population,
    residents_of,
)

__all__ = ["Home", "PersonBrief", "brief", "briefs", "home_of", "household_of", "population", "residents_of"]
