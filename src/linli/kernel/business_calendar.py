"""Counting working days (工作日). Pure: the calendar is handed in, the clock is passed in.

Holidays (放假) and make-up working days (调休上班) come from the State Council's yearly notice. A year without one is
counted by weekdays only, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAYS = "一二三四五六日"
SATURDAY = 5


def uncertain_sentence(year: int) -> str:
    """What a screen says beside a date that was counted in a year without a published calendar."""
    return f"{year} 年放假安排还没公布，按周末推算，公布后会重算"


@dataclass(frozen=True)
class Step:
    """One day passed while counting: whether it counted, and if not, why."""

    date: date
    working: bool
    reason: str = ""


@dataclass(frozen=True)
class Due:
    """Result of counting. `uncertain` when a day of the way lies in a year whose calendar is not known."""

    date: date
    uncertain: bool
    steps: tuple[Step, ...]
    unknown_years: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """The warning to show beside the date; empty when the date is certain."""
        return "；".join(uncertain_sentence(year) for year in self.unknown_years)

    def skipped(self) -> dict[str, int]:
        """How many days were not counted, by reason."""
        found: dict[str, int] = {}
        for step in self.steps:
            if not step.working:
                found[step.reason] = found.get(step.reason, 0) + 1
        return found

    def explain(self) -> list[str]:
        """The sum in words, for “为什么是这天”."""
        lines = [f"{reason} {days} 天不算" for reason, days in self.skipped().items()]
        return [*lines, *([self.sentence] if self.uncertain else [])]


@dataclass(frozen=True)
class Calendar:
    """Known years, and the days that differ from their weekday: date → (working, name)."""

    years: frozenset[int] = frozenset()
    exceptions: Mapping[date, tuple[bool, str]] = field(default_factory=dict)

    def known(self, year: int) -> bool:
        """Whether the year's holiday calendar has been published and loaded."""
        return year in self.years

    def look(self, day: date) -> Step:
        """Whether a day is worked, and the reason when it is not."""
        if day in self.exceptions:
            working, name = self.exceptions[day]
            return Step(day, working, "" if working else name or "放假")
        weekend = day.weekday() >= SATURDAY
        return Step(day, not weekend, "周末" if weekend else "")

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day."""
        return self.look(day).working

    def add_workdays(self, start: date, count: int) -> Due:
        """The `count`-th working day after `start`; the day itself does not count (次日起算). Raises ValueError below 0."""
        if count < 0:
            message = "working days are counted forwards"
            raise ValueError(message)
        steps: list[Step] = []
        day = start
        while count:
            day += timedelta(days=1)
            steps.append(self.look(day))
            count -= steps[-1].working
        years = {step.date.year for step in steps} or {start.year}
        unknown = tuple(sorted(year for year in years if not self.known(year)))
        return Due(day, bool(unknown), tuple(steps), unknown)

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def next_workday(self, day: date) -> date:
        """The day itself when worked, else the first worked one after it (期间届满顺延)."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day
