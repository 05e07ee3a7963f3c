"""督办: somebody above presses a matter that does not move (domain §3, §7). What it does by itself, and its colours, come later."""

from uuid import UUID

from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted
from linli.kernel.operations import operation
from linli.requests.events import RequestSupervised
from linli.requests.models import Request, RequestEvent
from linli.requests.operations import screening
from linli.requests.operations.shape import Line, is_handler, locked, notify, take
from linli.requests.rules import states, words

MIN_REASON = 6


def supervise(actor: Actor, request_id: UUID, *, text: str, version: int | None = None) -> Request:
    """Say what is to be done until when: a line that who has it and the requester read. No clock moves, no hands change.

    Raises Invalid without words, NotPermitted to who has it, NotNow when it is over.
    """
    with operation(actor, "requests.supervise") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        if is_handler(actor, request):
            message = "这件事在您手上，直接办就好。"
            raise NotPermitted(message)
        wanted = text.strip()
        if len(wanted) < MIN_REASON:
            message = "写清楚要办到哪一步、哪天前。"
            raise Invalid(message, {"text": [message]})
        if request.status not in states.OPEN:
            message = "这件事已经不在办了，不用督办。"
            raise NotNow(message)
        count = 1 + RequestEvent.objects.filter(request=request, facts__has_key=words.SUPERVISED).count()
        take(op, request, states.NOTE, Line(f"督办，第 {count} 次", wanted, facts={words.SUPERVISED: count}))
        notify(request, "supervised", f"{actor.unit}在督办您说的事", wanted)
        op.announce(RequestSupervised(aggregate_id=request.pk, region_id=request.region_id, count=count))
        screening.noted(op, request, wanted)
        return request
