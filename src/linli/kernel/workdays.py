"""The calendar in force, from the database: what screens, clocks and jobs count with."""

from datetime import date

from linli.kernel import business_calendar, stamps
from linli.kernel.business_calendar import Due, Step, uncertain_sentence
from linli.kernel.models import CalendarDay, CalendarYear

__all__ = ["Calendar", "Due", "Step", "add_workdays", "is_workday", "uncertain_sentence", "workdays_between"]


class Calendar(business_calendar.Calendar):
    """A calendar that knows how to load itself; load it once where many dates are counted."""

    @classmethod
    def load(cls) -> "Calendar":
        """All years that are loaded; read again only after one was loaded anew."""
        return _kept.get(None, cls._read)

    @classmethod
    def _read(cls) -> "Calendar":
        return cls(
            frozenset(CalendarYear.objects.values_list("year", flat=True)),
            {day: (working, name) for day, working, name in CalendarDay.objects.values_list("date", "working", "name")},
        )


# Loading a year replaces its row: another transaction, another place in the table.
_STAMP = stamps.declare(
    "kernel.calendar", "SELECT coalesce(string_agg(concat_ws(' ', year, xmin, ctid, loaded_at), ','), '') FROM kernel_calendaryear"
)
_kept: stamps.Kept[None, Calendar] = stamps.Kept(_STAMP)


def is_workday(day: date) -> bool:
    """Whether people work on this day."""
    return Calendar.load().is_workday(day)


def add_workdays(start: date, count: int) -> Due:
    """The `count`-th working day after `start`, the day itself not counted."""
    return Calendar.load().add_workdays(start, count)


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`."""
    return Calendar.load().workdays_between(start, end)
