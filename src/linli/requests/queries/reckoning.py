"""From a request and its timeline to its clock: which rule runs, since when, until when, and why.

Sits between the pure clocks and the tables; operations use it to store the due time, queries to explain it.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from linli.kernel import clock, profiles, workdays
from linli.requests import profile_seed
from linli.requests.models import Request, RequestEvent
from linli.requests.rules import clocks, states

HANDLE, ACCEPT, CLASSIFY, SIGN, CALLBACK, ARRIVE, REVIEW = "handle", "accept", "classify", "sign", "callback", "arrive", "review"
FAR = timedelta(days=36500)
_RULE_OF_CLASS = {
    "big": ("request_other_wd", "大事"),
    "small": ("request_small_wd", "小事"),
    "private": ("request_private_wd", "私事给建议"),
}


class OfficeCalendar:
    """The platform's working days, as the pure clocks ask for them; loaded once and used for many dates."""

    def __init__(self) -> None:
        self._calendar = workdays.Calendar.load()

    def is_workday(self, day: date) -> bool:
        """Holidays and make-up days included; weekends where a year is not published yet."""
        return self._calendar.is_workday(day)

    def is_known(self, day: date) -> bool:
        """Whether the year's holidays are published and loaded."""
        return self._calendar.known(day.year)

    def why_off(self, day: date) -> str:
        """周末, or the name of the holiday."""
        return self._calendar.look(day).reason


def limits_for(area_ids: tuple[UUID, ...], on: date) -> dict[str, Any]:
    """The numbers in force where and when a request starts; it keeps them to its end. `area_ids`: nearest first."""
    return profiles.values(profile_seed.KEYS, area_ids=area_ids, on=on)


def _hour(text: str) -> time:
    return time.fromisoformat(text)


def handle_rule(request: Request) -> clocks.ClockRule:
    """The working days to deal with it: by class once decided, five for a question, else the general limit."""
    limits, close = request.limits, _hour(request.limits["request_office_close"])
    if request.type == "consult":
        return clocks.ClockRule("request_consult_wd", limits["request_consult_wd"], "咨询", close)
    key, label = _RULE_OF_CLASS.get(request.sanshi, ("request_other_wd", "一般"))
    return clocks.ClockRule(key, limits[key], label, close)


def marks(events: Iterable[RequestEvent]) -> list[clocks.Mark]:
    """The timeline as the clock reads it; empty before acceptance."""
    found = [
        clocks.Mark(
            clocks.MARK_OF_STEP[event.step], clock.local(event.at).date(), event.facts.get("reason", ""), event.facts.get("days", 0)
        )
        for event in events
        if event.step in clocks.MARK_OF_STEP
    ]
    first = next((place for place, mark in enumerate(found) if mark.kind == clocks.START), len(found))
    return found[first:]


def clock_of(
    request: Request, events: Iterable[RequestEvent], today: date | None = None, calendar: OfficeCalendar | None = None
) -> clocks.Clock | None:
    """The handling clock with its sum, or None before acceptance. Hand in a calendar where many are reckoned."""
    history = marks(events)
    if not history:
        return None
    if request.clock_from and request.clock_from < history[0].day:
        history[0] = clocks.Mark(clocks.START, request.clock_from)
    return clocks.clock_of(history, handle_rule(request), calendar or OfficeCalendar(), today or clock.today())


def owed_clock(request: Request, events: Iterable[RequestEvent], calendar: OfficeCalendar | None = None) -> clocks.Clock | None:
    """The clock of what is owed now, for a row of ticks; None where hours count or one day does: arriving, accepting, signing."""
    if request.due_kind == CALLBACK and request.finished_at:
        rule = clocks.ClockRule(
            "request_callback_wd", request.limits["request_callback_wd"], "回访", _hour(request.limits["request_callback_close"])
        )
        asked = clocks.Mark(clocks.START, clock.local(request.finished_at).date())
        return clocks.clock_of([asked], rule, calendar or OfficeCalendar(), clock.today())
    return None if request.due_kind in {ARRIVE, ACCEPT, CLASSIFY, SIGN} else clock_of(request, events, calendar=calendar)


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=clock.SHANGHAI)


def _handle_due(request: Request, events: Iterable[RequestEvent], calendar: OfficeCalendar) -> datetime | None:
    running = clock_of(request, events, calendar=calendar)
    return _moment(running.due, handle_rule(request).close) if running and running.due else None


def due_of(request: Request, events: Iterable[RequestEvent]) -> tuple[datetime | None, str]:
    """When the next thing is owed, and which thing."""
    limits, status = request.limits, request.status
    if status not in states.OPEN or status in states.STOPPED or status == states.HARD:
        return _review_due(request) if status == states.HARD else (None, "")
    calendar = OfficeCalendar()
    if status == states.RECEIVED:
        return clocks.short_due(clock.local(request.received_at), limits["request_accept_wd"], calendar), ACCEPT
    if status == states.CALLBACK and request.finished_at:
        last = clocks.add_workdays(clock.local(request.finished_at).date(), limits["request_callback_wd"], calendar)
        return _moment(last, _hour(limits["request_callback_close"])), CALLBACK
    handle = _handle_due(request, events, calendar)
    if status == states.ACCEPTED and request.accepted_at:
        step = clocks.short_due(clock.local(request.accepted_at), limits["request_classify_wd"], calendar)
        return _sooner(step, handle, CLASSIFY)
    if status in {states.DISPATCHED, states.RETURNING} and request.dispatched_at:
        return _sooner(_sign_due(request, request.dispatched_at, calendar), handle, SIGN)
    return handle, HANDLE


def sign_minutes(request: Request) -> int | None:
    """Minutes to sign for it when it is urgent; None where the ordinary day counts (or it began under older rules)."""
    minutes: int | None = request.limits.get("request_sign_urgent_minutes") if request.urgency == "urgent" else None
    return minutes


def _sign_due(request: Request, given_at: datetime, calendar: OfficeCalendar) -> datetime:
    minutes = sign_minutes(request)
    if minutes is not None:
        return given_at + timedelta(minutes=minutes)
    return clocks.short_due(clock.local(given_at), request.limits["request_sign_wd"], calendar)


def _review_due(request: Request) -> tuple[datetime | None, str]:
    """A hard matter is looked at again and the resident told, some days after the last time."""
    days = request.limits.get("request_hard_review_days")
    told = RequestEvent.objects.filter(request=request, step__in=[states.TO_HARD.name, states.TELL.name]).order_by("-at").first()
    if days is None or told is None:
        return None, ""
    return _moment(clock.local(told.at).date() + timedelta(days=days), _hour(request.limits["request_office_close"])), REVIEW


def _sooner(step: datetime, handle: datetime | None, kind: str) -> tuple[datetime, str]:
    if handle and handle < step:
        return handle, HANDLE
    return step, kind


EMERGENCY_RANK, RUNNING_RANK, NEW_RANK, STOPPED_RANK, CLOSED_RANK = range(5)


def rank_of(request: Request, *, alarm_open: bool) -> int:
    """Place in the queue: emergencies, running clocks, new ones, stopped ones; closed ones are not in it."""
    if request.status not in states.OPEN:
        return CLOSED_RANK
    if alarm_open:
        return EMERGENCY_RANK
    if request.status in states.STOPPED or request.status == states.HARD:
        return STOPPED_RANK
    if states.STATUSES[request.status].group == "new":
        return NEW_RANK
    return RUNNING_RANK
