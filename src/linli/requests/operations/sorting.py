"""三事分流: the rules propose, a person decides, the requester may object once (domain §2)."""

from dataclasses import asdict
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted
from linli.kernel.operations import Operation, operation
from linli.requests.events import ClassDecided, ClassObjected
from linli.requests.models import Alarm, Decision, Likeness, Proposal, Request, RequestEvent
from linli.requests.operations import screening
from linli.requests.operations.shape import Line, check, locked, notify, own, reach, row_id, settle, take, told_at, write
from linli.requests.queries import facts, likeness
from linli.requests.rules import access, catalogue, states, triage, words

MIN_GROUND, MAX_GROUND = 6, 300


def propose(actor: Actor, request_id: UUID) -> Proposal:
    """Work out class, category, handler, urgency and likely duplicates with reasons, and keep them beside the request.

    Run by a reaction to RequestFiled; again when place or text changed. Nothing is decided here.
    """
    with operation(actor, "requests.propose") as op:
        request = locked(actor, request_id)
        op.require(request.region_id)
        op.unlinked = request.privacy == "anonymous"
        found = triage.propose(f"{request.title}。{request.text}", request.type, facts.of(request))
        proposal = _keep(request, found)
        alike = likeness.suggest(request, found.category)
        Likeness.objects.bulk_create(alike, ignore_conflicts=True)
        request.proposed_sanshi, request.proposed_category = found.sanshi, found.category
        if found.urgency == "soon" and request.urgency == "normal":
            request.urgency = "soon"
        line = f"系统找到 {len(alike)} 件像的，提了分类" if alike else "系统提了分类"
        if request.status in states.OPEN:
            write(actor, request, states.NOTE.name, Line(line, public=False))
        settle(request)
        op.record(proposal, sanshi=[None, found.sanshi], category=[None, found.category])
        return proposal


def _keep(request: Request, found: triage.Proposal) -> Proposal:
    proposal = Proposal(
        id=row_id(request), region_id=request.region_id, request=request, at=told_at(request), model=found.version, sanshi=found.sanshi,
        confidence=found.words, blocks=found.blocks, category=found.category, service_code=found.service_code,
        board=found.board, handler_role=found.handler_role, helper_role=found.helper_role, urgency=found.urgency,
        urgency_reason=found.urgency_reason, reasons=[asdict(reason) for reason in found.reasons],
        options=[asdict(option) for option in found.options], never_private=found.never_private,
    )  # fmt: skip
    proposal.save(force_insert=True)
    return proposal


def decide_class(  # noqa: PLR0913  # the fields of a decision card
    actor: Actor,
    request_id: UUID,
    *,
    sanshi: str,
    category: str = "",
    service_code: str = "",
    ground: str = "",
    ground_kind: str = "interest",
    version: int | None = None,
) -> Request:
    """Put a request into a class: the proposed one by one click, another with a ground. Twice more at most, clock untouched.

    Raises Invalid (no ground, unknown class), NotNow (never private, third change, emergency nobody answered),
    NotPermitted (asked for the head's decision), Conflict (somebody decided first).
    """
    with operation(actor, "requests.decide_class") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        proposal = request.proposals.order_by("-at").first()
        turn = request.decisions.count()
        took = bool(proposal and turn == 0 and proposal.sanshi == sanshi and category in {"", proposal.category})
        if took and proposal is not None:
            category = proposal.category
            ground = ground.strip() or first_reason(proposal)
        _may_decide(op, request, sanshi, category, (ground_kind, ground.strip()), turn)
        _decide(op, request, Decision(
            region_id=request.region_id, request=request, at=clock.now(), turn=turn, sanshi=sanshi, ground=ground.strip(),
            category=category or request.category, ground_kind=ground_kind, decided_by_id=actor.user_id,
            decided_by=actor.name, decided_role=actor.role, took_proposal=took,
        ))  # fmt: skip
        request.service_code = service_code or (catalogue.service_of(category) if category else request.service_code)
        request.save(update_fields=["service_code"])
        if proposal is not None and turn == 0:
            proposal.taken = took
            proposal.save(update_fields=["taken"])
        op.announce(ClassDecided(aggregate_id=request.pk, region_id=request.region_id, sanshi=sanshi, turn=turn))
        return request


def first_reason(proposal: Proposal) -> str:
    """The first reason of a proposal, as the ground of the decision that took it."""
    return str(proposal.reasons[0]["text"]) if proposal.reasons else "按建议分类"


