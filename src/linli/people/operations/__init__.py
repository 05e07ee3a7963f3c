"""The verbs of the ledger."""

from linli.people.operations.moves import HouseholdPlace, NewLink, join_household, move_in, move_out
from linli.people.operations.persons import NewPerson, correct_phone, register_person
from linli.people.operations.reading import Why, reveal, verify_id

__all__ = [
    "HouseholdPlace",
    "NewLink",
    "NewPerson",
    "Why",
    "correct_phone",
    "join_household",
    "move_in",
    "move_out",
    "register_person",
    "reveal",
    "verify_id",
]
