"""Reads of 登记质量. Names come masked, and only where the post sees people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import in_scope
from linli.people import contract as people
from linli.places import contract as places
from linli.quality import rules
from linli.quality.models import Finding, Score
from linli.regions import contract as regions

PAGE = 50
TREND_DAYS = 365
MOST_BARS = 26


@dataclass(frozen=True)
class Wanted:
    """Filters of the list; an empty one is no filter."""

    check: str = ""
    level: str = ""
    state: str = rules.OPEN
    after: tuple[date, UUID] | None = None


@dataclass(frozen=True)
class Line:
    """A finding as the list shows it: what is wrong with whom, where it is mended."""

    id: UUID
    check: rules.Check
    level_label: str
    state: str
    state_label: str
    subject: str
    url: str
    found_on: date
    due_on: date
    late: bool
    excuse: str
    by_name: str
    version: int
    demo: bool = False


@dataclass(frozen=True)
class Tally:
    """How many open findings each check has."""

    check: rules.Check
    number: int


@dataclass(frozen=True)
class Part:
    """A dimension of a score; `good` in permille."""

    label: str
    good: int

    @property
    def bad(self) -> int:
        """The rest of the thousand."""
        return 1000 - self.good

    @property
    def percent(self) -> str:
        """As people write it."""
        return f"{rules.points(self.good)}%"


@dataclass(frozen=True)
class RegionScore:
    """The newest score of a community and the change against a month before, in tenths."""

    region: regions.RegionInfo
    score: Score
    change: int | None

    @property
    def points(self) -> str:
        """Points with one decimal."""
        return rules.points(self.score.tenths)

    @property
    def change_points(self) -> str:
        """By how many points it changed, without the sign."""
        return rules.points(abs(self.change or 0))

    @property
    def grade(self) -> str:
        """The word for it."""
        return rules.grade(self.score.tenths)

    @property
    def parts(self) -> list[Part]:
        """Each dimension."""
        return [Part(label, self.score.parts.get(code, 0)) for code, label in rules.DIMENSIONS.items()]


def tallies(actor: Actor, region_id: UUID) -> list[Tally]:
    """Open findings by check, the most serious first."""
    rows = Finding.objects.visible_to(actor).filter(region_id=region_id, state=rules.OPEN)
    counted = dict(rows.values_list("check_code").annotate(number=Count("pk")))
    order = list(rules.LEVELS)
    found = [Tally(rules.CHECKS[code], number) for code, number in counted.items() if code in rules.CHECKS]
    return sorted(found, key=lambda one: (order.index(one.check.level), -one.number, one.check.code))


def findings(actor: Actor, region_id: UUID, wanted: Wanted) -> list[Line]:
    """A page of findings, the most urgent first; one line more than a page when there are more."""
    rows = Finding.objects.visible_to(actor).filter(region_id=region_id)
    rows = rows.filter(state=wanted.state) if wanted.state in rules.STATES else rows
    rows = rows.filter(check_code=wanted.check) if wanted.check in rules.CHECKS else rows
    rows = rows.filter(level=wanted.level) if wanted.level in rules.LEVELS else rows
    if wanted.after:
        day, last = wanted.after
        rows = rows.filter(due_on__gt=day) | rows.filter(due_on=day, pk__gt=last)
    return _lines(list(rows.order_by("due_on", "pk")[: PAGE + 1]))


def finding(actor: Actor, finding_id: UUID) -> tuple[Line, UUID] | None:
    """One finding with its community."""
    row = Finding.objects.visible_to(actor).filter(pk=finding_id).first()
    return (_lines([row])[0], row.region_id) if row else None


def _lines(rows: list[Finding]) -> list[Line]:
    names, today = _subjects(rows), clock.today()
    lines = []
    for row in rows:
        subject, url = names.get(row.subject_id, (rules.SUBJECTS[row.subject_kind], ""))
        late = row.state == rules.OPEN and row.due_on < today
        lines.append(
            Line(
                row.pk, rules.CHECKS[row.check_code], rules.LEVELS[row.level], row.state, rules.STATES[row.state], subject, url,
                row.found_on, row.due_on, late, row.excuse, row.by_name, row.version,
            )
        )  # fmt: skip
    return lines


def _subjects(rows: Iterable[Finding]) -> dict[UUID, tuple[str, str]]:
    by_kind: dict[str, list[UUID]] = {}
    for row in rows:
        by_kind.setdefault(row.subject_kind, []).append(row.subject_id)
    named = {
        pk: (f"{one.masked_name} {one.sex_label}", f"/registry/people/{pk}/")
        for pk, one in people.briefs(by_kind.get(rules.PERSON, ())).items()
    }
    homes = people.household_house(by_kind.get(rules.HOUSEHOLD, ()))
    houses = places.houses_by_id([*by_kind.get(rules.HOUSE, ()), *homes.values()])
    named |= {pk: (one.full_label, f"/registry/houses/{pk}/") for pk, one in houses.items()}
    named |= {pk: (f"{houses[house].full_label}的一户", f"/registry/houses/{house}/") for pk, house in homes.items() if house in houses}
    named |= {pk: (label, f"/registry/buildings/{pk}/") for pk, label in places.building_labels(by_kind.get(rules.BUILDING, ())).items()}
    named |= {pk: (name, f"/organisations/facilities/{pk}/") for pk, name in places.facility_names(by_kind.get(rules.FACILITY, ())).items()}
    return named


def scores(actor: Actor, region_ids: Iterable[UUID]) -> list[RegionScore]:
    """The newest score of each community, the best first."""
    rows = Score.objects.visible_to(actor).filter(in_scope("region_id", list(region_ids)))
    newest = {row.region_id: row for row in rows.order_by("region_id", "-day").distinct("region_id")}
    month_ago = clock.today() - timedelta(days=28)
    earlier = dict(rows.filter(day__lte=month_ago).order_by("region_id", "-day").distinct("region_id").values_list("region_id", "tenths"))
    infos = {info.id: info for info in regions.infos(newest)}
    found = [RegionScore(infos[pk], row, row.tenths - earlier[pk] if pk in earlier else None) for pk, row in newest.items() if pk in infos]
    return sorted(found, key=lambda one: (-one.score.tenths, one.region.name))


def trend(actor: Actor, region_id: UUID) -> list[Score]:
    """Scores of the last year, thinned to `MOST_BARS`, oldest first."""
    since = clock.today() - timedelta(days=TREND_DAYS)
    rows = list(Score.objects.visible_to(actor).filter(region_id=region_id, day__gte=since).order_by("day"))
    if len(rows) <= MOST_BARS:
        return rows
    return [rows[place * (len(rows) - 1) // (MOST_BARS - 1)] for place in range(MOST_BARS)]
