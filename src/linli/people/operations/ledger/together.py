"""What only shows when rows are held against each other and against the registry."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from linli.kernel.actor import Actor
from linli.people import rules
from linli.people.models import HouseholdMember, Person, Residence
from linli.people.operations import directory
from linli.people.operations.ledger.row import Buildings, Row
from linli.people.operations.numbers import IdNumber
from linli.places import contract as places


def buildings_of(region_id: UUID) -> Buildings:
    """Every building of the community by each name a file may use."""
    found: Buildings = {}
    names = {compound.id: (compound.name, *compound.aliases) for compound in places.compounds_of([region_id])}
    for building, units in places.buildings_with_units([region_id]):
        for name in names[building.compound_id]:
            for number in (building.number, building.label, building.label.replace(" ", "")):
                found[name, number] = (building.id, units)
    return found


def compare_rows(rows: Sequence[Row]) -> None:
    """Duplicates and contradictions inside the file. The later row is the one to change."""
    by_number: dict[IdNumber, list[Row]] = defaultdict(list)
    heads: dict[tuple[object, ...], Row] = {}
    states: dict[tuple[object, ...], Row] = {}
    for row in rows:
        if row.id_number:
            by_number[row.id_number].append(row)
        if row.relation == rules.HEAD:
            _first(heads, household_key(row), row, "relation", "这一户前面已经有户主（第 {} 行）。一户只有一个户主。")
        if row.house and row.house.state:
            key = row.house.key
            first = states.setdefault(key, row)
            if first.house and first.house.state != row.house.state:
                row.wrong("state", f"同一套房，第 {first.number} 行写的是另一种状态。")
    for same in by_number.values():
        _same_person(same)
    _nameless(rows)


def _first(seen: dict[tuple[object, ...], Row], key: tuple[object, ...] | None, row: Row, column: str, sentence: str) -> None:
    if key is None:
        return
    first = seen.setdefault(key, row)
    if first is not row:
        row.wrong(column, sentence.format(first.number))


def household_key(row: Row) -> tuple[object, ...] | None:
    """Which household the row means: by number the legal one, else those who live in the house."""
    if row.household:
        return ("hukou", row.household)
    return ("living", *row.house.key) if row.house and row.stays else None


def _same_person(rows: list[Row]) -> None:
    first = rows[0]
    links: dict[tuple[object, ...], Row] = {}
    stay: Row | None = None
    for row in rows:
        if row.checked and first.checked and row.checked.name != first.checked.name:
            row.wrong("id_number", f"这个证件号第 {first.number} 行也有，姓名不一样。请看看哪行写错了。")
            continue
        if row.house:
            _first(links, (*row.house.key, row.link), row, "id_number", "这一行和第 {} 行是同一个人、同一套房、同一种关系，重复了。")
        if row.stays and not row.problems:
            if stay is None:
                stay = row
            elif stay.house and row.house and stay.house.key != row.house.key:
                row.wrong("link", f"这个人第 {stay.number} 行已经写住在别的房。一个人只有一处主要住处。")


def _nameless(rows: Sequence[Row]) -> None:
    """People without a paper: the same name and birthday twice is doubtful, not wrong (twins carry different names)."""
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        if row.checked is None or row.checked.number is not None:
            continue
        first = seen.setdefault((row.checked.name, row.checked.birth), row)
        if first is not row:
            row.hints.append(f"和第 {first.number} 行姓名、生日一样，可能是同一个人。")


def compare_registry(actor: Actor, rows: Sequence[Row]) -> dict[IdNumber, directory.Known]:
    """Mark what the registry contradicts; what the directory knows of the numbers.

    Asks the identity directory once for at most 500 rows.
    """
    numbers = list(dict.fromkeys(row.id_number for row in rows if row.id_number))
    known = directory.ask(actor, numbers, "import")
    people = Person.objects.in_bulk([entry.kept for entry in known.values() if entry.kept])
    links = _open_links(people)
    for row in rows:
        entry = known.get(row.id_number) if row.id_number else None
        if entry is None or row.id_number is None:
            continue
        if entry.elsewhere:
            row.wrong("id_number", "这个证件号登记在别的社区。请先请对方登记迁出。")
            continue
        person = people.get(entry.kept) if entry.kept else None
        if person is None:
            continue
        if row.checked and person.name != row.checked.name:
            row.wrong("name", "这个证件号已经登记过，登记的姓名不一样。请对照证件。")
        _against_links(row, links.get(person.pk, []))
    _heads(rows)
    return known


def _open_links(people: dict[UUID, Person]) -> dict[UUID, list[tuple[str, str, UUID, str, str]]]:
    rows = Residence.objects.standing().filter(person_id__in=people, ends_on=None).select_related("house__unit")
    links: dict[UUID, list[tuple[str, str, UUID, str, str]]] = defaultdict(list)
    for link in rows:
        unit = link.house.unit.number if link.house.unit else ""
        links[link.person_id].append((link.kind, link.house.label, link.house.building_id, unit, link.house.number))
    return links


def _against_links(row: Row, links: list[tuple[str, str, UUID, str, str]]) -> None:
    for kind, label, *house in links:
        same = row.house is not None and tuple(house) == row.house.key
        if same and kind == row.link:
            row.wrong("id_number", "这个人和这套房的关系已经登记过了，不用再导。")
        elif not same and row.stays and kind in rules.STAYS:
            row.wrong("link", f"登记他住在 {label}。先登记搬走，再导。")


def _heads(rows: Sequence[Row]) -> None:
    numbers = {row.household for row in rows if row.household and row.relation == rules.HEAD}
    taken = (
        HouseholdMember.objects.standing()
        .filter(household__kind="hukou", household__number__in=numbers, relation=rules.HEAD, ends_on=None)
        .values_list("household__number", flat=True)
    )
    headed = set(taken)
    for row in rows:
        if row.relation == rules.HEAD and row.household in headed and not row.problems:
            row.wrong("relation", "这一户已经登记了户主。先登记户主变更。")
