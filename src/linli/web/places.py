"""Which community a page speaks for, and its telephone."""

from uuid import UUID

from django.http import HttpRequest

from linli.kernel.actor import Actor
from linli.regions import contract as regions

LOOKING_AT = "looking_at"


def looked_at(request: HttpRequest, actor: Actor | None) -> regions.RegionInfo | None:
    """The community chosen on this phone, else the one the resident belongs to. Looking gives no right."""
    kept = request.session.get(LOOKING_AT)
    own = actor.region_id if actor and actor.door == "resident" and actor.scope else None
    region_id = UUID(kept) if kept else own
    return regions.info(region_id) if region_id else None


def place_of(region: regions.RegionInfo) -> dict[str, object]:
    """What the header says about where one is."""
    town = region.path[-2] if len(region.path) > 1 else ""
    return {"name": region.name, "town": town, "demo": region.demo, "switch_url": "/place/"}


def duty_of(region_id: UUID) -> dict[str, str]:
    """The phone that stands on every page."""
    contact = regions.committee_contact(region_id)
    return {"phone": contact.phone, "text": contact.hours} if contact else {"phone": "12345", "label": "政务热线"}
