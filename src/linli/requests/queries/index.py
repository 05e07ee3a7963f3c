"""Matters as the index of affairs keeps them: what, where, how it stands; never who, nor a word of what was said.

Left out whole: what is restricted, and what complains about those who could read the index.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.kernel.models import in_scope
from linli.requests.models import MapPoint, Request
from linli.requests.rules import catalogue, states
from linli.requests.rules import words as vocabulary


@dataclass(frozen=True)
class IndexedRequest:
    """A matter by its category and its building; the point is the published one, snapped to the building."""

    id: UUID
    region_id: UUID
    grid_id: UUID | None
    kind: str
    title: str
    group: str
    place: str
    compound_id: UUID | None
    building_id: UUID | None
    lon: float | None
    lat: float | None
    opened_at: datetime
    closed_at: datetime | None


def indexed(ids: Iterable[UUID]) -> list[IndexedRequest]:
    """Facts of those of the ids that may be indexed, within the scope of the transaction."""
    wanted = list(ids)
    points = {row.request_id: row.point for row in MapPoint.objects.filter(request_id__in=wanted)}
    rows = Request.objects.filter(pk__in=wanted, restricted=False, against="").defer("text", "reply", "title", "requester_phone", "point")
    return [_indexed(row, points.get(row.pk)) for row in rows]


def ids_after(region_ids: Sequence[UUID], after: UUID | None, limit: int) -> list[UUID]:
    """Ids of all matters of the regions that may be indexed in order, a piece at a time."""
    rows = Request.objects.filter(in_scope("region_id", region_ids), restricted=False, against="")
    rows = rows.filter(pk__gt=after) if after else rows
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def _indexed(row: Request, point: object) -> IndexedRequest:
    category = row.category or row.proposed_category
    return IndexedRequest(
        row.pk, row.region_id, row.grid_id, category, catalogue.path_of(category) or vocabulary.TYPES[row.type],
        states.STATUSES[row.status].group, row.place_label, row.compound_id, row.building_id, getattr(point, "x", None),
        getattr(point, "y", None), row.filed_at, row.closed_at,
    )  # fmt: skip
