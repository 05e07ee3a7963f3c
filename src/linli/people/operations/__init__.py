"""The verbs of the ledger."""

from linli.people.operations.merging import kept_instead_of, merge, part, tell_apart
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
    "kept_instead_of",
    "merge",
    "move_in",
    "move_out",
    "part",
    "put_tag",
    "register_person",
    "reveal",
    "see_tags",
    "tell_apart",
    "verify_id",
    "withdraw_batch",
    "withdraw_tag",
]
