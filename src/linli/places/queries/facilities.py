"""Reads of 设施: the list with its filters, a card with its inspections, the nearest ones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.models import in_scope
from linli.places.models import Facility, FacilityCheck
from linli.places.rules import facilities as rules

PAGE = 50
_NEAREST = """
SELECT id, ST_Distance(point::geography, at.p::geography) AS metres
FROM places_facility, (SELECT ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326) AS p) at
WHERE kind = %(kind)s AND state = 'good' AND region_id = ANY(%(regions)s)
ORDER BY point <-> at.p LIMIT %(most)s
"""


@dataclass(frozen=True)
class FacilityInfo:
    """A facility as lists and cards show it. `late` when its inspection is overdue today."""

    id: UUID
    region_id: UUID
    region_name: str
    grid_id: UUID | None
    compound_id: UUID | None
    building_id: UUID | None
    kind: str
    kind_label: str
    code: str
    name: str
    place_text: str
    lon: float | None
    lat: float | None
    state: str
    state_label: str
    owner: str
    maintainer: str
    maintainer_phone: str
    cycle_days: int | None
    inspected_on: date | None
    due_on: date | None
    late: bool
    open_hours: str
    accessible: bool | None
    warranty_until: date | None
    demo: bool
    version: int

    @property
    def hazard(self) -> bool:
        """Whether a fault of it is a danger to passers-by."""
        return self.kind in rules.HAZARDS


@dataclass(frozen=True)
class Check:
    """One line of a facility's history."""

    label: str
    step: str
    note: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Wanted:
    """Filters of the list; empty means all."""

    kind: str = ""
    state: str = ""
    text: str = ""
    late: bool = False


def _info(row: Facility, today: date) -> FacilityInfo:
    return FacilityInfo(
        row.pk, row.region_id, row.region.name, row.grid_id, row.compound_id, row.building_id, row.kind, rules.KINDS[row.kind], row.code,
        row.name, row.place_text, row.point.x if row.point else None, row.point.y if row.point else None, row.state,
        rules.STATES[row.state], row.owner, row.maintainer, row.maintainer_phone, row.cycle_days, row.inspected_on, row.due_on,
        row.due_on is not None and row.due_on < today, row.open_hours, row.accessible, row.warranty_until, row.demo, row.version,
    )  # fmt: skip


def _rows(region_ids: Iterable[UUID], grids: tuple[UUID, ...] = ()) -> QuerySet[Facility]:
    rows = Facility.objects.select_related("region").filter(in_scope("region_id", list(region_ids)))
    return rows.filter(in_scope("grid_id", grids)) if grids else rows


def facilities(
    region_ids: Iterable[UUID], wanted: Wanted | None = None, *, grids: tuple[UUID, ...] = (), after: tuple[str, UUID] | None = None
) -> list[FacilityInfo]:
    """A page of facilities by name, one row more than a page when there are more; scrapped ones only when asked for."""
    wanted, today = wanted or Wanted(), clock.today()
    rows = _rows(region_ids, grids)
    rows = rows.filter(state=wanted.state) if wanted.state else rows.exclude(state=rules.SCRAPPED)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.text:
        text = wanted.text.strip()
        rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text) | Q(place_text__icontains=text))
    if wanted.late:
        rows = rows.filter(due_on__lt=today)
    if after:
        rows = rows.filter(Q(name__gt=after[0]) | Q(name=after[0], pk__gt=after[1]))
    return [_info(row, today) for row in rows.order_by("name", "pk")[: PAGE + 1]]


def facility_counts(region_ids: Iterable[UUID], *, grids: tuple[UUID, ...] = ()) -> tuple[Counter[str], Counter[str], int]:
    """How many of each kind (without the scrapped), of each state, and how many are overdue for inspection."""
    rows = _rows(region_ids, grids)
    kinds, states = Counter[str](), Counter[str]()
    for kind, state, number in rows.order_by().values_list("kind", "state").annotate(number=Count("pk")):
        states[state] += number
        kinds[kind] += number if state != rules.SCRAPPED else 0
    return kinds, states, rows.filter(due_on__lt=clock.today()).count()


def facility(actor: Actor, facility_id: UUID) -> FacilityInfo:
    """One facility of the actor's area. Raises NotVisible."""
    row = Facility.objects.select_related("region").filter(pk=facility_id).first()
    hidden = row is None or not (actor.wide or actor.sees(row.region_id))
    if row is None or hidden or (actor.grids and row.grid_id not in actor.grids):
        raise NotVisible
    return _info(row, clock.today())


def facility_checks(actor: Actor, facility_id: UUID, most: int = 30) -> list[Check]:
    """What became of a facility, the newest first."""
    rows = FacilityCheck.objects.visible_to(actor).filter(facility_id=facility_id).order_by("-at")[:most]
    return [Check(rules.BY_NAME[row.step].label, row.step, row.note, row.at, row.by_name) for row in rows]


def check_note(actor: Actor, check_id: UUID) -> str:
    """What was written at an inspection. Raises NotVisible."""
    row = FacilityCheck.objects.visible_to(actor).filter(pk=check_id).first()
    if row is None:
        raise NotVisible
    return row.note


def nearest(kind: str, lon: float, lat: float, region_ids: Iterable[UUID], most: int = 5) -> list[tuple[FacilityInfo, float]]:
    """The nearest facilities of a kind that are in order, with metres (WGS-84)."""
    values: dict[str, Any] = {"lon": lon, "lat": lat, "kind": kind, "regions": list(region_ids), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, values)
        found = dict(cursor.fetchall())
    rows, today = {row.pk: row for row in Facility.objects.select_related("region").filter(pk__in=found)}, clock.today()
    return [(_info(rows[pk], today), metres) for pk, metres in found.items()]


def facility_names(facility_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of facilities by id."""
    return dict(Facility.objects.filter(pk__in=list(facility_ids)).values_list("pk", "name"))
