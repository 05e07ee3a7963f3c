"""Reads of households: the list, the card, and the ones that want a head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.people import rules
from linli.people.models import Household, HouseholdMember, regions_with
from linli.people.operations.households import members_of
from linli.people.queries.shared import PersonBrief, brief
from linli.people.rules import households
from linli.places import contract as places

PAGE = 30
profiles.declare_rule("adult_age", "多少岁成年", 18, "岁", "S", "民法典 §17")


@dataclass(frozen=True)
class Line:
    """A household as a list shows it."""

    id: UUID
    kind_label: str
    head: PersonBrief | None
    members: int
    house: str
    house_id: UUID | None
    numbered: bool


@dataclass(frozen=True)
class MemberLine:
    """Somebody of a household."""

    person: PersonBrief
    relation: str
    relation_label: str
    since: date | None


@dataclass(frozen=True)
class Proposed:
    """The next head, proposed with the reason."""

    person: PersonBrief
    reason: str


@dataclass(frozen=True)
class Card:
    """A household with its people; `proposed` stands when it has no head."""

    id: UUID
    region_id: UUID
    kind: str
    kind_label: str
    numbered: bool
    house: places.HouseInfo | None
    members: list[MemberLine]
    former: list[MemberLine]
    proposed: Proposed | None
    headless: bool


def _heads() -> Exists:
    rows = HouseholdMember.objects.standing().filter(household=OuterRef("pk"), ends_on=None, relation=rules.HEAD)
    return Exists(rows.filter(person__status=rules.ALIVE))


def _alive() -> Exists:
    rows = HouseholdMember.objects.standing().filter(household=OuterRef("pk"), ends_on=None, person__status=rules.ALIVE)
    return Exists(rows)


def page(actor: Actor, *, kind: str = "", headless: bool = False, after: UUID | None = None) -> tuple[list[Line], UUID | None]:
    """Households in the order they were entered; those without a head only when asked. The second value leads to the next page."""
    rows = Household.objects.visible_to(actor).standing().filter(ends_on=None, region_id__in=regions_with(actor, "people.view"))
    rows = rows.filter(_alive())
    if kind in rules.HOUSEHOLD_KINDS:
        rows = rows.filter(kind=kind)
    if headless:
        rows = rows.filter(~_heads())
    if after:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("pk")[: PAGE + 1])
    return _lines(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None


def _lines(found: Sequence[Household]) -> list[Line]:
    ids = [row.pk for row in found]
    members = HouseholdMember.objects.standing().filter(household_id__in=ids, ends_on=None, person__status=rules.ALIVE)
    heads: dict[UUID, PersonBrief] = {}
    sizes: dict[UUID, int] = dict.fromkeys(ids, 0)
    for member in members.select_related("person"):
        sizes[member.household_id] += 1
        if member.relation == rules.HEAD:
            heads[member.household_id] = brief(member.person)
    houses = places.houses_by_id(row.house_id for row in found if row.house_id)
    lines = []
    for row in found:
        house = houses.get(row.house_id) if row.house_id else None
        label = house.full_label if house else ""
        lines.append(
            Line(
                row.pk,
                rules.HOUSEHOLD_KINDS[row.kind],
                heads.get(row.pk),
                sizes[row.pk],
                label,
                house.id if house else None,
                bool(row.number),
            )
        )
    return lines


def headless_count(actor: Actor) -> int:
    """How many households wait for a head."""
    rows = Household.objects.visible_to(actor).standing().filter(ends_on=None, region_id__in=regions_with(actor, "people.view"))
    return rows.filter(_alive()).filter(~_heads()).count()


def card(actor: Actor, household_id: UUID) -> Card | None:
    """One household, within the actor's scope."""
    rows = Household.objects.visible_to(actor).standing().filter(ends_on=None, region_id__in=regions_with(actor, "people.view"))
    row = rows.filter(pk=household_id).first()
    if row is None:
        return None
    here = members_of(row)
    gone = HouseholdMember.objects.standing().filter(household=row).exclude(pk__in=[one.pk for one in here]).select_related("person")
    headless = not any(one.relation == rules.HEAD for one in here)
    return Card(
        id=row.pk,
        region_id=row.region_id,
        kind=row.kind,
        kind_label=rules.HOUSEHOLD_KINDS[row.kind],
        numbered=bool(row.number),
        house=places.house(row.house_id) if row.house_id else None,
        members=[_line(one) for one in here],
        former=[_line(one) for one in gone.order_by("-ends_on", "pk")],
        proposed=_proposed(here) if headless else None,
        headless=headless,
    )


def _line(member: HouseholdMember) -> MemberLine:
    return MemberLine(brief(member.person), member.relation, rules.RELATIONS[member.relation], member.starts_on)


def _proposed(here: Sequence[HouseholdMember]) -> Proposed | None:
    people = {one.person_id: one.person for one in here}
    known = [households.Member(one.person_id, one.relation, one.person.birth) for one in here]
    found = households.next_head(known, clock.today(), int(profiles.value("adult_age")))
    return Proposed(brief(people[found.person_id]), found.reason) if found else None


def others(actor: Actor, one: Card) -> list[Line]:
    """Households of the same kind at the same house: what may be merged."""
    if one.house is None:
        return []
    rows = Household.objects.visible_to(actor).standing().filter(ends_on=None, kind=one.kind, house_id=one.house.id).exclude(pk=one.id)
    return _lines(list(rows.filter(_alive()).order_by("pk")[:PAGE]))


def of_person(person_id: UUID) -> list[tuple[UUID, str]]:
    """Households a person stands in: (id, kind in words)."""
    rows = HouseholdMember.objects.standing().filter(person_id=person_id, ends_on=None, household__ends_on=None)
    return [(pk, rules.HOUSEHOLD_KINDS[kind]) for pk, kind in rows.values_list("household_id", "household__kind").order_by("pk")]
