"""派单: who has it, whether they took it, and how they may give it back (domain §3, §4, §7)."""

from dataclasses import dataclass
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted
from linli.kernel.operations import Operation, operation
from linli.requests.events import RequestDispatched, RequestSigned, ReturnAsked
from linli.requests.models import Request, RequestHandler
from linli.requests.models.request import held_by
from linli.requests.operations import intake, screening, sorting
from linli.requests.operations.shape import NOT_YOURS, Line, is_handler, locked, notify, require_handler, take
from linli.requests.queries import reckoning
from linli.requests.rules import access, clocks, states, words

MIN_REASON = 6


@dataclass(frozen=True)
class To:
    """Whom a matter is given to: a person, or a post or unit without a name."""

    role: str
    unit: str
    user_id: UUID | None = None
    user_name: str = ""


def adopt(actor: Actor, request_id: UUID, *, to: To, ground: str = "", version: int | None = None) -> Request:
    """采纳: accept if need be, take the proposed class, dispatch, in one click. Raises NotNow when the rules said "ask a person"."""
    with operation(actor, "requests.dispatch") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        proposal = request.proposals.order_by("-at").first()
        if proposal is None or not proposal.sanshi:
            message = "这件事系统拿不准，没有可采纳的建议。请您自己选一类，或请书记定。"
            raise NotNow(message)
        if request.status == states.RECEIVED:
            intake.accept(actor, request_id)
        sorting.decide_class(actor, request_id, sanshi=proposal.sanshi, category=proposal.category, ground=ground)
        op.unchanged()
        return dispatch(actor, request_id, to=to)


def dispatch(actor: Actor, request_id: UUID, *, to: To, note: str = "", version: int | None = None) -> Request:
    """Give the matter to a person, post or unit; to oneself it counts as signed. Raises NotPermitted for the unit complained about."""
    with operation(actor, "requests.dispatch") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        _may_have(op, request, to)
        now = clock.now()
        request.handlers.filter(active=True, joint=False).update(active=False, ended_at=now)
        row = _hand(actor, request, to, joint=False)
        request.owner_role, request.owner_unit = to.role, to.unit
        request.owner_user_id, request.owner_name = to.user_id, to.user_name
        request.dispatch_count += 1
        request.dispatched_at = now
        title = f"交给{to.unit}{to.user_name}"
        take(op, request, states.DISPATCH, Line(title, note.strip(), facts={"role": to.role, "count": request.dispatch_count}))
        op.announce(RequestDispatched(aggregate_id=request.pk, region_id=request.region_id, role=to.role, user_id=to.user_id))
        if to.user_id is not None and to.user_id == actor.user_id:
            _sign(op, request, row)
        else:
            notify(request, "dispatched", f"您说的事{title}", "")
        return request


def _may_have(op: Operation, request: Request, to: To) -> None:
    """Never who is complained about. Where that was not said, a person above decides by handing it down."""
    if not to.role or not to.unit.strip():
        message = "选一个人、岗位或单位。"
        raise Invalid(message, {"to": [message]})
    if request.against == "unclear" and access.complaint_hidden_from("unclear", to.role):
        request.against = ""
        op.record(request, against=["unclear", ""])
    if access.complaint_hidden_from(request.against, to.role):
        above = access.ROLE_LABELS.get(access.UNIT_ABOVE[request.against], "上一级")
        message = f"反映的就是{words.AGAINST[request.against]}，不能交回去办，请交给{above}。"
        raise NotPermitted(message)


