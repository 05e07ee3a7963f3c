"""The calendar in force, from the database: what screens, clocks and jobs count with."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from linli.kernel import business_calendar
from linli.kernel.business_calendar import Due, Step, uncertain_sentence
from linli.kernel.models import CalendarDay, CalendarYear

__all__ = ["Calendar", "Due", "Step", "add_workdays", "is_workday", "uncertain_sentence", "workdays_between"]


class Calendar(business_calendar.Calendar):
    """A calendar that knows how to load itself; load it once where many dates are counted."""

    @classmethod
    def load(cls, years: Iterable[int] = ()) -> Self:
        """The loaded calendar of the given years, of all years when none is given."""
        wanted = set(years)
        known = CalendarYear.objects.all()
        days = CalendarDay.objects.all()
        if wanted:
            known = known.filter(year__in=wanted)
            days = days.filter(date__year__in=wanted)
        return cls(
            frozenset(known.values_list("year", flat=True)),
            {day: (working, name) for day, working, name in days.values_list("date", "working", "name")},
        )


def is_workday(day: date) -> bool:
    """Whether people work on this day."""
    return Calendar.load([day.year]).is_workday(day)


def add_workdays(start: date, count: int) -> Due:
    """The `count`-th working day after `start`, the day itself not counted."""
    return Calendar.load([start.year, *range(start.year + 1, start.year + 2 + count // 200)]).add_workdays(start, count)


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`."""
    return Calendar.load(range(min(start, end).year, max(start, end).year + 1)).workdays_between(start, end)
