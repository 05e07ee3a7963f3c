"""Moving in, moving out, and who belongs to which household (domain/registry.md §5, §11)."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from linli.kernel import clock, forbidden
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotVisible
from linli.kernel.models import in_scope
from linli.kernel.operations import operation
from linli.kernel.scope import beyond_grids
from linli.people import rules
from linli.people.events import PersonMovedIn, PersonMovedOut
from linli.people.models import Household, HouseholdMember, Person, Residence, regions_with
from linli.people.operations import directory, links
from linli.people.operations.persons import locked
from linli.places import contract as places


@dataclass(frozen=True)
class NewLink:
    """A link between a person and a house. `main` makes it the person's one main residence."""

    house_id: UUID
    kind: str
    starts_on: date | None = None
    main: bool = False
    note: str = ""
    source: str = "社区登记"


def move_in(actor: Actor, person_id: UUID, link: NewLink, *, op_id: UUID | None = None) -> Residence:
    """Link a person to a house; a new main residence ends the earlier stay.

    Raises NotVisible, NotPermitted, Invalid, NotNow for a person who is not alive here, Conflict for a link that stands.
    """
    with operation(actor, "people.move_in", op_id, content=[person_id, asdict(link)]) as op:
        if op.done_before:
            return Residence.objects.get(pk=op.done_before)
        person = _arriving(actor, person_id)
        house = places.house(link.house_id)
        if house is None:
            raise NotVisible
        op.require(house.region_id)
        _fit(person, link)
        if person.residences.standing().filter(house_id=house.id, kind=link.kind, ends_on=None).exists():
            raise Conflict(f"已经登记过：{rules.LINKS[link.kind]}，{house.label}。", code="link_stands")
        if link.main:
            _end_stays(person, link.starts_on or clock.today())
        starts_on = links.start_of(person, house.id, link.kind, link.starts_on, main=link.main)
        residence = Residence.objects.create(
            region_id=house.region_id,
            person=person,
            house_id=house.id,
            kind=link.kind,
            main=link.main,
            starts_on=starts_on,
            note=link.note,
            source=link.source,
            verified_on=clock.today(),
        )
        op.record(residence, subject_id=person.pk, kind=[None, link.kind])
        op.announce(PersonMovedIn(person.pk, house.region_id, house.id))
        return residence


def _arriving(actor: Actor, person_id: UUID) -> Person:
    """The person, locked. Who stands in no house belongs to no grid yet: the grid they move into may enter them. Raises NotVisible."""
    if not actor.grids or Person.objects.visible_to(actor).filter(pk=person_id).exists():
        return locked(actor, person_id)
    with beyond_grids():
        rows = Person.objects.standing().select_for_update().filter(in_scope("region_id", regions_with(actor, "people.move_in")))
        person = rows.filter(pk=person_id).first()
        if person is None or person.residences.standing().filter(ends_on=None).exists():
            raise NotVisible
    return person


def _fit(person: Person, link: NewLink) -> None:
    forbidden.refuse(note=link.note)
    if person.status != rules.ALIVE:
        raise NotNow(f"这个人登记为“{rules.STATUSES[person.status]}”，不能登记入住。", code="person_not_here")
    if link.kind not in rules.LINKS:
        raise Invalid("选一个和房屋的关系。", {"kind": ["选一个和房屋的关系。"]})
    if link.main and link.kind not in rules.STAYS:
        raise Invalid("主要住处要是住在那里的房子。", {"main": ["主要住处要是住在那里的房子。"]})
    if link.starts_on and link.starts_on > clock.today():
        raise Invalid("入住日期不能在今天以后。", {"starts_on": ["入住日期不能在今天以后。"]})


def _end_stays(person: Person, day: date, house_id: UUID | None = None) -> int:
    """End stays wherever in the community they are: also a home in the next grid."""
    stays = person.residences.standing().select_for_update().filter(ends_on=None, kind__in=rules.STAYS)
    ended = 0
    with beyond_grids():
        for stay in stays.filter(house_id=house_id) if house_id else stays:
            links.end(stay, day)
            ended += 1
    return ended


