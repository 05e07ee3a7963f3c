"""Reads of 事情 for the list, the map and counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.contrib.gis.db.models.functions import SnapToGrid
from django.contrib.gis.geos import Polygon
from django.db.models import Count, Q

from linli.affairs import rules
from linli.affairs.models import Affair, AffairQuerySet
from linli.kernel.actor import Actor
from linli.kernel.clock import SHANGHAI

PAGE = 50
LEAST_IN_CELL = 10
BBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class Wanted:
    """Filters of the list; empty ones ask for nothing. `since` and `until` are days of Shanghai, both included."""

    type: str = ""
    state: str = ""
    text: str = ""
    region_id: UUID | None = None
    building_id: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Page:
    """Affairs, the newest first; `more` is the id to go on after, None at the end."""

    rows: list[Affair]
    more: UUID | None


@dataclass(frozen=True)
class Point:
    """An affair on the map; nothing personal."""

    id: UUID
    region_id: UUID
    kind: str
    title: str
    state: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Cell:
    """How many affairs lie in a cell around a point; cells with fewer than ten are not told."""

    lon: float
    lat: float
    number: int


def affairs(actor: Actor, wanted: Wanted, after: UUID | None = None) -> Page:
    """Affairs of the area, filtered."""
    rows = _filtered(Affair.objects.visible_to(actor), wanted).select_related("region")
    if after and (last := rows.filter(pk=after).values_list("opened_at", flat=True).first()):
        rows = rows.filter(Q(opened_at__lt=last) | Q(opened_at=last, pk__lt=after))
    found = list(rows.order_by("-opened_at", "-pk")[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def _filtered(rows: AffairQuerySet, wanted: Wanted) -> AffairQuerySet:
    named = {name: getattr(wanted, name) for name in ("type", "state", "region_id", "building_id") if getattr(wanted, name)}
    rows = rows.filter(**named)
    if wanted.since:
        rows = rows.filter(opened_at__gte=datetime.combine(wanted.since, time(), SHANGHAI))
    if wanted.until:
        rows = rows.filter(opened_at__lte=datetime.combine(wanted.until, time.max, SHANGHAI))
    return rows.filter(Q(title__icontains=wanted.text) | Q(place__icontains=wanted.text)) if wanted.text else rows


def by_community(actor: Actor) -> list[tuple[UUID, str, dict[str, int]]]:
    """For each community of the area its id, name, and how many affairs of each type are open and in all."""
    rows = Affair.objects.visible_to(actor).values("region_id", "region__name", "type")
    counted = rows.annotate(number=Count("id"), open=Count("id", filter=Q(state=rules.OPEN))).order_by("region__name", "region_id")
    found: dict[UUID, tuple[UUID, str, dict[str, int]]] = {}
    for row in counted:
        sums = found.setdefault(row["region_id"], (row["region_id"], row["region__name"], {"all": 0, "open": 0}))[2]
        sums[row["type"]] = row["number"]
        sums["all"] += row["number"]
        sums["open"] += row["open"]
    return list(found.values())


def points(actor: Actor, *, bbox: BBox, kinds: Sequence[str] | None = None, limit: int = 2000) -> list[Point]:
    """Open affairs inside west, south, east, north (WGS-84 degrees); `kinds` are types of affairs."""
    rows = Affair.objects.visible_to(actor).filter(point__within=Polygon.from_bbox(bbox), state=rules.OPEN)
    rows = rows.filter(type__in=list(kinds)) if kinds is not None else rows
    return [
        Point(row.pk, row.region_id, row.type, row.title, row.state, row.point.x, row.point.y)
        for row in rows.order_by("pk")[:limit]
        if row.point
    ]


def heat(actor: Actor, *, bbox: BBox, size: float) -> list[Cell]:
    """Affairs by cells of `size` degrees; never a cell that so few fall into that it points at somebody."""
    rows = Affair.objects.visible_to(actor).filter(point__within=Polygon.from_bbox(bbox)).annotate(cell=SnapToGrid("point", size))
    cells = rows.values("cell").annotate(number=Count("id")).filter(number__gte=LEAST_IN_CELL).order_by("cell")
    return [Cell(row["cell"].x, row["cell"].y, row["number"]) for row in cells]
