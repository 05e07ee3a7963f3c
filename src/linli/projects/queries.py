"""Reads of 项目 for pages, the map and the index of affairs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.db.models import Count, Q, Sum

from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.models import in_scope
from linli.projects import rules
from linli.projects.models import Payment, Project, ProjectLine, ProjectQuerySet

PAGE = 50
BBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class Page:
    """Projects, the newest first; `more` is the id to go on after, None at the end."""

    rows: list[Project]
    more: UUID | None


@dataclass(frozen=True)
class Totals:
    """What the list's head says: how many in each state, and the money of those that are not given up, in 分."""

    states: dict[str, int]
    budget: int
    paid: int


@dataclass(frozen=True)
class Point:
    """A project on the map; nothing personal."""

    id: UUID
    region_id: UUID
    kind: str
    title: str
    state: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Indexed:
    """A project as the index of affairs keeps it."""

    id: UUID
    region_id: UUID
    kind: str
    title: str
    state: str
    place: str
    compound_id: UUID | None
    building_id: UUID | None
    lon: float | None
    lat: float | None
    opened_on: date
    closed_on: date | None


def projects(actor: Actor, *, state: str = "", kind: str = "", text: str = "", after: UUID | None = None) -> Page:
    """Projects of the area, filtered; `state` may also be "open"."""
    rows = _filtered(Project.objects.visible_to(actor), state=state, kind=kind, text=text).select_related("region", "contractor")
    if after and (last := rows.filter(pk=after).values_list("proposed_on", flat=True).first()):
        rows = rows.filter(Q(proposed_on__lt=last) | Q(proposed_on=last, pk__lt=after))
    found = list(rows.order_by("-proposed_on", "-pk")[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def _filtered(rows: ProjectQuerySet, *, state: str, kind: str, text: str) -> ProjectQuerySet:
    if state == "open":
        rows = rows.filter(state__in=rules.OPEN)
    elif state:
        rows = rows.filter(state=state)
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(Q(name__icontains=text) | Q(place_text__icontains=text)) if text else rows


def totals(actor: Actor) -> Totals:
    """Counts and money of the area."""
    rows = Project.objects.visible_to(actor).values("state").annotate(number=Count("id"), budget=Sum("budget"), paid=Sum("paid"))
    found = list(rows.order_by("state"))
    going = [row for row in found if row["state"] != rules.STOPPED]
    return Totals({row["state"]: row["number"] for row in found}, sum(row["budget"] for row in going), sum(row["paid"] for row in found))


def card(actor: Actor, project_id: UUID) -> Project:
    """One project the actor sees. Raises NotVisible."""
    row = Project.objects.visible_to(actor).filter(pk=project_id).select_related("region", "contractor").first()
    if row is None:
        raise NotVisible
    return row


def lines(actor: Actor, project_id: UUID) -> list[ProjectLine]:
    """A project's story, newest first."""
    return list(ProjectLine.objects.visible_to(actor).filter(project_id=project_id).order_by("-at", "-pk"))


def payments(actor: Actor, project_id: UUID) -> list[Payment]:
    """What was paid, newest first."""
    return list(Payment.objects.visible_to(actor).filter(project_id=project_id).order_by("-paid_on", "-pk"))


def shown_in(region_id: UUID) -> list[Project]:
    """Projects of a community that were disclosed, for its residents; within the scope of the transaction."""
    rows = Project.objects.filter(region_id=region_id, state__in=rules.SHOWN).select_related("contractor")
    return list(rows.order_by("closed_on", "-proposed_on")[:PAGE])


def points(actor: Actor, *, bbox: BBox, kinds: Sequence[str] | None = None, limit: int = 2000) -> list[Point]:
    """Projects inside west, south, east, north (WGS-84 degrees) that are not given up."""
    rows = Project.objects.visible_to(actor).filter(point__within=Polygon.from_bbox(bbox)).exclude(state=rules.STOPPED)
    rows = rows.filter(kind__in=list(kinds)) if kinds is not None else rows
    return [
        Point(row.pk, row.region_id, row.kind, row.name, row.state, row.point.x, row.point.y)
        for row in rows.order_by("pk")[:limit]
        if row.point
    ]


def indexed(ids: Iterable[UUID]) -> list[Indexed]:
    """Facts for the index of affairs, within the scope of the transaction."""
    return [_indexed(row) for row in Project.objects.filter(pk__in=list(ids))]


def ids_after(region_ids: Sequence[UUID], after: UUID | None, limit: int) -> list[UUID]:
    """Ids of all projects of the regions in order, a piece at a time."""
    rows = Project.objects.filter(in_scope("region_id", region_ids))
    rows = rows.filter(pk__gt=after) if after else rows
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def _indexed(row: Project) -> Indexed:
    lon, lat = (row.point.x, row.point.y) if row.point else (None, None)
    return Indexed(
        row.pk, row.region_id, row.kind, row.name, row.state, row.place_text, row.compound_id, row.building_id, lon, lat,
        row.proposed_on, row.closed_on,
    )  # fmt: skip
