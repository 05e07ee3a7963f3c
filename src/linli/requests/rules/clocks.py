"""Deadlines in working days, with the sum that explains them (domain §4).

The day of the event is not counted. The clock stands still only while material is awaited from the resident or an
approved pause runs; a working day counts as stopped when the clock stood still at its end. A change of class never
restarts it. The calendar is passed in; a day of a year that is not yet published is marked uncertain.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from linli.requests.rules import states

WEEKDAYS = "一二三四五六日"
START, STOP, RESUME, EXTEND, RESTART, END = "start", "stop", "resume", "extend", "restart", "end"
USED, TODAY, STOPPED, OPEN, DUE, OVER = "used", "today", "stopped", "open", "due", "over"
_HORIZON = timedelta(days=3660)


class WorkCalendar(Protocol):
    """What the clock asks of a calendar."""

    def is_workday(self, day: date) -> bool:
        """Whether offices are open, make-up days and holidays included."""

    def is_known(self, day: date) -> bool:
        """Whether the State Council has published that year."""

    def why_off(self, day: date) -> str:
        """Why a day is not worked: 周末 or the name of a holiday."""


@dataclass(frozen=True)
class ClockRule:
    """How many working days, why, and at what hour of the last day it ends."""

    key: str
    days: int
    label: str
    close: time = time(17, 30)


@dataclass(frozen=True)
class Mark:
    """One thing that happened to the clock on a local day; `days` only for an extension."""

    kind: str
    day: date
    reason: str = ""
    days: int = 0


@dataclass(frozen=True)
class Tick:
    """One working day of the row of ticks; `gap` when a weekend or holiday lies before it."""

    day: date
    kind: str
    gap: bool = False

    @property
    def label(self) -> str:
        """The day as a resident says it."""
        return "周" + WEEKDAYS[self.day.weekday()]


@dataclass(frozen=True)
class Clock:
    """The answer to "until when, and why"; `due` is None while the clock stands still."""

    due: date | None
    used: int
    total: int
    stopped: int
    over: int
    running: bool
    uncertain: bool
    ticks: tuple[Tick, ...]
    why: tuple[str, ...]

    @property
    def share(self) -> tuple[int, int]:
        """Used days over all days, as an exact fraction."""
        return self.used, self.total


def say(day: date) -> str:
    """A date the way people say it: 9 月 17 日（周四）."""
    return f"{day.month} 月 {day.day} 日（周{WEEKDAYS[day.weekday()]}）"


def add_workdays(start: date, days: int, calendar: WorkCalendar) -> date:
    """The day on which the `days`-th working day after `start` falls; `start` itself is not counted."""
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        if day - start > _HORIZON:
            message = "the calendar has no working days"
            raise ValueError(message)
        if calendar.is_workday(day):
            left -= 1
    return day


def short_due(start: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """For accepting and signing: the same time of day, `days` working days later. `start` is local and aware."""
    due = add_workdays(start.date(), days, calendar)
    return datetime.combine(due, start.timetz())


@dataclass(frozen=True)
class _Run:
    start: date
    extra: int
    stops: tuple[tuple[date, date | None, str], ...]
    end: date | None
    restarted: bool
    extension_reason: str


def _run(history: Sequence[Mark]) -> _Run:
    """The last run of the clock; earlier ones ended with a restart."""
    start, extra, end, restarted, why_longer = history[0].day, 0, None, False, ""
    stops: list[tuple[date, date | None, str]] = []
    for mark in history:
        if mark.kind == RESTART:
            start, end, restarted, extra, why_longer = mark.day, None, True, 0, ""
            stops.clear()
        elif mark.kind == STOP and not (stops and stops[-1][1] is None):
            stops.append((mark.day, None, mark.reason))
        elif mark.kind == RESUME and stops and stops[-1][1] is None:
            stops[-1] = (stops[-1][0], mark.day, stops[-1][2])
        elif mark.kind == EXTEND:
            extra, why_longer = extra + mark.days, mark.reason
        elif mark.kind == END:
            end = mark.day
        elif mark.kind == START:
            end = None
            if stops and stops[-1][1] is None:
                stops[-1] = (stops[-1][0], mark.day, stops[-1][2])
    return _Run(start, extra, tuple(stops), end, restarted, why_longer)


def _stopped_on(day: date, run: _Run) -> bool:
    return any(first <= day and (last is None or day < last) for first, last, _ in run.stops)


def clock_of(history: Sequence[Mark], rule: ClockRule, calendar: WorkCalendar, today: date) -> Clock:
    """Due day, ticks and the sum in words. `history` starts with START and is ordered by day."""
    run = _run(history)
    until = run.end or today
    total = rule.days + run.extra
    standing = bool(run.stops) and run.stops[-1][1] is None and run.end is None
    ticks: list[Tick] = []
    counted = stopped = over = 0
    day, due, gap = run.start, None, False
    while (due is None or day < until) and day - run.start < _HORIZON:
        day += timedelta(days=1)
        if not calendar.is_workday(day):
            gap = True
            continue
        before, gap = gap, False
        if due is None and _stopped_on(day, run) and (not standing or day <= until):
            stopped += 1
            ticks.append(Tick(day, STOPPED, before))
            continue
        if due is not None:
            if day > until:
                break
            over += 1
            ticks.append(Tick(day, OVER, before))
            continue
        counted += 1
        due = day if counted == total else None
        ticks.append(Tick(day, _kind(day, until, last=counted == total, ended=run.end is not None), before))
    used = sum(1 for tick in ticks if tick.kind in {USED, TODAY})
    uncertain = due is not None and not all(calendar.is_known(each) for each in (run.start, due))
    why = _why(run, rule, stopped, None if standing else due, calendar, uncertain=uncertain)
    return Clock(None if standing else due, used, total, stopped, over, run.end is None and not standing, uncertain, tuple(ticks), why)


def _kind(day: date, until: date, *, last: bool, ended: bool) -> str:
    if day == until and not ended:
        return TODAY
    if day <= until:
        return USED
    return DUE if last else OPEN


def _why(run: _Run, rule: ClockRule, stopped: int, due: date | None, calendar: WorkCalendar, *, uncertain: bool) -> tuple[str, ...]:
    first = f"{say(run.start)}居民说没解决，次日重新起算" if run.restarted else f"{say(run.start)}受理，次日起算"
    lines = [first, f"{rule.label} {rule.days} 个工作日"]
    if run.extra:
        reason = f"（{run.extension_reason}）" if run.extension_reason else ""
        lines.append(f"批准延期 {run.extra} 个工作日{reason}")
    for begin, end, reason in run.stops:
        span = f"{say(begin)}停" + (f"，{say(end)}恢复" if end else "，还停着")
        lines.append(f"{reason}：{span}" if reason else span)
    if stopped:
        lines.append(f"停着的 {stopped} 个工作日不算")
    if due is None:
        return (*lines, "恢复办理那天再往下算")
    off = _days_off(run.start, due, calendar)
    if off:
        lines.append("、".join(f"{reason} {count} 天" for reason, count in off.items()) + "不算")
    if uncertain:
        lines.append(f"{due.year} 年放假安排还没公布，先按周末算，公布后再调")
    return (*lines, f"所以是 {say(due)}")


def _days_off(start: date, due: date, calendar: WorkCalendar) -> dict[str, int]:
    between = (start + timedelta(days=n) for n in range(1, (due - start).days + 1))
    return dict(Counter(calendar.why_off(day) for day in between if not calendar.is_workday(day)))


MARK_OF_STEP = {
    states.ACCEPT.name: START,
    states.ACKNOWLEDGE.name: START,
    states.ALARM.name: START,
    states.ASK_MATERIAL.name: STOP,
    states.GRANT_PAUSE.name: STOP,
    states.SUPPLY.name: RESUME,
    states.RESUME.name: RESUME,
    states.GRANT_EXTENSION.name: EXTEND,
    states.NOT_FIXED.name: RESTART,
    states.APPROVE.name: END,
    states.WITHDRAW.name: END,
    states.DECLINE.name: END,
    states.MERGE.name: END,
    states.UNMERGE.name: START,
}
