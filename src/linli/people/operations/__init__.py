"""The verbs of the ledger."""

from linli.people.operations.moves import HouseholdPlace, NewLink, join_household, move_in, move_out
from linli.people.operations.persons import NewPerson, correct_phone, register_person
from linli.people.operations.reading import Why, reveal, verify_id
from linli.people.operations.tags import NewTag, TagSeen, put_tag, see_tags, withdraw_batch, withdraw_tag

__all__ = [
    "HouseholdPlace",
    "NewLink",
    "NewPerson",
    "NewTag",
    "TagSeen",
    "Why",
    "correct_phone",
    "join_household",
    "move_in",
    "move_out",
    "put_tag",
    "register_person",
    "reveal",
    "see_tags",
    "verify_id",
    "withdraw_batch",
    "withdraw_tag",
]
