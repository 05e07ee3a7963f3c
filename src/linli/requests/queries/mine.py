"""A requester's own matters, wherever they were filed, and what is told to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.scope import acting_in
from linli.regions import contract as regions
from linli.requests.models import Answer, Notice, Photo, Request, RequestEvent, RequestKey, regions_of_account
from linli.requests.queries import reckoning, words
from linli.requests.queries.codes import code_index
from linli.requests.rules import catalogue, clocks, states
from linli.requests.rules import words as vocabulary

SHUT_TITLE = "您说的一件事"
ASKS = {states.CALLBACK: "社区说办好了，真的好了吗？", states.ASKED: "请您补一样材料"}


@dataclass(frozen=True)
class OwnRow:
    """A line of 我的事."""

    id: UUID
    number: str
    title: str
    status: str
    status_label: str
    shape: str
    asks: bool
    asks_words: str
    filed_at: datetime
    due_at: datetime | None
    region_name: str
    owner_unit: str
    owner_name: str


@dataclass(frozen=True)
class OwnMatter:
    """Everything a requester reads about one matter."""

    request: Request
    region_name: str
    status_label: str
    shape: str
    asks: bool
    asks_words: str
    clock: clocks.Clock | None
    due_words: str
    promised: str
    rule_words: str
    class_label: str
    class_meaning: str
    class_ground: str
    category_path: str
    events: tuple[RequestEvent, ...]
    answers: tuple[Answer, ...]
    photos: tuple[Photo, ...]
    helpers: tuple[str, ...]
    voices: int
    can: frozenset[str]


@contextmanager
def own_scope(actor: Actor) -> Iterator[None]:
    """The regions where the actor's account has requests, for reading one's own."""
    if actor.user_id is None:
        yield
        return
    with acting_in(*regions_of_account(actor.user_id)):
        yield


# Merged into another matter, answered, and its own household has not said yet whether it is solved.
_FOLLOWER_ASKED = Q(status=states.MERGED, finished_at__isnull=False, outcome="")


def _asked_as_follower(request: Request) -> bool:
    return request.status == states.MERGED and request.finished_at is not None and not request.outcome


def _asks(request: Request) -> str:
    return ASKS[states.CALLBACK] if _asked_as_follower(request) else ASKS.get(request.status, "")


def _resident_status(request: Request) -> tuple[str, str]:
    if words.alarm_open(request):
        return "urgent", f"紧急，{words.due_words(request)}"
    if _asks(request):
        return "yours", "等您补材料" if request.status == states.ASKED else "等您看看"
    if request.status == states.REVIEW:
        return "working", "快好了，社区在核对"
    if request.redo_count and request.status in states.IN_HAND:
        return "redo", f"重办第 {request.redo_count} 次"
    if words.is_late(request) and request.due_kind == reckoning.HANDLE:
        return "late", "超期"
    return words.plain_shape(request), states.STATUSES[request.status].label


def mine(actor: Actor, limit: int = 100) -> list[OwnRow]:
    """The actor's own requests, those that ask something first, then the newest."""
    if actor.user_id is None:
        return []
    with own_scope(actor):
        rows = list(Request.objects.visible_to(actor).exclude(status=states.TRANSFERRED).order_by("-filed_at")[:limit])
    names = {info.id: info.name for info in regions.infos({row.region_id for row in rows})}
    found = [_own_row(row, names.get(row.region_id, "")) for row in rows]
    return sorted(found, key=lambda row: not row.asks)


def _own_row(request: Request, region_name: str) -> OwnRow:
    """A line of the list. Others of the household may hold this phone: of a restricted matter it says only that there is one."""
    shape, label = _resident_status(request)
    shut = request.restricted
    return OwnRow(
        id=request.pk, number=request.number, title=SHUT_TITLE if shut else request.title, status=request.status, status_label=label, shape=shape,
        asks=bool(_asks(request)), asks_words=_asks(request), filed_at=request.filed_at,
        due_at=request.due_at if request.due_kind == reckoning.HANDLE else None, region_name=region_name,
        owner_unit="" if shut else request.owner_unit, owner_name="" if shut else request.owner_name,
    )  # fmt: skip


def asking(actor: Actor) -> int:
    """How many of the actor's matters wait for the actor (the badge on 我的事)."""
    if actor.user_id is None:
        return 0
    with own_scope(actor):
        return Request.objects.visible_to(actor).filter(Q(status__in=ASKS) | _FOLLOWER_ASKED).count()


def own(actor: Actor, request_id: UUID) -> OwnMatter:
    """One's own matter. Raises NotVisible for anybody else's."""
    if actor.user_id is None:
        raise NotVisible
    key = RequestKey.objects.filter(request_id=request_id).first()
    with acting_in(*([key.region_id] if key else [])), own_scope(actor):
        mine_only = Request.objects.visible_to(actor).filter(pk=request_id)
        request = mine_only.filter(requester_account_id=actor.user_id).first()
        if request is None and actor.person_id:
            request = mine_only.filter(requester_person_id=actor.person_id).first()
        if request is None:
            raise NotVisible
        return _own(request)


