"""Finding people and houses: by name, pinyin initials, house, and exactly by certificate number or telephone."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.addresses import contract as addresses
from linli.kernel.actor import Actor
from linli.people import rules
from linli.people.models import Person, PersonPhone, Residence, regions_with
from linli.people.operations import directory, numbers
from linli.people.queries.shared import PersonBrief, brief
from linli.places import contract as places

PAGE = 30
NUMBER, INITIALS, TEXT = "number", "initials", "text"


def kind_of(text: str) -> str:
    """What somebody typed: a certificate or telephone number (never kept in an address), pinyin initials, or words."""
    plain = numbers.plain(text)
    digits = sum(character.isdigit() for character in plain)
    if digits >= 7 and digits >= len(plain) - 2:
        return NUMBER
    return INITIALS if plain.isascii() and plain.isalpha() else TEXT


@dataclass(frozen=True)
class Hit:
    """A person found, with where they stay."""

    person: PersonBrief
    house_id: UUID | None
    house: str
    region_id: UUID


@dataclass(frozen=True)
class Hits:
    """One page of people; `after` leads to the next one."""

    rows: list[Hit]
    after: UUID | None


def people(actor: Actor, text: str, *, residence_class: str = "", after: UUID | None = None) -> Hits:
    """People by name or initials, in order of name: three queries. An empty text lists everybody."""
    rows = Person.objects.visible_to(actor).standing()
    if residence_class in rules.RESIDENCE_CLASSES:
        rows = rows.filter(residence_class=residence_class)
    if text:
        wanted = Q(initials__startswith=text.lower()) if kind_of(text) == INITIALS else Q(name__contains="".join(text.split()))
        rows = rows.filter(wanted)
    last = rows.model.objects.visible_to(actor).filter(pk=after).values_list("name", flat=True).first() if after else None
    if last is not None:
        rows = rows.filter(Q(name__gt=last) | Q(name=last, pk__gt=after))
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    return Hits(_hits(found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None)


def by_number(actor: Actor, text: str) -> list[Hit]:
    """People whose certificate or telephone is exactly this number. The directory logs the question."""
    found: set[UUID] = set()
    try:
        wanted = numbers.id_number(rules.RESIDENT_ID, text)
        known = directory.ask(actor, [wanted], "search").get(wanted)
        found |= {known.person_id} if known and known.here and known.person_id else set()
    except numbers.Wrong:
        index = directory.phone_index(numbers.plain(text))
        found |= set(PersonPhone.objects.visible_to(actor).filter(blind_index=index, ended_on=None).values_list("person_id", flat=True))
    people: QuerySet[Person] = Person.objects.visible_to(actor).standing().filter(pk__in=found)
    return _hits(list(people.order_by("name", "pk")[:PAGE]))


def _hits(found: list[Person]) -> list[Hit]:
    ids = [person.pk for person in found]
    phones: dict[UUID, str] = {}
    for phone in PersonPhone.objects.filter(person_id__in=ids, ended_on=None).order_by("since", "pk"):
        phones[phone.person_id] = phone.masked
    stays: dict[UUID, UUID] = {}
    links = Residence.objects.standing().filter(person_id__in=ids, ends_on=None).order_by("main", "starts_on")
    for link in links:
        if link.kind in rules.STAYS or link.person_id not in stays:
            stays[link.person_id] = link.house_id
    houses = places.houses_by_id(stays.values())
    hits = []
    for person in found:
        house = houses.get(stays[person.pk]) if person.pk in stays else None
        line = brief(person, phones.get(person.pk, ""))
        hits.append(Hit(line, house.id if house else None, house.full_label if house else "", person.region_id))
    return hits


@dataclass(frozen=True)
class PlaceHit:
    """A house, building or compound found, with the reason."""

    level: str
    id: UUID
    label: str
    reason: str

    @classmethod
    def of(cls, house_id: UUID | None, building_id: UUID | None, compound_id: UUID | None, label: str, reason: str) -> "PlaceHit | None":
        """The nearest place named; None for a mere division."""
        place = house_id or building_id or compound_id
        level = "house" if house_id else "building" if building_id else "compound"
        return cls(level, place, label, reason) if place else None


def houses(actor: Actor, text: str) -> list[PlaceHit]:
    """Places by address, best first, within the actor's scope."""
    if not text:
        return []
    doors = places.houses_at(regions_with(actor, "places.view"), text)
    if doors:
        return [PlaceHit("house", house.id, house.full_label, "") for house in doors]
    match = addresses.match_address(actor, text)
    best = PlaceHit.of(match.house_id, match.building_id, match.compound_id, match.label, next(iter(match.reasons), ""))
    found = [best] if best and match.region_id and actor.sees(match.region_id) else []
    for one in match.candidates:
        hit = PlaceHit.of(one.house_id, one.building_id, one.compound_id, one.label, one.reason)
        if hit and one.region_id and actor.sees(one.region_id):
            found.append(hit)
    if actor.grids:
        found = [hit for hit in found if _stands(hit, actor.grids)]
    return list({hit.id: hit for hit in reversed(found)}.values())[::-1][:12]


def _stands(hit: PlaceHit, grids: tuple[UUID, ...]) -> bool:
    """Whether a place lies in one of the grids."""
    if hit.level == "house":
        house = places.house(hit.id)
        return house is not None and house.building.grid_id in grids
    return (places.building if hit.level == "building" else places.compound)(hit.id, grids=grids) is not None
