"""One matter at the desk: evidence, proposal, clock, history, and what this post may do with it now."""

from dataclasses import dataclass
from uuid import UUID

from linli.kernel import masks
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.fields import open_sealed
from linli.kernel.models import RegionQuerySet
from linli.regions import contract as regions
from linli.requests.models import (
    Alarm,
    Answer,
    Decision,
    Evaluation,
    Likeness,
    Photo,
    Proposal,
    Request,
    RequestEvent,
    RequestHandler,
    StaffAlert,
    StaffNote,
)
from linli.requests.models.request import held_by
from linli.requests.queries import reckoning, words
from linli.requests.rules import access, catalogue, clocks, states

PERMISSION_OF_STEP = {
    "accept": "requests.accept",
    "decline": "requests.decline",
    "confirm_place": "requests.confirm_place",
    "ask_head": "requests.ask_head",
    "classify": "requests.decide_class",
    "reclassify": "requests.decide_class",
    "dispatch": "requests.dispatch",
    "sign": "requests.sign",
    "ask_return": "requests.ask_return",
    "grant_return": "requests.settle_return",
    "deny_return": "requests.settle_return",
    "join": "requests.join",
    "ask_material": "requests.ask_material",
    "ask_pause": "requests.ask_pause",
    "grant_pause": "requests.settle_pause",
    "deny_pause": "requests.settle_pause",
    "resume": "requests.resume",
    "ask_extension": "requests.ask_extension",
    "grant_extension": "requests.settle_extension",
    "deny_extension": "requests.settle_extension",
    "finish": "requests.finish",
    "approve": "requests.approve",
    "send_back": "requests.send_back",
    "confirm": "requests.call_back",
    "not_fixed": "requests.call_back",
    "unreached": "requests.call_back",
    "to_hard": "requests.to_hard",
    "archive": "requests.archive",
    "merge": "requests.merge",
    "unmerge": "requests.unmerge",
    "transfer": "requests.transfer",
    "note": "requests.add_note",
    "tell": "requests.tell",
    "acknowledge": "requests.acknowledge_emergency",
    "arrive": "requests.arrive",
}
HANDLER_ONLY = frozenset({"sign", "ask_return", "ask_material", "ask_pause", "resume", "ask_extension", "finish"})
NOT_HANDLER = frozenset(
    {"grant_return", "deny_return", "grant_pause", "deny_pause", "grant_extension", "deny_extension", "approve", "send_back", "confirm",
     "not_fixed", "unreached"}
)  # fmt: skip


@dataclass(frozen=True)
class RequesterView:
    """How much of the requester this post may see; masked always, hidden when the requester asked for it."""

    name: str
    phone: str
    hidden: bool
    why: str
    can_show: bool


@dataclass(frozen=True)
class LikeRow:
    """A request that is perhaps about the same thing."""

    id: UUID
    number: str
    title: str
    who: str
    filed_at: object
    status_label: str
    reasons: tuple[str, ...]
    score: int
    mergeable: bool


@dataclass(frozen=True)
class Matter:
    """Everything the page of a matter shows."""

    request: Request
    region_name: str
    region_path: tuple[str, ...]
    category_path: str
    proposal: Proposal | None
    decisions: tuple[Decision, ...]
    clock: clocks.Clock | None
    due_words: str
    rule_words: str
    status_label: str
    shape: str
    events: tuple[RequestEvent, ...]
    notes: tuple[StaffNote, ...]
    photos: tuple[Photo, ...]
    answers: tuple[Answer, ...]
    evaluations: tuple[Evaluation, ...]
    likenesses: tuple[LikeRow, ...]
    followers: tuple[Request, ...]
    handlers: tuple[RequestHandler, ...]
    alarm: Alarm | None
    alerts: tuple[StaffAlert, ...]
    requester: RequesterView
    is_handler: bool
    steps: frozenset[str]


def visible(actor: Actor, request_id: UUID) -> Request:
    """The request, when this actor may see it. Raises NotVisible."""
    request = Request.objects.visible_to(actor).filter(pk=request_id).first()
    if request is None:
        raise NotVisible
    return request


def sees(actor: Actor, request_id: UUID) -> bool:
    """Whether this actor may see the request at all."""
    return Request.objects.visible_to(actor).filter(pk=request_id).exists()