def _may_decide(op: Operation, request: Request, sanshi: str, category: str, why: tuple[str, str], turn: int) -> None:
    kind, ground = why
    if sanshi not in words.SANSHI:
        message = "选一类：大事、小事、私事。"
        raise Invalid(message, {"sanshi": [message]})
    if category and category not in catalogue.CATEGORIES:
        message = "这个类别目录里没有，请重选。"
        raise Invalid(message, {"category": [message]})
    if kind not in words.CLASS_GROUNDS:
        message = "选一个按什么分。"
        raise Invalid(message, {"ground_kind": [message]})
    if len(ground) < MIN_GROUND:
        message = "写一句为什么这样分，居民看得到。"
        raise Invalid(message, {"ground": [message]})
    if len(ground) > MAX_GROUND:
        message = f"理由太长了，请留最要紧的，{MAX_GROUND} 字以内。"
        raise Invalid(message, {"ground": [message], "text": [message]})
    if Alarm.objects.filter(request=request, answered_at=None, false_alarm=False).exists():
        message = "紧急事先有人应、有人去，再来分类。"
        raise NotNow(message)
    never = triage.never_private(request.text)
    if sanshi == "private" and (request.restricted or never):
        message = f"牵涉{never or '人身安全'}，不能当私事。请改成大事或小事，或请书记定。"
        raise NotNow(message)
    if request.for_head and op.actor.role not in {"community_head", "town_command", "town_lead", "district_lead"}:
        message = "这件事已经请书记定，等书记分好再办。"
        raise NotPermitted(message)
    if turn > request.limits["request_reclass_max"] and request.sanshi:  # an alarm takes the class away; that is no change of mind
        message = f"分类最多改 {request.limits['request_reclass_max']} 次，已经用完；有不同看法请在三事会上提。"
        raise NotNow(message)


def _decide(op: Operation, request: Request, decision: Decision) -> None:
    before = request.sanshi
    step = states.CLASSIFY if request.status == states.ACCEPTED else states.RECLASSIFY
    check(request, step)
    request.sanshi, request.category = decision.sanshi, decision.category
    request.sanshi_ground, request.sanshi_by, request.sanshi_at = decision.ground, decision.decided_by, decision.at
    request.reclass_count, request.for_head, request.objected_at = decision.turn, False, None
    if decision.turn:
        request.handlers.filter(active=True).update(active=False, ended_at=decision.at)
        request.owner_role = request.owner_unit = request.owner_name = ""
        request.owner_user_id = None
    decision.save(force_insert=True)
    label = words.SANSHI[decision.sanshi]
    title = f"分为{label}" if decision.turn == 0 else f"改分为{label}"
    take(op, request, step, Line(title, decision.ground, facts={"sanshi": decision.sanshi, "turn": decision.turn}))
    op.record(decision, sanshi=[before, decision.sanshi])
    notify(request, "classified", f"您说的事分为{label}", decision.ground)


def ask_head(actor: Actor, request_id: UUID, *, text: str = "", version: int | None = None) -> Request:
    """请书记定: leave the class to the community's secretary. Raises NotNow, NotPermitted where they are complained about."""
    with operation(actor, "requests.ask_head") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        if access.complaint_hidden_from(request.against, "community_head"):
            message = f"反映的是{words.AGAINST[request.against]}，书记看不到这件事，请镇街领导定。"
            raise NotPermitted(message)
        request.for_head = True
        take(op, request, states.ASK_HEAD, Line("请书记定怎么分", text.strip(), public=False))
        return request


def object_to_class(actor: Actor, request_id: UUID, *, text: str) -> Request:
    """The requester disagrees with the class, once; the head answers. Raises Invalid, NotNow."""
    with reach(actor, request_id), operation(actor, "requests.object_to_class") as op:
        request = own(actor, request_id)
        if len(text.strip()) < MIN_GROUND:
            message = "说说您觉得该怎么分、为什么。"
            raise Invalid(message, {"text": [message]})
        if RequestEvent.objects.filter(request=request, step=states.OBJECT.name, facts__objection=True).exists():
            message = "这件事您提过一次不同意见了，只能提一次。还有话可以打社区电话说。"
            raise NotNow(message)
        request.objected_at = clock.now()
        take(op, request, states.OBJECT, Line("不同意这样分", text.strip(), facts={"objection": True}))
        op.announce(ClassObjected(aggregate_id=request.pk, region_id=request.region_id))
        screening.heard(op, request, text)
        return request


def settle_objection(actor: Actor, request_id: UUID, *, text: str, version: int | None = None) -> Request:
    """Keep the class and answer the objection in writing; to change it, decide anew. Another person than the decider.

    Raises NotNow without an open objection, NotPermitted to the decider.
    """
    with operation(actor, "requests.settle_objection") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        if request.objected_at is None:
            message = "没有要答复的分类异议。"
            raise NotNow(message)
        last = request.decisions.order_by("-turn").first()
        if last is not None and last.decided_by_id == actor.user_id:
            message = "分类是您定的，异议要请别人来答复。"
            raise NotPermitted(message)
        if len(text.strip()) < MIN_GROUND:
            message = "写清楚为什么这样分。"
            raise Invalid(message, {"text": [message]})
        request.objected_at = None
        take(op, request, states.OBJECT, Line("答复分类异议：维持", text.strip(), facts={"upheld": True}))
        notify(request, "objection", "关于怎么分类，社区答复您了", text.strip())
        return request
