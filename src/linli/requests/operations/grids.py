"""A building changes its grid: its open matters, and their points on the map, go with it."""

from uuid import UUID

from linli.kernel.actor import Actor
from linli.kernel.operations import operation
from linli.requests.models import MapPoint, Request


def follow_grid(actor: Actor, region_id: UUID, building_id: UUID, grid_id: UUID | None) -> int:
    """Put the open matters of a building into its new grid; how many."""
    with operation(actor, "requests.follow_grid") as op:
        op.require(region_id)
        rows = list(Request.objects.visible_to(actor).open().select_for_update().filter(region_id=region_id, building_id=building_id))
        moved = [row for row in rows if row.grid_id != grid_id]
        Request.objects.filter(pk__in=[row.pk for row in moved]).update(grid_id=grid_id)
        MapPoint.objects.filter(request_id__in=[row.pk for row in moved]).update(grid_id=grid_id)
        for row in moved:
            op.record(row, grid=[row.grid_id, grid_id])
        if not moved:
            op.unchanged()
        return len(moved)
