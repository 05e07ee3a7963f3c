"""Loading a checked batch: chunk by chunk, each chunk one operation, so that a crash loses nothing and repeats nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.operations import operation
from linli.people.events import LedgerLoaded
from linli.people.models import Household, HouseholdMember, ImportBatch, ImportRow, Person, PersonPhone, Residence
from linli.people.operations import directory
from linli.people.operations.ledger import course
from linli.people.operations.ledger.check import opened
from linli.people.operations.ledger.columns import BY_KEY
from linli.people.operations.ledger.keeping import keep
from linli.people.operations.ledger.row import Buildings, Row, parse
from linli.people.operations.ledger.together import buildings_of, compare_registry, household_key
from linli.people.operations.ledger.upload import advance, locked
from linli.people.operations.numbers import IdNumber
from linli.people.operations.persons import phones_of, unsaved
from linli.places import contract as places

CHUNK = 200


@dataclass
class _Chunk:
    """What one chunk makes, before it is stored."""

    batch: ImportBatch
    known: dict[IdNumber, directory.Known]
    people: dict[IdNumber, Person] = field(default_factory=dict)
    housed: set[UUID] = field(default_factory=set)
    free_from: dict[tuple[object, ...], date] = field(default_factory=dict)
    persons: list[Person] = field(default_factory=list)
    phones: list[PersonPhone] = field(default_factory=list)
    residences: list[Residence] = field(default_factory=list)
    members: list[HouseholdMember] = field(default_factory=list)


def start_loading(actor: Actor, batch_id: UUID, *, op_id: UUID | None = None) -> ImportBatch:
    """Say yes to a checked batch, or go on with one that stopped; enqueue the load afterwards. Raises NotVisible, NotPermitted, NotNow."""
    return course.begin(course.LOADING, actor, batch_id, op_id)


def load_ledger(actor: Actor, batch_id: UUID) -> None:
    """Load all rows of a batch that are left. Raises NotVisible, NotPermitted."""
    course.go(actor, batch_id, load_chunk)


def stop_loading(actor: Actor, batch_id: UUID) -> None:
    """A load that failed for good: what is loaded stays, to be gone on with or taken back. Raises NotVisible, NotPermitted."""
    course.stop(course.LOADING, actor, batch_id)


def load_chunk(actor: Actor, batch_id: UUID) -> bool:
    """Load the next rows in one operation; whether rows are left. Raises NotVisible, NotPermitted."""
    with operation(actor, "people.load_ledger") as op:
        batch = locked(actor, batch_id)
        op.require(batch.region_id)
        if batch.state != ImportBatch.State.LOADING:
            op.unchanged()
            return False
        lines = list(batch.rows.filter(state=ImportRow.State.GOOD).order_by("number")[:CHUNK])
        if not lines:
            batch.state, batch.finished_at = ImportBatch.State.DONE, clock.now()
            batch.save(update_fields=["state", "finished_at"])
            advance(batch, batch.total, "导完了", state="done")
            op.record(batch, state=[ImportBatch.State.LOADING, batch.state], loaded=[0, batch.loaded])
            op.announce(LedgerLoaded(batch.pk, batch.region_id))
            return False
        _load(actor, batch, lines, buildings_of(batch.region_id))
        batch.loaded = batch.rows.filter(state=ImportRow.State.DONE).count()
        batch.save(update_fields=["loaded", "bad"])
        advance(batch, batch.loaded + batch.bad, "正在导入")
        op.record(batch, rows=[lines[0].number, lines[-1].number])
        return True


def _load(actor: Actor, batch: ImportBatch, lines: Sequence[ImportRow], buildings: Buildings) -> None:
    rows = [parse(opened(line), buildings, clock.today()) for line in lines]
    known = compare_registry(actor, rows)
    good = [(line, row) for line, row in zip(lines, rows, strict=True) if not row.problems and row.house]
    chunk = _Chunk(batch, known)
    touches = places.ensure_houses(actor, batch.region_id, [row.house for _, row in good if row.house], batch_id=batch.pk)
    kept = Person.objects.in_bulk([entry.kept for entry in known.values() if entry.kept])
    chunk.people = {number: kept[entry.kept] for number, entry in known.items() if entry.kept in kept}
    mains = Residence.objects.standing().filter(person_id__in=kept, main=True, ends_on=None)
    chunk.housed = set(mains.values_list("person_id", flat=True))
    chunk.free_from = _free_from(kept)
    households = _households(batch, [row for _, row in good if row.relation], touches)
    for line, row in good:
        _plan(chunk, line, row, touches, households)
    _store(chunk)
    for line, row in zip(lines, rows, strict=True):
        if row.problems:
            line.state = ImportRow.State.BAD
            line.problems = [[BY_KEY[key].title, sentence] for key, sentence in row.problems]
            batch.bad += 1
        else:
            line.state, line.hints = ImportRow.State.DONE, row.hints
    keep(lines)


def _free_from(people: Iterable[UUID]) -> dict[tuple[object, ...], date]:
    """The day on which earlier links of these people ended, by (person,) for main residences and by (person, house, kind)."""
    found: dict[tuple[object, ...], date] = {}
    ended = Residence.objects.standing().filter(person_id__in=list(people), ends_on__isnull=False)
    for person, house, kind, main, day in ended.values_list("person_id", "house_id", "kind", "main", "ends_on"):
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
    line: ImportRow,
    row: Row,
    touches: dict[tuple[UUID, str, str], places.HouseTouch],
    households: dict[tuple[object, ...], Household],
) -> None:
    assert row.house is not None  # noqa: S101  # rows without a house are bad rows
    touch = touches[row.house.key]
    line.made = {"house": _plain(touch)}
    if row.person is None or row.checked is None:
        return
    person = _person(chunk, row, line.made)
    residence = Residence(
        region_id=chunk.batch.region_id,
        person=person,
        house_id=touch.house_id,
        kind=row.link,
        main=row.stays and person.pk not in chunk.housed,
        starts_on=row.starts_on,
        source="导入",
        verified_on=row.checked_on or clock.today(),
        batch_id=chunk.batch.pk,
    )
    residence.starts_on = _start(chunk, residence)
    chunk.residences.append(residence)
    if residence.main:
        chunk.housed.add(person.pk)
    line.made["residence"] = str(residence.pk)
    key = household_key(row)
    if row.relation and key in households:
        member = HouseholdMember(
            region_id=chunk.batch.region_id,
            household=households[key],
            person=person,
            relation=row.relation,
            starts_on=row.starts_on,
            batch_id=chunk.batch.pk,
        )
        chunk.members.append(member)
        line.made["member"] = str(member.pk)


def _person(chunk: _Chunk, row: Row, made: dict[str, Any]) -> Person:
    assert row.person is not None  # noqa: S101  # asked by the caller
    assert row.checked is not None  # noqa: S101  # as above
    number = row.id_number
    if number and number in chunk.people:
        return chunk.people[number]
    entry = chunk.known.get(number) if number else None
    person = unsaved(row.person, row.checked, previous_id=entry.left if entry else None, batch_id=chunk.batch.pk)
    if number:
        chunk.people[number] = person
    chunk.persons.append(person)
    chunk.phones += phones_of(person, row.checked.phones, "导入", row.checked_on or clock.today())
    made["person"] = str(person.pk)
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
    batch: ImportBatch, rows: Sequence[Row], touches: dict[tuple[UUID, str, str], places.HouseTouch]
) -> dict[tuple[object, ...], Household]:
    """The household of each key, found or made."""
    wanted = {key: row for row in rows if (key := household_key(row))}
    numbers = [row.household for row in wanted.values() if row.household]
    houses = {touches[row.house.key].house_id: key for key, row in wanted.items() if row.house and not row.household}
    standing = Household.objects.standing().filter(region_id=batch.region_id)
    found: dict[tuple[object, ...], Household] = {
        ("hukou", household.number): household for household in standing.filter(kind="hukou", number__in=numbers)
    }
    for household in standing.filter(kind="living", number="", house_id__in=houses):
        if household.house_id:
            found[houses[household.house_id]] = household
    made = {
        key: Household(
            region_id=batch.region_id,
            kind="hukou" if row.household else "living",
            number=row.household,
            house_id=touches[row.house.key].house_id if row.house else None,
            batch_id=batch.pk,
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
