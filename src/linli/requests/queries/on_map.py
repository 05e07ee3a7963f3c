"""Open matters as the map shows them: with a published point, never a restricted one; the list under the map is the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import in_scope
from linli.requests.models import MapPoint, Request, RequestQuerySet
from linli.requests.queries import reckoning, words


@dataclass(frozen=True)
class MapRow:
    """One open matter in the list under the map."""

    id: UUID
    title: str
    status_label: str
    shape: str
    place_label: str
    building_id: UUID | None
    due_words: str
    late: bool


@dataclass(frozen=True)
class OnMap:
    """The most pressing rows, and how many there are in all and late."""

    rows: tuple[MapRow, ...]
    total: int
    late: int


def open_on_map(actor: Actor, region_ids: Sequence[UUID], most: int, grid_id: UUID | None = None) -> OnMap:
    """Open matters of the regions that have a point, most pressing first; of one grid of them when it is named."""
    found = _mapped(actor, region_ids)
    if grid_id is not None:
        found = found.filter(grid_id=grid_id)
    rows = found.defer("text", "reply", "point", "requester_phone").order_by("queue_rank", "sort_at", "id")[:most]
    late = found.filter(queue_rank__lt=reckoning.STOPPED_RANK, due_at__lt=clock.now()).count()
    return OnMap(tuple(_row(request) for request in rows), found.count(), late)


def _mapped(actor: Actor, region_ids: Sequence[UUID]) -> RequestQuerySet:
    points = MapPoint.objects.filter(in_scope("region_id", region_ids)).values("request_id")
    open_here = Request.objects.visible_to(actor).filter(in_scope("region_id", region_ids), queue_rank__lt=reckoning.CLOSED_RANK)
    return open_here.filter(restricted=False, pk__in=points)


def _row(request: Request) -> MapRow:
    return MapRow(
        id=request.pk,
        title=request.title,
        status_label=words.status_words(request),
        shape=words.shape_of(request),
        place_label=request.place_label,
        building_id=request.building_id,
        due_words=words.due_words(request),
        late=words.is_late(request),
    )