def _hand(actor: Actor, request: Request, to: To, *, joint: bool) -> RequestHandler:
    row = RequestHandler(
        region_id=request.region_id, request=request, role=to.role, unit=to.unit.strip(), user_id=to.user_id,
        user_name=to.user_name, joint=joint, given_at=clock.now(), given_by=actor.name,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def sign(actor: Actor, request_id: UUID, *, version: int | None = None) -> Request:
    """签收: take it in hand; a matter given to a post becomes this person's. Raises NotPermitted to others."""
    with operation(actor, "requests.sign") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        row = request.handlers.filter(held_by(actor), active=True, joint=False).first()
        if row is None:
            raise NotPermitted(NOT_YOURS.format(holder=f"{request.owner_unit}{request.owner_name}"))
        _sign(op, request, row)
        return request


def _sign(op: Operation, request: Request, row: RequestHandler) -> None:
    row.signed_at, row.user_id, row.user_name = clock.now(), op.actor.user_id, op.actor.name
    row.save(update_fields=["signed_at", "user_id", "user_name"])
    request.owner_user_id, request.owner_name = op.actor.user_id, op.actor.name
    take(op, request, states.SIGN, Line("签收，开始办"))
    notify(request, "signed", f"{request.owner_unit}{op.actor.name}开始办您说的事", "")
    op.announce(RequestSigned(aggregate_id=request.pk, region_id=request.region_id))


def ask_return(actor: Actor, request_id: UUID, *, ground: str, text: str, version: int | None = None) -> Request:
    """退件: say within a working day, with a ground, that it is another's. Raises NotNow when late or after the third dispatch."""
    with operation(actor, "requests.ask_return") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        require_handler(actor, request)
        if ground not in words.RETURN_GROUNDS or len(text.strip()) < MIN_REASON:
            message = "选退件理由，写明依据哪一条、该归谁。"
            raise Invalid(message, {"ground": [message]})
        if request.dispatch_count >= request.limits["request_dispatch_max"]:
            message = f"已派过 {request.dispatch_count} 次，由前台指定您这里办，不能再退。"
            raise NotNow(message)
        _in_time(request)
        facts = {"ground": ground}
        take(op, request, states.ASK_RETURN, Line(f"申请退件：{words.RETURN_GROUNDS[ground]}", text.strip(), public=False, facts=facts))
        op.announce(ReturnAsked(aggregate_id=request.pk, region_id=request.region_id, ground=ground))
        return request


def _in_time(request: Request) -> None:
    if request.dispatched_at is None:
        return
    days = request.limits["request_return_wd"]
    last = clocks.short_due(clock.local(request.dispatched_at), days, reckoning.OfficeCalendar())
    if clock.now() > last:
        message = f"退件要在派单后 {days} 个工作日内提，已经过了，请接着办。"
        raise NotNow(message)


def settle_return(actor: Actor, request_id: UUID, *, granted: bool, text: str = "", version: int | None = None) -> Request:
    """Take a matter back for another unit, or say why it stays. Not by the unit that wants to give it back."""
    with operation(actor, "requests.settle_return") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        if is_handler(actor, request):
            message = "退件是您提的，要请别人来定。"
            raise NotPermitted(message)
        if granted:
            request.handlers.filter(active=True).update(active=False, ended_at=clock.now())
            request.owner_role = request.owner_unit = request.owner_name = ""
            request.owner_user_id = None
            take(op, request, states.GRANT_RETURN, Line("同意退件，重新派单", text.strip(), public=False))
        else:
            take(op, request, states.DENY_RETURN, Line("不同意退件", text.strip(), public=False))
        return request


def join(actor: Actor, request_id: UUID, *, to: To, version: int | None = None) -> Request:
    """协办: ask another unit to help; the lead still answers with one voice."""
    with operation(actor, "requests.join") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        _may_have(op, request, to)
        if request.handlers.filter(active=True, joint=True, role=to.role, unit=to.unit.strip(), user_id=to.user_id).exists():
            message = "这家已经在协办了。"
            raise NotNow(message)
        _hand(actor, request, to, joint=True)
        take(op, request, states.JOIN, Line(f"请{to.unit}{to.user_name}协办", facts={"role": to.role}))
        return request


def give_opinion(actor: Actor, request_id: UUID, *, text: str) -> Request:
    """A helping unit writes what it did or thinks; only staff read it. Raises NotPermitted to units not asked."""
    with operation(actor, "requests.give_opinion") as op:
        request = locked(actor, request_id)
        op.require(request.region_id)
        row = request.handlers.filter(held_by(actor), active=True, joint=True).first()
        if row is None:
            raise NotPermitted(NOT_YOURS.format(holder=request.owner_unit or "别人"))
        row.opinion, row.ended_at = text.strip(), clock.now()
        row.save(update_fields=["opinion", "ended_at"])
        take(op, request, states.NOTE, Line(f"{row.unit}写了协办意见", text.strip(), public=False))
        screening.noted(op, request, text)
        return request
