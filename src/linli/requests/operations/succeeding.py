"""交接: a matter goes from whoever leaves a post to the successor. Clock, class and steps stay as they are."""

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotPermitted, NotVisible
from linli.kernel.handover import Item, Successor
from linli.kernel.operations import operation
from linli.requests.events import RequestHandedOver
from linli.requests.models import Request, RequestHandler
from linli.requests.operations.shape import Line, take
from linli.requests.permissions import HANDLERS
from linli.requests.rules import access, states


def hand_over(actor: Actor, item: Item, to: Successor) -> None:
    """Give the matter to the successor, who sees it from now on; the one who leaves does not.

    The giver need not be able to read the matter. Raises NotVisible when it is in those hands no more, NotPermitted, also for a
    post that is complained about, Invalid for one that handles no matters.
    """
    with operation(actor, "requests.hand_over") as op:
        rows = RequestHandler.objects.visible_to(actor).select_for_update().filter(pk=item.id, user_id=item.holder_id, active=True)
        row = rows.first()
        if row is None:
            raise NotVisible
        op.require(row.region_id)
        request = Request.objects.select_for_update().get(pk=row.request_id)
        if to.role not in HANDLERS:
            message = f"{to.name}的岗位不办诉求，请交给别人。"
            raise Invalid(message, {"to": [message]})
        if access.complaint_hidden_from(request.against, to.role):
            message = f"{to.name}的岗位不能看这件事，请交给上一级的人。"
            raise NotPermitted(message)
        row.active, row.ended_at = False, clock.now()
        row.save(update_fields=["active", "ended_at"])
        RequestHandler(
            region_id=row.region_id, request=request, role=to.role, unit=to.unit, user_id=to.user_id, user_name=to.name,
            joint=row.joint, given_at=clock.now(), given_by=actor.name, signed_at=row.signed_at,
        ).save(force_insert=True)  # fmt: skip
        if not row.joint:
            request.owner_role, request.owner_unit = to.role, to.unit
            request.owner_user_id, request.owner_name = to.user_id, to.name
        take(op, request, states.NOTE, Line(f"换了经办人，{to.unit}{to.name}接着办", facts={"role": to.role}))
        op.announce(RequestHandedOver(aggregate_id=request.pk, region_id=request.region_id, user_id=to.user_id))
