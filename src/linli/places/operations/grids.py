"""划网格: which grid a building belongs to, and with it its houses, the people in them and what is said about them."""

from collections.abc import Mapping
from uuid import UUID

from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.operations import Operation, operation
from linli.places.events import BuildingPutIntoGrid
from linli.places.models import Building, Compound
from linli.regions import contract as regions


def _put(op: Operation, building: Building, grid_id: UUID | None) -> int:
    before = building.grid_id
    if before == grid_id:
        return 0
    building.grid_id = grid_id
    building.version += 1
    building.save(update_fields=["grid", "version"])
    op.record(building, grid=[before, grid_id])
    op.announce(BuildingPutIntoGrid(building.pk, building.region_id, grid_id))
    return 1


def assign_grids(actor: Actor, compound_id: UUID, wanted: Mapping[UUID, UUID | None]) -> int:
    """Put buildings of a compound into grids or groups of its community; how many changed.

    Raises NotVisible, NotPermitted, Invalid for a grid of another community.
    """
    with operation(actor, "places.assign_grid") as op:
        compound = Compound.objects.visible_to(actor).filter(pk=compound_id).first()
        if compound is None:
            raise NotVisible
        op.require(compound.region_id)
        if not {grid_id for grid_id in wanted.values() if grid_id} <= set(regions.grids_under([compound.region_id])):
            message = "只能划给本社区的网格或小组。"
            raise Invalid(message, {"grid": [message]})
        changed = 0
        for building in compound.buildings.select_for_update().filter(pk__in=list(wanted)).order_by("position"):
            changed += _put(op, building, wanted[building.pk])
        if not changed:
            op.unchanged()
        return changed
