"""What is wrong in the ledger of a community, check by check: ids only (domain/registry_quality.md §3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from linli.people import rules
from linli.people.models import Household, HouseholdMember, Person, PersonPhone, Residence

OLDEST, CHILD, PARENT_GAP = 120, 14, 14
_CHILDREN = ("20", "30")

_ALONE = """
SELECT p.id FROM people_person p
WHERE p.region_id = %(region)s AND p.withdrawn_at IS NULL AND p.status = 'alive' AND p.birth > %(born_after)s
  AND EXISTS (SELECT FROM people_residence r WHERE r.person_id = p.id AND r.ends_on IS NULL AND r.withdrawn_at IS NULL AND r.kind = ANY(%(stays)s))
  AND NOT EXISTS (
    SELECT FROM people_residence mine
    JOIN people_residence other ON other.house_id = mine.house_id AND other.person_id <> p.id
     AND other.ends_on IS NULL AND other.withdrawn_at IS NULL AND other.kind = ANY(%(stays)s)
    JOIN people_person adult ON adult.id = other.person_id AND adult.birth <= %(adult_by)s
    WHERE mine.person_id = p.id AND mine.ends_on IS NULL AND mine.withdrawn_at IS NULL AND mine.kind = ANY(%(stays)s))
"""
_PARENTS = """
SELECT DISTINCT child.person_id FROM people_householdmember child
JOIN people_householdmember head ON head.household_id = child.household_id AND head.relation = '02'
  AND head.ends_on IS NULL AND head.withdrawn_at IS NULL
JOIN people_person c ON c.id = child.person_id
JOIN people_person h ON h.id = head.person_id
WHERE child.region_id = %(region)s AND child.relation = ANY(%(children)s) AND child.ends_on IS NULL AND child.withdrawn_at IS NULL
  AND c.birth < h.birth + make_interval(years => %(gap)s)
"""
_DUE = """
SELECT p.id, p.verified_on + make_interval(months => 2 * m.months) < %(today)s FROM people_person p
CROSS JOIN LATERAL (SELECT CASE
    WHEN EXISTS (SELECT FROM people_persontag t WHERE t.person_id = p.id AND t.withdrawn_at IS NULL
                 AND t.starts_on <= %(today)s AND t.expires_on >= %(today)s) THEN %(key)s
    WHEN EXISTS (SELECT FROM people_residence r JOIN places_house h ON h.id = r.house_id WHERE r.person_id = p.id AND r.ends_on IS NULL
                 AND r.withdrawn_at IS NULL AND r.kind = ANY(%(stays)s) AND h.state = 'rented') THEN %(rented)s
    ELSE %(others)s END AS months) m
WHERE p.region_id = %(region)s AND p.withdrawn_at IS NULL AND p.status = 'alive'
  AND (p.verified_on IS NULL OR p.verified_on + make_interval(months => m.months) < %(today)s)
"""
# Same name and birthday, or same name and telephone; pairs that somebody told apart are left out.
_TWINS = """
SELECT a.id, b.id FROM people_person a
JOIN people_person b ON b.region_id = a.region_id AND b.name = a.name AND b.id > a.id AND b.withdrawn_at IS NULL AND b.status = 'alive'
WHERE a.region_id = %(region)s AND a.withdrawn_at IS NULL AND a.status = 'alive'
  AND (a.id_type = '000' OR b.id_type = '000')
  AND (a.birth = b.birth OR EXISTS (
    SELECT FROM people_personphone x JOIN people_personphone y ON y.blind_index = x.blind_index AND y.person_id = b.id AND y.ended_on IS NULL
    WHERE x.person_id = a.id AND x.ended_on IS NULL))
  AND NOT EXISTS (SELECT FROM people_personmerge d WHERE d.state = 'distinct' AND d.kept_id = a.id AND d.merged_id = b.id)