def move_out(
    actor: Actor, person_id: UUID, on: date, *, house_id: UUID | None = None, leaves_community: bool = False, op_id: UUID | None = None
) -> Person:
    """End a person's stay, in one house or everywhere; what they own stays linked.

    `leaves_community` also frees the identity for the next community; this community keeps the person as history.
    Raises NotVisible, NotPermitted, Invalid, NotNow when there is no stay to end.
    """
    with operation(actor, "people.move_out", op_id, content=[person_id, on, house_id, leaves_community]) as op:
        person = locked(actor, person_id)
        if op.done_before:
            return person
        op.require(person.region_id)
        if on > clock.today():
            raise Invalid("搬走的日期不能在今天以后。", {"on": ["搬走的日期不能在今天以后。"]})
        ended = _end_stays(person, on, house_id)
        if not ended and not leaves_community:
            raise NotNow("没有登记他住在这里，不用登记搬走。", code="no_stay")
        before = person.status
        if leaves_community:
            with beyond_grids():
                for registered in person.residences.standing().select_for_update().filter(ends_on=None, kind=rules.HUKOU):
                    links.end(registered, on)
                person.memberships.standing().filter(ends_on=None).update(ends_on=on)
            person.status = rules.MOVED
            directory.leave([person.pk], forget=False)
        person.version += 1
        with beyond_grids():  # whoever has moved out stands in no house of the grid any more
            person.save(update_fields=["status", "version"])
        op.record(person, subject_id=person.pk, status=[before, person.status], stays=[ended, 0])
        op.announce(PersonMovedOut(person.pk, person.region_id, left_community=leaves_community))
        return person


@dataclass(frozen=True)
class HouseholdPlace:
    """A person's place in a household, which is found by kind and number, else by kind and house, else made."""

    relation: str
    kind: str = "living"
    number: str = ""
    house_id: UUID | None = None


def join_household(actor: Actor, person_id: UUID, place: HouseholdPlace, *, op_id: UUID | None = None) -> HouseholdMember:
    """Enter a person into a household. Raises NotVisible, NotPermitted, Invalid; Conflict when it has a head already."""
    with operation(actor, "people.join_household", op_id, content=[person_id, asdict(place)]) as op:
        if op.done_before:
            return HouseholdMember.objects.get(pk=op.done_before)
        person = locked(actor, person_id)
        op.require(person.region_id)
        if place.relation not in rules.RELATIONS or place.kind not in rules.HOUSEHOLD_KINDS:
            raise Invalid("选一个与户主的关系。", {"relation": ["选一个与户主的关系。"]})
        household = find_household(person.region_id, place)
        if household is None:
            household = Household.objects.create(region_id=person.region_id, kind=place.kind, number=place.number, house_id=place.house_id)
        standing = household.members.standing().filter(ends_on=None)
        if place.relation == rules.HEAD and standing.filter(relation=rules.HEAD).exclude(person=person).exists():
            raise Conflict("这一户已经有户主了。先登记原来的户主变更。", code="two_heads")
        member = standing.filter(person=person).first()
        if member is None:
            member = HouseholdMember(region_id=person.region_id, household=household, person=person, starts_on=clock.today())
        before, member.relation = member.relation or None, place.relation
        member.save()
        op.record(member, subject_id=person.pk, relation=[before, place.relation])
        return member


def find_household(region_id: UUID, place: HouseholdPlace) -> Household | None:
    """The standing household meant by a place."""
    rows = Household.objects.standing().filter(region_id=region_id, kind=place.kind, ends_on=None)
    if place.number:
        return rows.filter(number=place.number).first()
    return rows.filter(house_id=place.house_id, number="").first() if place.house_id else None