def opens(request_id: UUID, code: str) -> bool:
    """Whether the query code is that of the request."""
    return RequestKey.objects.filter(request_id=request_id, code_index=code_index(code)).exists()


def by_code(number: str, code: str) -> OwnMatter:
    """Follow a matter by number and query code, without signing in. Raises NotVisible; the door limits the rate."""
    key = RequestKey.objects.filter(code_index=code_index(code)).first()
    if key is None:
        raise NotVisible
    with acting_in(key.region_id):
        request = Request.objects.filter(pk=key.request_id, number__iexact=number.strip()).first()
        if request is None:
            raise NotVisible
        return _own(request)


def _own(request: Request) -> OwnMatter:
    region = regions.info(request.region_id)
    events = list(request.events.order_by("at", "id"))
    shape, label = _resident_status(request)
    helpers = request.handlers.filter(joint=True, active=True).values_list("unit", "user_name")
    return OwnMatter(
        request=request,
        region_name=region.name if region else "",
        status_label=label,
        shape=shape,
        asks=bool(_asks(request)),
        asks_words=_asks(request),
        clock=reckoning.clock_of(request, events),
        due_words=words.due_words(request),
        promised=words.promised_words(request),
        rule_words=words.rule_words(request),
        class_label=vocabulary.SANSHI.get(request.sanshi, ""),
        class_meaning=vocabulary.SANSHI_MEANING.get(request.sanshi, ""),
        class_ground=request.sanshi_ground,
        category_path=catalogue.path_of(request.category),
        events=tuple(event for event in reversed(events) if event.public),
        answers=tuple(request.answers.order_by("-at")),
        photos=tuple(request.photos.order_by("at")),
        helpers=tuple(f"{unit}{name}" for unit, name in helpers),
        voices=request.voices,
        can=_can(request, events),
    )


def _can(request: Request, events: list[RequestEvent]) -> frozenset[str]:
    """What the requester may do now: confirm_solved, not_fixed, rate, withdraw, supply, object_to_class."""
    possible = {step.name for step in states.possible(request.status)}
    answered = any(event.step in {states.APPROVE.name, states.DECLINE.name} for event in events)
    objected = any(event.facts.get("objection") for event in events)
    follower = _asked_as_follower(request)
    answered |= request.status == states.MERGED and request.finished_at is not None and not follower
    found = {
        "confirm_solved": "confirm" in possible or follower,
        "not_fixed": "not_fixed" in possible or follower,
        "rate": "rate" in possible and answered and request.rating is None,
        "withdraw": "withdraw" in possible and not request.emergency and not request.restricted,
        "supply": "supply" in possible,
        "object_to_class": "object" in possible and bool(request.sanshi) and not objected,
    }
    return frozenset(name for name, may in found.items() if may)


def notices(actor: Actor, limit: int = 50) -> list[Notice]:
    """站内信 of the actor's account, newest first."""
    if actor.user_id is None:
        return []
    with own_scope(actor):
        return list(Notice.objects.filter(account_id=actor.user_id).select_related("request").order_by("-at")[:limit])


def unread(actor: Actor) -> int:
    """How many are not read yet."""
    if actor.user_id is None:
        return 0
    with own_scope(actor):
        return Notice.objects.filter(account_id=actor.user_id, read_at=None).count()


@dataclass(frozen=True)
class Slip:
    """What the printed paper for a caller or visitor carries."""

    number: str
    query_code: str
    title: str
    region_name: str
    filed_at: datetime
    filed_by: str
    due_words: str
    phone: str
    restricted: bool


def slip(actor: Actor, request_id: UUID) -> Slip:
    """The slip of a request. Raises NotVisible."""
    request = Request.objects.visible_to(actor).filter(pk=request_id).first()
    if request is None:
        raise NotVisible
    region = regions.info(request.region_id)
    phone = regions.committee_phone(request.region_id)
    return Slip(
        request.number, request.query_code, SHUT_TITLE if request.restricted else request.title, region.name if region else "", request.filed_at, request.filed_by_name,
        words.promised_words(request), phone, request.restricted,
    )  # fmt: skip


def photo(actor: Actor, photo_id: UUID) -> Photo:
    """A photo the actor may see: of an own matter, or of one the post sees. Raises NotVisible."""
    with own_scope(actor):
        found = Photo.objects.select_related("request").filter(pk=photo_id).first()
        if found is None or not Request.objects.visible_to(actor).filter(pk=found.request_id).exists():
            raise NotVisible
        return found
