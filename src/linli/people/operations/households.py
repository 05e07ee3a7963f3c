"""Keeping households 户: members, split 分户, merge 并户, and the next head (domain/registry.md §4).

A person stands in one household of each kind. A household whose head died or moved away has none until staff confirms one.
"""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db.models import Q

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotVisible
from linli.kernel.operations import Operation, operation
from linli.people import rules
from linli.people.models import Household, HouseholdMember, Person
from linli.people.operations.persons import locked
from linli.people.rules import households


@dataclass(frozen=True)
class NewHousehold:
    """A household split off. `members` are (person, relation to the new head); exactly one is the head."""

    members: tuple[tuple[UUID, str], ...]
    number: str = ""
    house_id: UUID | None = None


def _locked(actor: Actor, household_id: UUID) -> Household:
    found = Household.objects.visible_to(actor).standing().filter(ends_on=None).select_for_update().filter(pk=household_id).first()
    if found is None:
        raise NotVisible
    return found


def members_of(household: Household) -> list[HouseholdMember]:
    """Who belongs to it and is alive here, the head first."""
    rows = household.members.standing().filter(ends_on=None, person__status=rules.ALIVE).select_related("person")
    return sorted(rows, key=lambda row: (row.relation != rules.HEAD, row.relation, row.pk))


def _leave_others(person: Person, household: Household) -> int:
    """End what the person is in other households of the kind: one belongs to one."""
    rows = HouseholdMember.objects.standing().filter(person=person, ends_on=None, household__kind=household.kind)
    return rows.exclude(household=household).update(ends_on=clock.today())


def _free_head(household: Household) -> None:
    """Close the place of a head who died or moved away. Raises Conflict when the head is here."""
    head = household.members.standing().filter(ends_on=None, relation=rules.HEAD).select_related("person").first()
    if head is None:
        return
    if head.person.status == rules.ALIVE:
        raise Conflict("这一户已经有户主了。要换户主，请用“换户主”。", code="two_heads")
    head.ends_on = clock.today()
    head.save(update_fields=["ends_on"])


def add_member(actor: Actor, household_id: UUID, person_id: UUID, relation: str, *, op_id: UUID | None = None) -> HouseholdMember:
    """Enter or move somebody into a household; they leave the other one of its kind.

    Raises NotVisible, NotPermitted, Invalid, NotNow for somebody not alive here, Conflict when there is a head already.
    """
    with operation(actor, "people.change_household", op_id, content=["add", household_id, person_id, relation]) as op:
        household = _locked(actor, household_id)
        if op.done_before:
            return HouseholdMember.objects.get(pk=op.done_before)
        op.require(household.region_id)
        person = _member(actor, household, person_id, relation)
        standing = household.members.standing().filter(ends_on=None)
        if relation == rules.HEAD and not standing.filter(relation=rules.HEAD, person=person).exists():
            _free_head(household)
        left = _leave_others(person, household)
        member = standing.filter(person=person).first()
        before = member.relation if member else None
        member = member or HouseholdMember(region_id=household.region_id, household=household, person=person, starts_on=clock.today())
        member.relation = relation
        member.save()
        op.record(member, subject_id=person.pk, relation=[before, relation], left=[left, 0])
        return member


def _member(actor: Actor, household: Household, person_id: UUID, relation: str) -> Person:
    person = locked(actor, person_id)
    if relation not in rules.RELATIONS:
        raise Invalid("选一个与户主的关系。", {"relation": ["选一个与户主的关系。"]})
    if person.region_id != household.region_id:
        raise NotVisible
    if person.status != rules.ALIVE:
        raise NotNow(f"这个人登记为“{rules.STATUSES[person.status]}”，不能登记到户里。", code="person_not_here")
    return person


def end_membership(actor: Actor, household_id: UUID, person_id: UUID, *, op_id: UUID | None = None) -> Household:
    """Somebody leaves a household. When it was the head, the next one is proposed. Raises NotVisible, NotPermitted, NotNow."""
    with operation(actor, "people.change_household", op_id, content=["leave", household_id, person_id]) as op:
        household = _locked(actor, household_id)
        if op.done_before:
            return household
        op.require(household.region_id)
        ended = household.members.standing().filter(ends_on=None, person_id=person_id).update(ends_on=clock.today())
        if not ended:
            raise NotNow("这个人不在这一户。", code="no_member")
        _close_when_empty(household)
        op.record(household, subject_id=person_id, members=[ended, 0])
        return household


def _close_when_empty(household: Household) -> None:
    if not household.members.standing().filter(ends_on=None).exists():
        household.ends_on = clock.today()
        household.save(update_fields=["ends_on"])


