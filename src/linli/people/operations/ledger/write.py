"""Writing one chunk of a checked ledger: houses, people, their links and households, in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from linli.imports.contract import Target
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.people.models import Household, HouseholdMember, Person, PersonPhone, Residence
from linli.people.operations import directory
from linli.people.operations.ledger.row import Row
from linli.people.operations.ledger.together import compare_registry, household_key
from linli.people.operations.numbers import IdNumber
from linli.people.operations.persons import phones_of, unsaved
from linli.places import contract as places


@dataclass
class _Chunk:
    """What one chunk makes, before it is stored."""

    target: Target
    known: dict[IdNumber, directory.Known]
    people: dict[IdNumber, Person] = field(default_factory=dict)
    housed: set[UUID] = field(default_factory=set)
    free_from: dict[tuple[object, ...], date] = field(default_factory=dict)
    persons: list[Person] = field(default_factory=list)
    phones: list[PersonPhone] = field(default_factory=list)
    residences: list[Residence] = field(default_factory=list)
    members: list[HouseholdMember] = field(default_factory=list)


def write(actor: Actor, target: Target, rows: Sequence[Row]) -> None:
    """Check the rows against the registry as it is now, and write what is still right. Raises NotVisible, NotPermitted, Raced."""
    known = compare_registry(actor, rows)
    good = [row for row in rows if not row.problems and row.house]
    chunk = _Chunk(target, known)
    touches = places.ensure_houses(actor, target.region_id, [row.house for row in good if row.house], batch_id=target.batch_id)
    kept = Person.objects.in_bulk([entry.kept for entry in known.values() if entry.kept])
    chunk.people = {number: kept[entry.kept] for number, entry in known.items() if entry.kept in kept}
    mains = Residence.objects.standing().filter(person_id__in=kept, main=True, ends_on=None)
    chunk.housed = set(mains.values_list("person_id", flat=True))
    chunk.free_from = _free_from(kept)
    households = _households(target, [row for row in good if row.relation], touches)
    for row in good:
        _plan(chunk, row, touches, households)
    _store(chunk)


def _free_from(people: Iterable[UUID]) -> dict[tuple[object, ...], date]:
    """The day on which earlier links of these people ended, by (person,) for main residences and by (person, house, kind)."""
    found: dict[tuple[object, ...], date] = {}
    ended = Residence.objects.standing().filter(person_id__in=list(people), ends_on__isnull=False)
    for person, house, kind, main, day in ended.values_list("person_id", "house_id", "kind", "main", "ends_on"):
        if day is None:
            continue
        for key in ((person, house, kind), *(((person,),) if main else ())):
            found[key] = max(day, found.get(key, day))
    return found


def _start(chunk: _Chunk, residence: Residence) -> date | None:
    """Not before the earlier links of the kind ended: two never hold on one day."""
    keys = ((residence.person_id, residence.house_id, residence.kind), *(((residence.person_id,),) if residence.main else ()))
    last = max((chunk.free_from[key] for key in keys if key in chunk.free_from), default=None)
    return max(residence.starts_on or clock.today(), last) if last else residence.starts_on


def _plan(
    chunk: _Chunk,
    row: Row,
    touches: dict[tuple[UUID, str, str], places.HouseTouch],
    households: dict[tuple[object, ...], Household],
) -> None:
    assert row.house is not None  # noqa: S101  # rows without a house are bad rows
    touch = touches[row.house.key]
    row.made = {"house": _plain(touch)}
    if row.person is None or row.checked is None:
        return
    person = _person(chunk, row)
    residence = Residence(
        region_id=chunk.target.region_id,
        person=person,
        house_id=touch.house_id,
        kind=row.link,
        main=row.stays and person.pk not in chunk.housed,
        starts_on=row.starts_on,
        source="导入",
        verified_on=row.checked_on or clock.today(),
        batch_id=chunk.target.batch_id,
    )
    residence.starts_on = _start(chunk, residence)
    chunk.residences.append(residence)
    if residence.main:
        chunk.housed.add(person.pk)
    row.made["residence"] = str(residence.pk)
    key = household_key(row)
    if row.relation and key in households:
        member = HouseholdMember(
            region_id=chunk.target.region_id,
            household=households[key],
            person=person,
            relation=row.relation,
            starts_on=row.starts_on,
            batch_id=chunk.target.batch_id,
        )
        chunk.members.append(member)
        row.made["member"] = str(member.pk)


def _person(chunk: _Chunk, row: Row) -> Person:
    assert row.person is not None  # noqa: S101  # asked by the caller
    assert row.checked is not None  # noqa: S101  # as above
    number = row.id_number
    if number and number in chunk.people:
        return chunk.people[number]
    entry = chunk.known.get(number) if number else None
    person = unsaved(row.person, row.checked, previous_id=entry.left if entry else None, batch_id=chunk.target.batch_id)
    if number:
        chunk.people[number] = person
    chunk.persons.append(person)
    chunk.phones += phones_of(person, row.checked.phones, "导入", row.checked_on or clock.today())
    row.made["person"] = str(person.pk)
    return person


def _store(chunk: _Chunk) -> None:
    Person.objects.bulk_create(chunk.persons)
    fresh = {person.pk for person in chunk.persons}
    claims = [(person.pk, number) for number, person in chunk.people.items() if person.pk in fresh]
    taken = {pk for pk, _ in claims} - directory.claim(claims)
    if taken:
        raise directory.Raced(len(taken))
    PersonPhone.objects.bulk_create(chunk.phones)
    Residence.objects.bulk_create(chunk.residences)
    HouseholdMember.objects.bulk_create(chunk.members, ignore_conflicts=True)


def _households(
    target: Target, rows: Sequence[Row], touches: dict[tuple[UUID, str, str], places.HouseTouch]
) -> dict[tuple[object, ...], Household]:
    """The household of each key, found or made."""
    wanted = {key: row for row in rows if (key := household_key(row))}
    numbers = [row.household for row in wanted.values() if row.household]
    houses = {touches[row.house.key].house_id: key for key, row in wanted.items() if row.house and not row.household}
    standing = Household.objects.standing().filter(region_id=target.region_id)
    found: dict[tuple[object, ...], Household] = {
        ("hukou", household.number): household for household in standing.filter(kind="hukou", number__in=numbers)
    }
    for household in standing.filter(kind="living", number="", house_id__in=houses):
        if household.house_id:
            found[houses[household.house_id]] = household
    made = {
        key: Household(
            region_id=target.region_id,
            kind="hukou" if row.household else "living",
            number=row.household,
            house_id=touches[row.house.key].house_id if row.house else None,
            batch_id=target.batch_id,
        )
        for key, row in wanted.items()
        if key not in found
    }
    Household.objects.bulk_create(made.values())
    return found | made


def _plain(touch: places.HouseTouch) -> dict[str, Any]:
    return {
        "id": str(touch.house_id),
        "region": str(touch.region_id),
        "version": touch.version,
        "before": touch.before,
        "changed": touch.changed,
    }
