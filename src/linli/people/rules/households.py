"""Households 户: who may be the next head, and what everybody is to them then (domain/registry.md §4; codes GB/T 4761). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linli.people.rules import codes

SPOUSE, SON, DAUGHTER, GRANDCHILD, PARENT, GRANDPARENT, SIBLING, KIN, NONE = "10", "20", "30", "40", "50", "60", "70", "90", "99"


@dataclass(frozen=True)
class Member:
    """Somebody of a household who is alive and belongs to it, as the rule sees them."""

    person_id: UUID
    relation: str
    birth: date | None


@dataclass(frozen=True)
class Proposal:
    """Who is proposed as the new head, and why."""

    person_id: UUID
    reason: str


def next_head(members: Sequence[Member], day: date, adult: int) -> Proposal | None:
    """The spouse of the old head, else the eldest adult; None when no adult is left (then the committee looks for a guardian)."""
    spouse = next((one for one in members if one.relation == SPOUSE), None)
    if spouse:
        return Proposal(spouse.person_id, "原户主的配偶")
    grown = [one for one in members if one.birth and codes.age_on(one.birth, day) >= adult]
    eldest = min(grown, key=lambda one: (one.birth or day, str(one.person_id)), default=None)
    return Proposal(eldest.person_id, "年纪最大的成年人") if eldest else None


def relation_after(new_head: str, member: str) -> str:
    """What a member is to the new head; both were told by their relation to the old one. 90 where the codes do not say.

    A member of code 02 is the old head.
    """
    if NONE in {new_head, member}:
        return NONE
    of_spouse = {codes.HEAD: SPOUSE, SON: SON, DAUGHTER: DAUGHTER, GRANDCHILD: GRANDCHILD, PARENT: PARENT, GRANDPARENT: GRANDPARENT}
    of_child = {codes.HEAD: PARENT, SPOUSE: PARENT, SON: SIBLING, DAUGHTER: SIBLING, PARENT: GRANDPARENT}
    of_parent = {SIBLING: SON, SON: GRANDCHILD, DAUGHTER: GRANDCHILD, PARENT: SPOUSE}
    of_sibling = {codes.HEAD: SIBLING, SIBLING: SIBLING, PARENT: PARENT, GRANDPARENT: GRANDPARENT}
    tables = {SPOUSE: of_spouse, SON: of_child, DAUGHTER: of_child, PARENT: of_parent, SIBLING: of_sibling}
    return tables.get(new_head, {}).get(member, KIN)
