"""The queue of the desk: filters, groups, keyset pages; as many queries for a thousand rows as for one."""

import base64
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Q

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.requests.models import Request, RequestEvent, RequestQuerySet
from linli.requests.queries import reckoning, words
from linli.requests.rules import access, catalogue, clocks, emergency, states
from linli.requests.rules import words as vocabulary

PAGE = 50
TABS = {
    "mine": "我的清单",
    "today": "今天要办",
    "due": "要到期",
    "new": "新来的",
    "stopped": "不计时",
    "all": "全部未结",
    "closed": "已办结",
}
GROUPS = {
    "emergency": "紧急",
    "today": "今天到期",
    "tomorrow": "明天到期",
    "later": "以后到期",
    "new": "新来的",
    "stopped": "不计时",
    "closed": "已办结",
}
FRONT = frozenset({"community_worker", "community_head", "town_officer", "town_command", "town_lead"})


@dataclass(frozen=True)
class Filters:
    """What the desk asked to see; empty means all."""

    tab: str = "mine"
    sanshi: str = ""
    category: str = ""
    status: str = ""
    channel: str = ""
    grid_id: UUID | None = None
    text: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the queue, ready to be drawn."""

    id: UUID
    number: str
    title: str
    extra: str
    status: str
    status_label: str
    shape: str
    sanshi: str
    sanshi_label: str
    sanshi_proposed: bool
    category_path: str
    place_label: str
    place_state: str
    owner_unit: str
    owner_name: str
    owner_note: str
    due_at: datetime | None
    due_kind: str
    due_words: str
    rule_words: str
    ticks: tuple[clocks.Tick, ...]
    late: bool
    due_today: bool
    emergency: str
    emergency_label: str
    urgent: bool
    restricted: bool
    voices: int
    redo_count: int
    photo_count: int
    filed_at: datetime
    group: str
    version: int


@dataclass(frozen=True)
class Group:
    """Rows under one heading; `total` counts the rows of this page."""

    key: str
    label: str
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        """How many rows stand under the heading on this page."""
        return len(self.rows)


@dataclass(frozen=True)
class Page:
    """One page of the queue; `next` is the keyset token of the following one."""

    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    next: str


def _end_of(days: int) -> datetime:
    return datetime.combine(clock.today() + timedelta(days=days + 1), time(0), tzinfo=clock.SHANGHAI)


def _tab(actor: Actor, tab: str) -> Q:
    if tab == "mine":
        front = Q(owner_user_id=None, status__in=[states.RECEIVED, states.ACCEPTED, states.CLASSIFIED])
        others = Q(status__in=[states.REVIEW, states.CALLBACK, states.RETURNING]) & ~Q(finished_by_id=actor.user_id)
        mine = Q(owner_user_id=actor.user_id) | Q(queue_rank=reckoning.EMERGENCY_RANK)
        mine |= Q(owner_user_id=None, owner_role=actor.role)
        return mine | front | others if actor.role in FRONT else mine
    return {
        "today": Q(due_at__lt=_end_of(0)),
        "due": Q(due_at__lt=_end_of(1)),
        "new": Q(queue_rank=reckoning.NEW_RANK),
        "stopped": Q(queue_rank=reckoning.STOPPED_RANK),
    }.get(tab, Q())


def _open(actor: Actor) -> RequestQuerySet:
    return Request.objects.visible_to(actor).filter(queue_rank__lt=reckoning.CLOSED_RANK)


def _filtered(rows: RequestQuerySet, filters: Filters) -> RequestQuerySet:
    chosen = {"status": filters.status, "channel": filters.channel, "grid_id": filters.grid_id}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    if filters.sanshi:
        rows = rows.filter(Q(sanshi=filters.sanshi) | Q(sanshi="", proposed_sanshi=filters.sanshi))
    if filters.category:
        rows = rows.filter(Q(category=filters.category) | Q(category="", proposed_category=filters.category))
    if filters.text.strip():
        wanted = filters.text.strip()
        rows = rows.filter(Q(number__iexact=wanted) | Q(title__icontains=wanted) | Q(place_label__icontains=wanted))
    return rows


def _token(request: Request, *, closed: bool) -> str:
    parts = [str(request.queue_rank), (request.filed_at if closed else request.sort_at).isoformat(), str(request.pk)]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def _after(rows: RequestQuerySet, token: str, *, closed: bool) -> RequestQuerySet:
    try:
        rank, moment, pk = json.loads(base64.urlsafe_b64decode(token))
        at, key, place = datetime.fromisoformat(moment), UUID(pk), int(rank)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return rows
    if at.tzinfo is None:
        return rows
    if closed:
        return rows.filter(Q(filed_at__lt=at) | Q(filed_at=at, id__lt=key))
    same_rank = Q(queue_rank=place) & (Q(sort_at__gt=at) | Q(sort_at=at, id__gt=key))
    return rows.filter(same_rank | Q(queue_rank__gt=place))


def desk(actor: Actor, filters: Filters, after: str = "", size: int = PAGE) -> Page:
    """One page of the queue, most pressing first."""
    closed = filters.tab == "closed"
    rows = _filtered(Request.objects.visible_to(actor).filter(queue_rank=reckoning.CLOSED_RANK) if closed else _open(actor), filters)
    rows = rows.filter(_tab(actor, filters.tab))
    order = ("-filed_at", "-id") if closed else ("queue_rank", "sort_at", "id")
    if after:
        rows = _after(rows, after, closed=closed)
    found = list(rows.defer("text", "reply", "point", "requester_phone").order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    drawn = rows_of(found)
    return Page(drawn, tuple(grouped(drawn)), _token(found[-1], closed=closed) if more else "")


def rows_of(requests: list[Request]) -> tuple[Row, ...]:
    """Lines of a list; one query for all their clocks."""
    events = marks_of(requests)
    calendar = reckoning.OfficeCalendar() if requests else None
    return tuple(
        _row(request, reckoning.owed_clock(request, events[request.pk], calendar), supervised(events[request.pk])) for request in requests
    )


def supervised(events: Iterable[RequestEvent]) -> int:
    """How often somebody above pressed for it."""
    return sum(vocabulary.SUPERVISED in event.facts for event in events)


def marks_of(requests: Iterable[Request]) -> dict[UUID, list[RequestEvent]]:
    """The lines of the timeline that move clocks or press for it, by request."""
    found: dict[UUID, list[RequestEvent]] = defaultdict(list)
    wanted = Q(step__in=clocks.MARK_OF_STEP) | Q(step=states.NOTE.name, facts__has_key=vocabulary.SUPERVISED)
    steps = RequestEvent.objects.filter(wanted, request__in=[request.pk for request in requests])
    for event in steps.order_by("at", "id"):
        found[event.request_id].append(event)
    return found


def _group_of(request: Request) -> str:
    if request.queue_rank == reckoning.CLOSED_RANK:
        return "closed"
    if request.queue_rank in {reckoning.EMERGENCY_RANK, reckoning.NEW_RANK, reckoning.STOPPED_RANK}:
        return {reckoning.EMERGENCY_RANK: "emergency", reckoning.NEW_RANK: "new"}.get(request.queue_rank, "stopped")
    if request.due_at is None or request.due_at >= _end_of(1):
        return "later"
    return "today" if request.due_at < _end_of(0) else "tomorrow"


def _row(request: Request, running: clocks.Clock | None, pressed: int) -> Row:
    sanshi = request.sanshi or request.proposed_sanshi
    late = words.is_late(request)
    return Row(
        id=request.pk, number=request.number, title=request.title, extra=words.extra_words(request, pressed), status=request.status,
        status_label=words.status_words(request), shape=words.shape_of(request), sanshi=sanshi,
        sanshi_label=vocabulary.SANSHI.get(sanshi, ""), sanshi_proposed=not request.sanshi,
        category_path=catalogue.path_of(request.category or request.proposed_category), place_label=request.place_label,
        place_state=request.place_state, owner_unit=request.owner_unit, owner_name=request.owner_name,
        owner_note=words.owner_note(request), due_at=request.due_at, due_kind=request.due_kind, due_words=words.due_words(request) or words.stopped_words(request, running),
        rule_words=words.rule_words(request), ticks=running.ticks if running else (), late=late,
        due_today=late or (request.due_at is not None and request.due_at < _end_of(0)), emergency=request.emergency,
        emergency_label=emergency.KINDS[request.emergency].label if request.emergency else "", urgent=request.urgency == "urgent",
        restricted=request.restricted, voices=request.voices, redo_count=request.redo_count, photo_count=request.photo_count,
        filed_at=request.filed_at, group=_group_of(request), version=request.version,
    )  # fmt: skip


def grouped(rows: Iterable[Row]) -> list[Group]:
    """Rows under their headings, in the order of the page."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.group].append(row)
    return [Group(key, label, tuple(found[key])) for key, label in GROUPS.items() if found[key]]


OPEN_TABS = tuple(tab for tab in TABS if tab != "closed")


def counts(actor: Actor, tabs: Iterable[str] = OPEN_TABS) -> dict[str, int]:
    """How many under each tab, in one query."""
    return _open(actor).aggregate(**{tab: Count("id", filter=_tab(actor, tab) or None) for tab in tabs})


def neighbours(actor: Actor, request_id: UUID, filters: Filters) -> tuple[UUID | None, UUID | None]:
    """The matters before and after this one in the same list, for the keys K and J."""
    ids = list(
        _filtered(_open(actor), filters)
        .filter(_tab(actor, filters.tab))
        .order_by("queue_rank", "sort_at", "id")
        .values_list("id", flat=True)[:500]
    )
    if request_id not in ids:
        return None, None
    place = ids.index(request_id)
    return (ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None)


def is_front(actor: Actor) -> bool:
    """Whether the post sorts and hands out, not only handles."""
    return actor.role in FRONT and actor.role not in access.OUTSIDE_UNITS
