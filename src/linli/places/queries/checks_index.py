"""Inspections as the index of affairs keeps them; nothing about who looked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.kernel.models import in_scope
from linli.places.models import FacilityCheck

LOOKED = ("found_good", "found_faulty")


@dataclass(frozen=True)
class IndexedCheck:
    """One look at a facility."""

    id: UUID
    facility_id: UUID
    region_id: UUID
    grid_id: UUID | None
    kind: str
    title: str
    faulty: bool
    place: str
    compound_id: UUID | None
    building_id: UUID | None
    lon: float | None
    lat: float | None
    at: datetime


def indexed_checks(ids: Iterable[UUID]) -> list[IndexedCheck]:
    """Facts of these inspections, within the scope of the transaction."""
    rows = FacilityCheck.objects.filter(pk__in=list(ids), step__in=LOOKED).select_related("facility")
    return [_indexed(row) for row in rows]


def check_ids_after(region_ids: Sequence[UUID], after: UUID | None, limit: int) -> list[UUID]:
    """Ids of all inspections of the regions in order, a piece at a time."""
    rows = FacilityCheck.objects.filter(in_scope("region_id", region_ids), step__in=LOOKED)
    rows = rows.filter(pk__gt=after) if after else rows
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def _indexed(row: FacilityCheck) -> IndexedCheck:
    facility = row.facility
    lon, lat = (facility.point.x, facility.point.y) if facility.point else (None, None)
    return IndexedCheck(
        row.pk, facility.pk, row.region_id, facility.grid_id, facility.kind, facility.name, row.step == "found_faulty",
        facility.place_text, facility.compound_id, facility.building_id, lon, lat, row.at,
    )  # fmt: skip