ORDER BY a.name, a.id, b.id
"""


@dataclass(frozen=True)
class Months:
    """After how many months a person wants checking again: key groups, tenants, others."""

    key: int
    rented: int
    others: int


@dataclass(frozen=True)
class LedgerState:
    """Findings of a community by check, and how many people it keeps. `stale` were not checked within two cycles."""

    persons: int
    found: dict[str, list[UUID]]
    stale: frozenset[UUID]
    linked_houses: frozenset[UUID]
    lived_houses: frozenset[UUID]
    tenant_houses: frozenset[UUID]


def _ids(sql: str, values: dict[str, Any]) -> list[tuple[UUID, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))


def twins(region_id: UUID) -> list[tuple[UUID, UUID]]:
    """Pairs of people that may be one: the same name, and birthday or telephone; one of them has no paper."""
    return [(pair[0], pair[1]) for pair in _ids(_TWINS, {"region": region_id})]


def ledger_state(region_id: UUID, today: date, months: Months) -> LedgerState:
    """Every check of a community's ledger, within the scope of the transaction; about a dozen statements whatever its size."""
    people = Person.objects.standing().filter(region_id=region_id)
    links = Residence.objects.standing().filter(region_id=region_id, ends_on=None)
    values: dict[str, Any] = {
        "region": region_id, "today": today, "stays": sorted(rules.STAYS), "born_after": _years_before(today, CHILD), "adult_by": _years_before(today, 18),
        "children": list(_CHILDREN), "gap": PARENT_GAP, "key": months.key, "rented": months.rented, "others": months.others,
    }  # fmt: skip
    due = _ids(_DUE, values)
    found = {name: list(rows.values_list("pk", flat=True)) for name, rows in _plain(people, links, today).items()}
    found["child_alone"] = [row[0] for row in _ids(_ALONE, values)]
    found["parent_age"] = [row[0] for row in _ids(_PARENTS, values)]
    found["duplicate"] = sorted({one for pair in twins(region_id) for one in pair})
    found["household_head"] = _headless(region_id)
    found["person_due"] = [row[0] for row in due]
    houses = _houses(links.values_list("house_id", "kind"))
    return LedgerState(
        persons=people.filter(status=rules.ALIVE).count(),
        found=found,
        stale=frozenset(row[0] for row in due if row[1]),
        linked_houses=frozenset(houses),
        lived_houses=frozenset(house for house, kinds in houses.items() if kinds & rules.STAYS),
        tenant_houses=frozenset(house for house, kinds in houses.items() if rules.TENANT in kinds),
    )


def _plain(people: QuerySet[Person], links: QuerySet[Residence], today: date) -> dict[str, QuerySet[Person]]:
    alive = people.filter(status=rules.ALIVE)
    staying = Exists(links.filter(person_id=OuterRef("pk"), kind__in=rules.STAYS))
    reached = Exists(PersonPhone.objects.filter(person_id=OuterRef("pk"), ended_on=None)) | Q(birth__gt=_years_before(today, CHILD))
    away = Q(residence_class__in=["away", "empty", "collective"])
    linked = Exists(links.filter(person_id=OuterRef("pk"), kind__in=[*rules.STAYS, rules.HUKOU]))
    return {
        "person_birth": alive.filter(birth=None),
        "person_sex": alive.filter(sex="0"),
        "person_class": alive.filter(residence_class="unknown"),
        "person_home": alive.filter(~staying & ~away),
        "person_phone": alive.filter(~reached),
        "person_paper": alive.filter(id_type=rules.NO_PAPER),
        "person_age": alive.filter(birth__lt=_years_before(today, OLDEST)),
        "dead_linked": people.filter(linked, status=rules.DEAD),
        "moved_linked": people.filter(linked, status=rules.MOVED),
    }


def _headless(region_id: UUID) -> list[UUID]:
    members = HouseholdMember.objects.standing().filter(household_id=OuterRef("pk"), ends_on=None)
    rows = Household.objects.standing().filter(Exists(members), ~Exists(members.filter(relation=rules.HEAD)), region_id=region_id)
    return list(rows.values_list("pk", flat=True))


def _houses(rows: Iterable[tuple[UUID, str]]) -> dict[UUID, set[str]]:
    kinds: dict[UUID, set[str]] = defaultdict(set)
    for house, kind in rows:
        kinds[house].add(kind)
    return kinds


def kept_regions() -> dict[UUID, int]:
    """Communities that keep anybody, with how many, within the scope of the transaction."""
    return dict(Person.objects.standing().values_list("region_id").annotate(number=Count("pk")))


def household_house(household_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The house of each household that has one."""
    rows = Household.objects.filter(pk__in=list(household_ids), house_id__isnull=False).values_list("pk", "house_id")
    return {pk: house for pk, house in rows if house}
