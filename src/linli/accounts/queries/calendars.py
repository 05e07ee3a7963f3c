"""Working-day calendars as the page shows them: years known, and a year as twelve small months."""

from calendar import Calendar as Weeks
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from linli.kernel import calendars, clock
from linli.kernel.business_calendar import SATURDAY
from linli.kernel.models import CalendarDay, CalendarYear

WARN_FROM_MONTH = 11


@dataclass(frozen=True)
class Year:
    """A loaded year with its counts."""

    year: int
    source: str
    loaded_at: datetime
    off: int
    on: int


@dataclass(frozen=True)
class Cell:
    """A day of a month: `mark` is 休 or 班 where the notice changes the weekday, `change` how a dry run differs from what is loaded."""

    day: int
    mark: str
    name: str
    weekend: bool
    change: str = ""


@dataclass(frozen=True)
class Month:
    """A month in weeks that begin on Monday; None before the first and after the last day."""

    number: int
    weeks: list[list[Cell | None]]


def years() -> list[Year]:
    """Loaded years, the newest first."""
    counted = CalendarDay.objects.values("date__year").annotate(
        off=Count("pk", filter=Q(working=False)), on=Count("pk", filter=Q(working=True))
    )
    numbers = {row["date__year"]: (row["off"], row["on"]) for row in counted}
    return [Year(row.year, row.source, row.loaded_at, *numbers.get(row.year, (0, 0))) for row in CalendarYear.objects.order_by("-year")]


def missing_next_year() -> int | None:
    """Next year, when it is November or December and nobody has loaded it."""
    today = clock.today()
    known = today.month < WARN_FROM_MONTH or CalendarYear.objects.filter(year=today.year + 1).exists()
    return None if known else today.year + 1


def days_of(year: int) -> list[calendars.Day]:
    """What is loaded for a year."""
    rows = CalendarDay.objects.filter(date__year=year).order_by("date").values_list("date", "working", "name")
    return [calendars.Day(day, working, name) for day, working, name in rows]


def picture(year: int, days: list[calendars.Day], before: list[calendars.Day] | None = None) -> list[Month]:
    """Twelve months; with `before`, each day that differs from it says how."""
    marks = {day.date: day for day in days}
    earlier = {day.date: day for day in before} if before is not None else marks
    return [_month(year, month, marks, earlier) for month in range(1, 13)]


def _month(year: int, month: int, marks: Mapping[date, calendars.Day], earlier: Mapping[date, calendars.Day]) -> Month:
    def cell(day: date) -> Cell | None:
        return _cell(day, marks.get(day), earlier.get(day)) if day.month == month else None

    return Month(month, [[cell(day) for day in week] for week in Weeks().monthdatescalendar(year, month)])


def _word(day: calendars.Day | None) -> str:
    return (calendars.WORK if day.working else calendars.OFF) if day else ""


def _cell(day: date, now: calendars.Day | None, before: calendars.Day | None) -> Cell:
    change = "" if _word(now) == _word(before) else f"原来{_word(before) or '没写'}"
    return Cell(day.day, _word(now), now.name if now else "", day.weekday() >= SATURDAY, change)


def changes(days: list[calendars.Day], before: list[calendars.Day]) -> int:
    """How many days a dry run would change."""
    now, then = ({day.date: day.working for day in rows} for rows in (days, before))
    return sum(now.get(day) != then.get(day) for day in {*now, *then})
