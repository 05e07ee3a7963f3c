"""Units of buildings, and the grids of compounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from linli.kernel.models import in_scope
from linli.places.models import Building, Compound, Unit
from linli.places.queries.houses import BuildingInfo, building_info


@dataclass(frozen=True)
class UnitInfo:
    """A stairwell of a building."""

    id: UUID
    building_id: UUID
    number: str


def units_of(building_ids: Iterable[UUID]) -> list[UnitInfo]:
    """Units of several buildings, in order, within the scope of the transaction."""
    rows = Unit.objects.filter(building_id__in=list(building_ids)).order_by("building_id", "position")
    return [UnitInfo(row.pk, row.building_id, row.number) for row in rows]


def buildings_with_units(region_ids: Sequence[UUID]) -> list[tuple[BuildingInfo, frozenset[str]]]:
    """Every building of the regions, each with the numbers of its units: two queries."""
    rows = Building.objects.filter(in_scope("region_id", region_ids)).select_related("compound").prefetch_related("units")
    return [(building_info(row), frozenset(unit.number for unit in row.units.all())) for row in rows]


def grids_of(region_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The grid or group of each compound: its own, else that of most of its buildings."""
    rows = Building.objects.filter(in_scope("region_id", region_ids), grid__isnull=False).values_list("compound_id", "grid_id")
    found = {compound_id: grid_id for compound_id, grid_id, _ in rows.annotate(number=Count("pk")).order_by("number", "grid_id")}
    own = Compound.objects.filter(in_scope("region_id", region_ids), grid__isnull=False).values_list("pk", "grid_id")
    return found | {pk: grid_id for pk, grid_id in own if grid_id}
