"""显示…: a requester's name and phone in the open, for a stated purpose, on record where the requester reads it."""

from dataclasses import dataclass
from uuid import UUID

from linli.kernel import reads
from linli.kernel.actor import Actor
from linli.kernel.errors import NotPermitted
from linli.kernel.fields import open_sealed
from linli.requests import queries
from linli.requests.operations.shape import is_handler


@dataclass(frozen=True)
class Revealed:
    """Shown for a minute, then masked again by the page."""

    name: str
    phone: str


def reveal_requester(actor: Actor, request_id: UUID, *, purpose: str, note: str = "") -> Revealed:
    """Log the read and show name and phone. Raises NotVisible, NotPermitted (hidden or anonymous), Invalid, TooMany."""
    request = queries.visible(actor, request_id)
    view = queries.requester_view(actor, request, holds=is_handler(actor, request))
    if view.hidden:
        raise NotPermitted(view.why)
    subject = request.requester_person_id or request.requester_account_id or request.pk
    reads.read_personal(
        actor, subject, region_id=request.region_id, object_type="requests.request", object_id=request.pk,
        fields=["姓名", "电话"], purpose=purpose, note=note,
    )  # fmt: skip
    return Revealed(request.requester_name, open_sealed(request, "requester_phone"))