def split_household(actor: Actor, household_id: UUID, new: NewHousehold, *, op_id: UUID | None = None) -> Household:
    """分户: some members become a household of their own.

    Raises NotVisible, NotPermitted, Invalid (one head; members of this household; somebody stays), Conflict for a taken number.
    """
    with operation(actor, "people.split_household", op_id, content=[household_id, asdict(new)]) as op:
        if op.done_before:
            return Household.objects.get(pk=op.done_before)
        old = _locked(actor, household_id)
        op.require(old.region_id)
        here = {row.person_id: row for row in members_of(old)}
        _check_split(new, here)
        _check_number(old, new.number)
        made = Household.objects.create(
            region_id=old.region_id, kind=old.kind, number=new.number.strip(), house_id=new.house_id or old.house_id, from_id=old.pk
        )
        _move(made, [(here[person_id], relation) for person_id, relation in new.members])
        op.record(made, members=[0, len(new.members)], split_from=[None, str(old.pk)])
        return made


def _check_split(new: NewHousehold, here: dict[UUID, HouseholdMember]) -> None:
    wrong = ""
    if not new.members or any(person_id not in here for person_id, _ in new.members):
        wrong = "勾上要分出去的人，只能是这一户的。"
    elif len({person_id for person_id, _ in new.members}) == len(here):
        wrong = "不能都分出去，原来的户至少留一个人。"
    elif [relation for _, relation in new.members].count(rules.HEAD) != 1:
        wrong = "新的一户要有一个户主，只能一个。"
    elif any(relation not in rules.RELATIONS for _, relation in new.members):
        wrong = "给每个人选一个与新户主的关系。"
    if wrong:
        raise Invalid(wrong, {"members": [wrong]})


def _check_number(old: Household, number: str) -> None:
    taken = Household.objects.standing().filter(region_id=old.region_id, kind=old.kind, ends_on=None, number=number.strip())
    if number.strip() and taken.exists():
        raise Conflict("这个户号已经有一户了，请看看户口簿。", code="number_taken")


def _move(to: Household, members: list[tuple[HouseholdMember, str]]) -> None:
    today = clock.today()
    for member, relation in members:
        member.ends_on = today
        member.save(update_fields=["ends_on"])
        to.members.create(region_id=to.region_id, person=member.person, relation=relation, starts_on=today)


def merge_households(actor: Actor, into_id: UUID, from_id: UUID, *, op_id: UUID | None = None) -> Household:
    """并户: everybody of one household joins another of the same kind; 非亲属 until somebody says what they are to its head.

    Raises NotVisible, NotPermitted, Invalid for two kinds or twice the same.
    """
    with operation(actor, "people.merge_households", op_id, content=[into_id, from_id]) as op:
        if op.done_before:
            return Household.objects.get(pk=op.done_before)
        first, second = (_locked(actor, pk) for pk in sorted((into_id, from_id)))
        into, old = (first, second) if first.pk == into_id else (second, first)
        op.require(into.region_id)
        if into.pk == old.pk or into.kind != old.kind or into.region_id != old.region_id:
            raise Invalid("并户要选同一社区、同一种户的另外一户。", {"other": ["并户要选同一社区、同一种户的另外一户。"]})
        here = {row.person_id for row in members_of(into)}
        coming = [row for row in members_of(old) if row.person_id not in here]
        _move(into, [(row, households.NONE) for row in coming])
        old.members.standing().filter(ends_on=None).update(ends_on=clock.today())
        old.ends_on = clock.today()
        old.save(update_fields=["ends_on"])
        op.record(into, members=[len(here), len(here) + len(coming)], merged=[str(old.pk), None])
        return into


def name_head(actor: Actor, household_id: UUID, person_id: UUID, *, op_id: UUID | None = None) -> Household:
    """Confirm a new head: relations of the others follow where the codes say, 其他亲属 where they do not.

    An old head who is alive stays as a member. Raises NotVisible, NotPermitted, Invalid for somebody who is no member, NotNow.
    """
    with operation(actor, "people.name_head", op_id, content=[household_id, person_id]) as op:
        household = _locked(actor, household_id)
        if op.done_before:
            return household
        op.require(household.region_id)
        members = {row.person_id: row for row in members_of(household)}
        chosen = members.get(person_id)
        if chosen is None:
            raise Invalid("户主要是这一户的人。", {"person": ["户主要是这一户的人。"]})
        if chosen.relation == rules.HEAD:
            raise NotNow("他已经是户主了。", code="head_already")
        _turn(household, chosen, [row for row in members.values() if row is not chosen], op)
        return household


def _turn(household: Household, chosen: HouseholdMember, others: list[HouseholdMember], op: Operation) -> None:
    was = chosen.relation
    gone = household.members.standing().filter(ends_on=None, relation=rules.HEAD).filter(~Q(person__status=rules.ALIVE))
    gone.update(ends_on=clock.today())
    unclear = 0
    for member in others:
        member.relation = households.relation_after(was, member.relation)
        unclear += member.relation == households.KIN
        member.save(update_fields=["relation"])
    chosen.relation = rules.HEAD
    chosen.save(update_fields=["relation"])
    op.record(household, subject_id=chosen.person_id, head=[None, str(chosen.person_id)], unclear=[0, unclear])
