"""Reads of the ledger that other contexts and the cards share; masked unless said otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from linli.kernel import clock, masks
from linli.kernel.models import in_scope
from linli.people import rules
from linli.people.models import HouseholdMember, Person, Residence
from linli.places import contract as places


@dataclass(frozen=True)
class PersonBrief:
    """A person as any page may show them: masked."""

    id: UUID
    region_id: UUID
    masked_name: str
    sex_label: str
    age_words: str
    masked_phone: str
    status: str
    status_label: str
    residence_class_label: str
    demo: bool


@dataclass(frozen=True)
class Home:
    """Where a person lives: the main residence."""

    house: places.HouseInfo
    region_id: UUID
    since: date | None

    @property
    def compound_id(self) -> UUID:
        """The compound the house stands in."""
        return self.house.building.compound_id

    @property
    def building_id(self) -> UUID:
        """The building the house stands in."""
        return self.house.building.id


def brief(person: Person, masked_phone: str = "") -> PersonBrief:
    """The masked card line of a loaded person."""
    return PersonBrief(
        id=person.pk,
        region_id=person.region_id,
        masked_name=masks.mask_name(person.name),
        sex_label=rules.SEXES[person.sex],
        age_words=rules.age_words(person.birth, clock.today()),
        masked_phone=masked_phone,
        status=person.status,
        status_label=rules.STATUSES[person.status],
        residence_class_label=rules.RESIDENCE_CLASSES[person.residence_class],
        demo=person.demo,
    )


def briefs(person_ids: Iterable[UUID]) -> dict[UUID, PersonBrief]:
    """Masked lines of several people, within the scope of the transaction: two queries."""
    people = Person.objects.standing().filter(pk__in=list(person_ids)).prefetch_related("phones")
    found = {}
    for person in people:
        standing = [phone.masked for phone in person.phones.all() if phone.ended_on is None]
        found[person.pk] = brief(person, standing[0] if standing else "")
    return found


def home_of(person_id: UUID) -> Home | None:
    """The person's main residence, else the newest stay; None when none is registered."""
    stays = Residence.objects.standing().filter(person_id=person_id, ends_on=None, kind__in=rules.STAYS)
    stay = stays.order_by("-main", "-starts_on", "-pk").first()
    house = places.house(stay.house_id) if stay else None
    return Home(house, house.region_id, stay.starts_on) if stay and house else None


def household_of(person_id: UUID) -> frozenset[UUID]:
    """Everybody who is in a household with the person or stays in the same house; without the person."""
    households = HouseholdMember.objects.standing().filter(person_id=person_id, ends_on=None).values("household_id")
    members = HouseholdMember.objects.standing().filter(household_id__in=households, ends_on=None)
    stays = Residence.objects.standing().filter(ends_on=None, kind__in=rules.STAYS)
    houses = stays.filter(person_id=person_id).values("house_id")
    together = stays.filter(house_id__in=houses)
    return frozenset({*members.values_list("person_id", flat=True), *together.values_list("person_id", flat=True)}) - {person_id}


def residents_of(house_id: UUID) -> list[UUID]:
    """People who stay in a house now."""
    stays = Residence.objects.standing().filter(house_id=house_id, ends_on=None, kind__in=rules.STAYS)
    return list(stays.values_list("person_id", flat=True).distinct())


def population(region_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Number of people each community keeps; nobody who died, moved away or was withdrawn."""
    rows = Person.objects.standing().filter(in_scope("region_id", list(region_ids)), status=rules.ALIVE)
    return dict(rows.values_list("region_id").annotate(number=Count("pk")))
