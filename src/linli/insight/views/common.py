"""What several doors of the map ask for."""

from uuid import UUID

from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.regions import contract as regions


def id_asked(request: ActedRequest, name: str) -> UUID | None:
    """An id of the address, None when it is not given. Raises NotVisible for what is no id."""
    try:
        return UUID(request.GET[name]) if request.GET.get(name) else None
    except ValueError:
        raise NotVisible from None


def seen_region(actor: Actor, region_id: UUID | None) -> regions.RegionInfo:
    """A region of one's own. Raises NotVisible."""
    region = regions.info(region_id) if region_id else None
    if region is None or not actor.sees(region.id):
        raise NotVisible
    return region


def region_asked(request: ActedRequest) -> regions.RegionInfo:
    """The region of the address, else that of the post in use. Raises NotVisible."""
    return seen_region(request.actor, id_asked(request, "region") or request.actor.region_id)
