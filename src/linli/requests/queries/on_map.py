"""Open matters as the map shows them: with a published point, never a restricted one; the list under the map is the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import in_scope
from linli.requests.models import MapPoint, Request, RequestQuerySet
from linli.requests.queries import reckoning, words
from linli.requests.rules import states

_OPEN_GROUPS = sorted({states.STATUSES[status].group for status in states.OPEN})


@dataclass(frozen=True)
class MapRow:
    """One open matter in the list under the map."""

    id: UUID
    title: str
    status_label: str
    shape: str
    place_label: str
    building_id: UUID | None
    due_day: str
    due_words: str
    late: bool
    holder: str


@dataclass(frozen=True)
class RegionPoints:
    """How many open matters of one region stand on the map, and how many of them are late."""

    region_id: UUID
    open: int
    late: int


@dataclass(frozen=True)
class OnMap:
    """The most pressing rows, and how many there are in all and late."""

    rows: tuple[MapRow, ...]
    total: int
    late: int


def open_on_map(actor: Actor, region_ids: Sequence[UUID], most: int, *, grid_id: UUID | None = None) -> OnMap:
    """Open matters of the regions that have a point, most pressing first; of one grid only when it is named."""
    here = in_scope("region_id", region_ids)
    found = _open_at(actor, MapPoint.objects.filter(here)).filter(here)
    if grid_id:
        found = found.filter(grid_id=grid_id)
    late = found.filter(queue_rank__lt=reckoning.STOPPED_RANK, due_at__lt=clock.now()).count()
    return OnMap(tuple(_row(request) for request in _listed(found)[:most]), found.count(), late)


def these_on_map(actor: Actor, request_ids: Iterable[UUID]) -> tuple[MapRow, ...]:
    """Those of the ids that stand on the map and that the actor sees, most pressing first."""
    points = MapPoint.objects.filter(request_id__in=list(request_ids))
    return tuple(_row(request) for request in _listed(_open_at(actor, points)))


def points_by_region(region_ids: Sequence[UUID]) -> list[RegionPoints]:
    """Counts of the published points of the regions, in one query."""
    late = Q(due_at__lt=clock.now()) & ~Q(status_group="stopped")
    found = MapPoint.objects.filter(in_scope("region_id", region_ids), status_group__in=_OPEN_GROUPS)
    rows = found.values("region_id").annotate(open=Count("request_id"), late=Count("request_id", filter=late)).order_by("region_id")
    return [RegionPoints(**row) for row in rows]


def _open_at(actor: Actor, points: QuerySet[MapPoint]) -> RequestQuerySet:
    open_here = Request.objects.visible_to(actor).filter(queue_rank__lt=reckoning.CLOSED_RANK)
    return open_here.filter(restricted=False, pk__in=points.values("request_id"))


def _listed(found: RequestQuerySet) -> RequestQuerySet:
    return found.defer("text", "reply", "point", "requester_phone").order_by("queue_rank", "sort_at", "id")


def _row(request: Request) -> MapRow:
    return MapRow(
        id=request.pk,
        title=request.title,
        status_label=words.status_words(request),
        shape=words.shape_of(request),
        place_label=request.place_label,
        building_id=request.building_id,
        due_day=words.due_day(request),
        due_words=words.due_words(request),
        late=words.is_late(request),
        holder="".join(part for part in (request.owner_unit, request.owner_name) if part),
    )