def matter(actor: Actor, request_id: UUID) -> Matter:
    """One matter for the desk. Raises NotVisible."""
    request = visible(actor, request_id)
    region = regions.info(request.region_id)
    events = tuple(request.events.order_by("at", "id"))
    handlers = tuple(request.handlers.order_by("given_at"))
    running = reckoning.owed_clock(request, events)
    holds = RequestHandler.objects.filter(held_by(actor), request=request, active=True, joint=False).exists()
    return Matter(
        request=request,
        region_name=region.name if region else "",
        region_path=region.path if region else (),
        category_path=catalogue.path_of(request.category or request.proposed_category),
        proposal=request.proposals.order_by("-at").first(),
        decisions=tuple(request.decisions.order_by("turn")),
        clock=running,
        due_words=words.due_words(request) or words.stopped_words(request, running),
        rule_words=words.rule_words(request),
        status_label=words.status_words(request),
        shape=words.shape_of(request),
        events=tuple(reversed(events)),
        notes=tuple(request.notes.order_by("at")),
        photos=tuple(request.photos.order_by("at")),
        answers=tuple(request.answers.order_by("-at")),
        evaluations=tuple(request.evaluations.order_by("turn")),
        likenesses=_likenesses(actor, request),
        followers=tuple(Request.objects.visible_to(actor).filter(merged_into=request).order_by("filed_at")),
        handlers=handlers,
        alarm=Alarm.objects.filter(request=request).first() if request.emergency else None,
        alerts=tuple(request.alerts.order_by("at")) if request.emergency else (),
        requester=requester_view(actor, request, holds=holds),
        is_handler=holds,
        steps=_steps(actor, request, holds=holds),
    )


def _steps(actor: Actor, request: Request, *, holds: bool) -> frozenset[str]:
    """Names of the steps that are possible now and that this post may take."""
    party = holds or actor.user_id == request.finished_by_id
    found = set()
    for step in states.possible(request.status):
        permission = PERMISSION_OF_STEP.get(step.name)
        if permission is None or not actor.may(permission, request.region_id):
            continue
        if (step.name in HANDLER_ONLY and not holds) or (step.name in NOT_HANDLER and party):
            continue
        if step.name in {"acknowledge", "arrive"} and not words.alarm_open(request):
            continue
        found.add(step.name)
    return frozenset(found)


def requester_view(actor: Actor, request: Request, *, holds: bool) -> RequesterView:
    """Masked, or hidden from whoever handles it: others of the front desk pass calls on (domain §9).

    Only while an emergency runs may those on their way see whom they go to.
    """
    if request.privacy == "anonymous":
        return RequesterView("匿名", "", hidden=True, why="居民选了匿名，用查询码看答复。", can_show=False)
    outside = actor.role in access.OUTSIDE_UNITS or actor.role not in access.WHOLE_REGION
    going_there = holds and not outside and words.alarm_open(request)
    if request.privacy == "hidden" and (outside or holds) and not going_there:
        return RequesterView("居民", "", hidden=True, why="居民选了对办理单位隐名，您在办，要联系请不办这件事的同事打。", can_show=False)
    phone = masks.mask_phone(open_sealed(request, "requester_phone")) if request.requester_phone else ""
    return RequesterView(masks.mask_name(request.requester_name), phone, hidden=False, why="", can_show=bool(phone))


def _likenesses(actor: Actor, request: Request) -> tuple[LikeRow, ...]:
    """Suggestions not yet decided, among what this post may see anyway."""
    rows = Likeness.objects.filter(request=request, state="suggested").order_by("-score")
    others = Request.objects.visible_to(actor).in_bulk([row.other_id for row in rows])
    return tuple(
        LikeRow(
            id=other.pk, number=other.number, title=other.title,
            who=_asker(other), filed_at=other.filed_at,
            status_label=words.status_words(other), reasons=tuple(row.reasons), score=row.score,
            mergeable=states.MERGE in states.possible(other.status),
        )
        for row in rows
        if (other := others.get(row.other_id)) is not None and other.merged_into_id is None
    )  # fmt: skip


def _asker(request: Request) -> str:
    """Who asked, for a list: enough to tell two apart where the requester did not mind."""
    return {"anonymous": "匿名", "hidden": "居民（隐名）"}.get(request.privacy) or masks.mask_name(request.requester_name)


def alerts(actor: Actor, limit: int = 20) -> list[StaffAlert]:
    """What the acting post was told and nobody of it has looked at yet."""
    rows: RegionQuerySet[StaffAlert] = StaffAlert.objects.visible_to(actor)
    if actor.grids:
        rows = rows.filter(request__in=Request.objects.visible_to(actor))
    return list(rows.filter(role=actor.role, seen_at=None).order_by("-at")[:limit])


def similar(actor: Actor, request_id: UUID, limit: int = 50) -> list[Request]:
    """The earlier cases a proposal counts (看这 14 件): same category, same community, a year, closed."""
    request = visible(actor, request_id)
    category = request.category or request.proposed_category
    rows = Request.objects.visible_to(actor).filter(region_id=request.region_id, category=category, restricted=False)
    return (
        list(rows.filter(status__in=[states.SOLVED, states.ARCHIVED], merged_into=None).order_by("-filed_on")[:limit]) if category else []
    )
