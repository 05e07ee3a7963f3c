"""What other contexts may ask of the ledger of people.

Names leave this room masked. The full name or telephone goes through `reveal`, which logs purpose and reader.
"""

from uuid import UUID

from linli.kernel.actor import Actor
from linli.people import rules
from linli.people.models import Person
from linli.people.operations import (
    HouseholdPlace,
    NewLink,
    NewPerson,
    Why,
    directory,
    join_household,
    move_in,
    move_out,
    numbers,
    register_person,
    reveal,
)
from linli.people.operations.names import clean_name
from linli.people.queries import Home, PersonBrief, briefs, home_of, household_of, population, residents_of

LINKS = rules.LINKS
RELATIONS = rules.RELATIONS
STAYS = rules.STAYS

__all__ = [
    "LINKS",
    "RELATIONS",
    "STAYS",
    "Home",
    "HouseholdPlace",
    "NewLink",
    "NewPerson",
    "PersonBrief",
    "Why",
    "add_link",
    "add_person",
    "add_to_household",
    "briefs",
    "check_id_number",
    "check_phone",
    "find_by_id",
    "home_of",
    "household_of",
    "match_identity",
    "match_with_region",
    "move_out",
    "own_name",
    "person_brief",
    "population",
    "region_of",
    "residents_of",
    "reveal",
]


def match_identity(name: str, id_number: str, phone: str, *, asker: UUID | None = None) -> UUID | None:
    """The person whose name, ID number and a telephone the community holds all agree; else None, without saying what differed.

    One query of one shape whatever is known, so that timing tells nothing. The caller limits the tries of one visitor.
    """
    found = match_with_region(name, id_number, phone, asker=asker)
    return found[0] if found else None


def match_with_region(name: str, id_number: str, phone: str, *, asker: UUID | None = None) -> tuple[UUID, UUID] | None:
    """As `match_identity`, with the community that keeps the person."""
    try:
        number = numbers.id_number(rules.RESIDENT_ID, id_number)
    except numbers.Wrong:
        number = numbers.IdNumber(rules.RESIDENT_ID, numbers.plain(id_number)[:20])
    return directory.match(asker, number, clean_name(name), numbers.plain(phone))


def find_by_id(actor: Actor, id_number: str, id_type: str = rules.RESIDENT_ID) -> UUID | None:
    """The person of this certificate number, when kept in the actor's scope; the question is logged."""
    try:
        number = numbers.id_number(id_type, id_number)
    except numbers.Wrong:
        return None
    known = directory.ask(actor, [number], "find").get(number)
    return known.person_id if known and known.here else None


def check_id_number(text: str) -> str:
    """What is wrong with an ID number in plain words; empty when it can be right."""
    try:
        numbers.id_number(rules.RESIDENT_ID, text)
    except numbers.Wrong as why:
        return str(why)
    return ""


def check_phone(text: str) -> str:
    """What is wrong with a telephone number in plain words; empty when it can be right."""
    try:
        numbers.phone(text)
    except numbers.Wrong as why:
        return str(why)
    return ""


def person_brief(person_id: UUID) -> PersonBrief | None:
    """The masked line of one person, within the scope of the transaction."""
    return briefs([person_id]).get(person_id)


def own_name(actor: Actor) -> str:
    """The full name of the person bound to the actor's account: one's own name is no read. Empty when unbound."""
    if actor.person_id is None:
        return ""
    return Person.objects.standing().filter(pk=actor.person_id).values_list("name", flat=True).first() or ""


def is_called(person_id: UUID, name: str) -> bool:
    """Whether the registry holds the person, within the scope, under this very name: an answer of yes or no, no read."""
    return Person.objects.standing().filter(pk=person_id, name=name).exists()


def region_of(person_id: UUID) -> UUID | None:
    """The community that keeps the person, within the scope of the transaction."""
    return Person.objects.standing().filter(pk=person_id).values_list("region_id", flat=True).first()


def add_person(actor: Actor, new: NewPerson, *, op_id: UUID | None = None) -> UUID:
    """Register a person; the id. Raises NotVisible, NotPermitted, Invalid, Conflict."""
    return register_person(actor, new, op_id=op_id).pk


def add_link(actor: Actor, person_id: UUID, link: NewLink, *, op_id: UUID | None = None) -> UUID:
    """Link a person to a house; the link's id. Raises NotVisible, NotPermitted, Invalid, NotNow, Conflict."""
    return move_in(actor, person_id, link, op_id=op_id).pk


def add_to_household(actor: Actor, person_id: UUID, place: HouseholdPlace, *, op_id: UUID | None = None) -> UUID:
    """Enter a person into a household; the household's id. Raises NotVisible, NotPermitted, Invalid, Conflict."""
    return join_household(actor, person_id, place, op_id=op_id).household_id
