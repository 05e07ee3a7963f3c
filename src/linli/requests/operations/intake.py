"""The front desk's first look: take it on, refuse it with the right door, put the place right, pass it to its community."""

from dataclasses import replace
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow
from linli.kernel.operations import Operation, operation
from linli.kernel.scope import acting_in
from linli.requests.events import RequestAccepted, RequestDeclined, RequestPlaced, RequestTransferred
from linli.requests.models import Alarm, Photo, Request, RequestKey
from linli.requests.operations import answering, merging
from linli.requests.operations.filing import Place, moved_copy, place_at, raise_alarm, require_open
from linli.requests.operations.shape import Line, locked, notify, take, write
from linli.requests.rules import emergency, states, words

MIN_REASON = 6
PETITION = "petition"


def accept(actor: Actor, request_id: UUID, *, version: int | None = None) -> Request:
    """Take a request on; from the next day its clock runs. Raises NotNow, Conflict."""
    with operation(actor, "requests.accept") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        request.accepted_at = clock.now()
        take(op, request, states.ACCEPT, Line("受理"))
        notify(request, "accepted", "社区受理了您说的事", request.title)
        op.announce(RequestAccepted(aggregate_id=request.pk, region_id=request.region_id))
        return request


def decline(actor: Actor, request_id: UUID, *, ground: str, text: str, version: int | None = None) -> Request:
    """Refuse with a ground of words.DECLINE_GROUNDS; the answer names whom to ask. Raises Invalid, NotNow.

    An emergency or a restricted matter is never refused by a click: somebody deals with it.
    """
    with operation(actor, "requests.decline") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        if ground not in words.DECLINE_GROUNDS:
            message = "选一个不受理的理由。"
            raise Invalid(message, {"ground": [message]})
        if len(text.strip()) < MIN_REASON:
            message = "写清楚该找谁、电话多少；不写答复不能关。"
            raise Invalid(message, {"text": [message]})
        if request.emergency or request.restricted:
            message = "牵涉人身安全的事不能点“不受理”。先处置；确认是虚惊，再由书记或指挥中心解除。"
            raise NotNow(message)
        reason = words.DECLINE_GROUNDS[ground]
        answer = f"{reason.label}。{text.strip()}"
        if ground == PETITION:
            answer += _petition_clock(request)
        request.reply, request.closed_at = answer, clock.now()
        take(op, request, states.DECLINE, Line("说明不受理", answer, facts={"ground": ground}))
        answering.send(actor, request, "decline", answer)
        merging.part_all(op, request)
        notify(request, "declined", "这件事社区不能受理，告诉您该找谁", answer)
        op.announce(RequestDeclined(aggregate_id=request.pk, region_id=request.region_id, ground=ground))
        return request


def _petition_clock(request: Request) -> str:
    """What the petition rules owe whoever is sent there: accept or refuse, finish, extend, review (domain §4)."""
    limits = request.limits
    if "petition_review_days" not in limits:  # it began under older rules
        return ""
    accept, finish = limits["petition_accept_days"], limits["petition_finish_days"]
    extend, review = limits["petition_extend_days"], limits["petition_review_days"]
    return (
        f"信访机关收到后 {accept} 天内告诉您受不受理，受理后 {finish} 天内办结，难办的最多再延 {extend} 天；"
        f"对结果不服，收到答复后 {review} 天内可以申请复查。"
    )


def confirm_place(actor: Actor, request_id: UUID, place: Place, *, version: int | None = None) -> Request:
    """Put the place right inside the same community. Raises Invalid for a place of another one: that is a transfer."""
    with operation(actor, "requests.confirm_place") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        if place.region_id != request.region_id:
            message = "这个地方在别的社区，请用“转到该办的社区”。"
            raise Invalid(message, {"place": [message]})
        before = str(request.building_id or "")
        place_at(request, replace(place, confirmed=True))
        if place.grid_id:
            request.grid_id = place.grid_id
        take(op, request, states.CONFIRM_PLACE, Line("核对了位置", place.label))
        op.record(request, building_id=[before, str(request.building_id or "")])
        op.announce(RequestPlaced(request.pk, request.region_id))
        return request


def transfer(actor: Actor, request_id: UUID, place: Place, *, reason: str, version: int | None = None) -> Request:
    """Pass a request to the community where the place lies: this one is closed, a new one opened there (design §6).

    Query code, photos and requester stay; the requester is told. Returns the new request. Raises Invalid, also where nobody serves
    the other community, NotNow.
    """
    with operation(actor, "requests.transfer") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        if place.region_id == request.region_id:
            message = "就在本社区，不用转；位置不对请用“核对位置”。"
            raise Invalid(message, {"place": [message]})
        if len(reason.strip()) < MIN_REASON:
            message = "写一句为什么转，居民也看得到。"
            raise Invalid(message, {"reason": [message]})
        require_open(place.region_id)
        merging.part_all(op, request)
        with acting_in(place.region_id):
            moved = _move(op, request, place)
            request.moved_to_id, request.closed_at = moved.pk, clock.now()
            take(op, request, states.TRANSFER, Line("转到该办的社区", reason.strip()))
            op.announce(RequestTransferred(request.pk, request.region_id, moved.pk, moved.region_id))
            op.record(moved, status=[None, moved.status])
        return moved


def _move(op: Operation, request: Request, place: Place) -> Request:
    moved = moved_copy(request, place)
    moved.save(force_insert=True)
    RequestKey.objects.filter(request_id=request.pk).update(request_id=moved.pk, region_id=moved.region_id)
    for photo in Photo.objects.filter(request=request):
        Photo(**{f.attname: getattr(photo, f.attname) for f in Photo._meta.concrete_fields if f.name not in {"id", "request", "region_id"}},
              request=moved, region_id=moved.region_id).save(force_insert=True)  # fmt: skip
    write(op.actor, moved, "file", Line("从别的社区转来", f"原编号 {request.number}"))
    if moved.emergency:
        Alarm.objects.filter(request=request).update(next_escalation_at=None)
        raise_alarm(op, moved, emergency.Emergency(moved.emergency, (), ()))
    notify(moved, "transferred", "您说的事转到了该办的社区", f"新编号 {moved.number}，不用再说一遍。")
    return moved
