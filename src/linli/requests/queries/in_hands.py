"""Matters in somebody's hands, for 交接 when a post ends."""

from collections.abc import Iterable
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.handover import Item
from linli.requests.models import Request, RequestHandler
from linli.requests.rules import states

HIDDEN = "一件您不能看内容的事"
MOST = 1000


def in_hands(actor: Actor, user_ids: Iterable[UUID]) -> list[Item]:
    """Open matters given to these users by name, in the actor's area; what the actor may not read has no title here."""
    rows = RequestHandler.objects.visible_to(actor).filter(user_id__in=list(user_ids), active=True, request__status__in=states.OPEN)
    found = list(rows.select_related("request").defer("request__text", "request__requester_phone").order_by("given_at")[:MOST])
    read = set(Request.objects.visible_to(actor).filter(pk__in={row.request_id for row in found}).values_list("pk", flat=True))
    return [_item(row, row.user_id, shown=row.request_id in read) for row in found if row.user_id]


def _item(row: RequestHandler, holder_id: UUID, *, shown: bool) -> Item:
    helps = "（协办）" if row.joint else ""
    title = f"{row.request.number} {row.request.title}{helps}" if shown else f"{HIDDEN}{helps}"
    link = f"/desk/requests/{row.request_id}/" if shown else ""
    return Item(row.pk, holder_id, title, link, clock.local(row.given_at).date(), row.region_id, row.role)
