"""What other contexts may ask of the ledger of people.

Names leave this room masked. The full name or telephone goes through `reveal`, which logs purpose and reader.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from linli.kernel.actor import Actor
from linli.people import rules
from linli.people.models import Person
from linli.people.operations import (
    HouseholdPlace,
    NewLink,
    NewPerson,
    NewTag,
    TagSeen,
    Why,
    directory,
    join_household,
    kept_instead_of,
    merge,
    move_in,
    move_out,
    numbers,
    part,
    register_person,
    reveal,
    see_tags,
    tell_apart,
)
from linli.people.operations import (
    put_tag as _put_tag,
)
from linli.people.operations import (
    withdraw_batch as _withdraw_batch,
)
from linli.people.operations import (
    withdraw_tag as _withdraw_tag,
)
from linli.people.operations.directory import phone_index
from linli.people.operations.facts import Word
from linli.people.operations.facts import take_from_source as _take_from_source
from linli.people.operations.names import clean_name, initials_of
from linli.people.queries import Home, PersonBrief, briefs, home_of, household_of, population, residents_of
from linli.people.queries.checks import LedgerState, Months, household_house, kept_regions, ledger_state, twins
from linli.people.queries.compare import Side, Twin, compare, merges, pairs
from linli.people.queries.tags import TagCount, in_force
from linli.people.queries.tags import counts as _counts
from linli.people.rules import tags

LINKS = rules.LINKS
RELATIONS = rules.RELATIONS
STAYS = rules.STAYS
TAG_KINDS = {code: tags.KINDS[code].label for code in tags.STORED}
TAG_OF_LABEL = tags.KIND_OF_LABEL

__all__ = [
    "LINKS",
    "RELATIONS",
    "STAYS",
    "TAG_KINDS",
    "TAG_OF_LABEL",
    "Home",
    "HouseholdPlace",
    "LedgerState",
    "Months",
    "NewLink",
    "NewPerson",
    "PersonBrief",
    "Side",
    "TagCount",
    "TagSeen",
    "Twin",
    "Why",
    "Word",
    "add_link",
    "add_person",
    "add_to_household",
    "briefs",
    "check_id_number",
    "check_phone",
    "compare",
    "counts",
    "find_by_id",
    "has_tags",
    "home_of",
    "household_house",
    "household_of",
    "initials_of",
    "kept_instead_of",
    "kept_regions",
    "ledger_state",
    "match_identity",
    "match_with_region",
    "merge",
    "merges",
    "move_out",
    "own_name",
    "pairs",
    "part",
    "person_brief",
    "phone_index",
    "population",
    "put_tag",
    "region_of",
    "residents_of",
    "reveal",
    "tags_of",
    "take_from_source",
    "tell_apart",
    "twins",
    "withdraw_batch",
    "withdraw_tag",
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


def put_tag(  # noqa: PLR0913  # what a tag says
    actor: Actor,
    person_id: UUID,
    kind: str,
    *,
    source: str,
    expires_on: date,
    basis: str = "list",
    batch: UUID | None = None,
    holder: UUID | None = None,
    op_id: UUID | None = None,
) -> UUID:
    """Enter a special group (a key of TAG_KINDS) until a day; the tag's id. `batch` is the import or match that brought it.

    Kinds that only a named worker may see need a `holder` when a job enters them; a job needs `people.view` beside `people.put_tag`.
    Raises NotVisible, NotPermitted for a kind the post may not see, Invalid, NotNow for somebody who is not alive here.
    """
    return _put_tag(actor, person_id, NewTag(kind, source, expires_on, basis, batch, holder), op_id=op_id).pk


def withdraw_tag(actor: Actor, tag_id: UUID, reason: str, *, op_id: UUID | None = None) -> None:
    """Withdraw one tag. Raises NotVisible, NotPermitted, Invalid without a reason, NotNow."""
    _withdraw_tag(actor, tag_id, reason, op_id=op_id)


def withdraw_batch(actor: Actor, batch: UUID, reason: str) -> int:
    """Withdraw what stands of a batch in the actor's area; how many. Raises NotPermitted, Invalid without a reason."""
    return _withdraw_batch(actor, batch, reason)


def tags_of(actor: Actor, person_id: UUID, why: Why) -> list[TagSeen]:
    """What the actor's post may learn of a person's special groups; the read is logged with its purpose and counts for the quota.

    Raises NotVisible, NotPermitted, Invalid without a purpose, TooMany.
    """
    return see_tags(actor, person_id, why)


def has_tags(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Of these people those with any tag in force, not which: for rules of consistency. No list may be chosen by it."""
    return in_force(person_ids)


def counts(actor: Actor, region_ids: Iterable[UUID]) -> list[TagCount]:
    """People by community and kind; below 5 shown as “<5” outside the own community. Raises NotVisible, NotPermitted."""
    return _counts(actor, region_ids)


def take_from_source(actor: Actor, person_id: UUID, word: Word, *, op_id: UUID | None = None) -> bool:
    """Take a department's word about one field (一数一源); whether it ranked high enough to be stored.

    A job needs `people.view` beside `people.take_from_source`. Raises NotVisible, NotPermitted, Invalid.
    """
    return _take_from_source(actor, person_id, word, op_id=op_id)
