"""Loading a year's holiday calendar: from the library for the years it knows, from a CSV for the others.

Source: the State Council's yearly notice on holidays (国务院办公厅关于部分节假日安排的通知).
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.business_calendar import SATURDAY
from linli.kernel.errors import Invalid
from linli.kernel.models import CalendarDay, CalendarYear
from linli.kernel.operations import operation

CHINESE = {item.value: item.chinese for item in Holiday}
FIRST_YEAR, LAST_YEAR = 2004, 2100


@dataclass(frozen=True)
class Day:
    """A day that differs from its weekday."""

    date: date
    working: bool
    name: str


def bundled_years() -> tuple[int, ...]:
    """Years the library knows as published."""
    return tuple(sorted({day.year for day in holidays}))


def bundled(year: int) -> list[Day]:
    """The year's days as the library has them. Raises Invalid for a year it does not know."""
    if year not in bundled_years():
        message = f"软件自带的放假安排里还没有 {year} 年。通知公布后，把它做成 CSV 再载入。"
        raise Invalid(message, {"year": [message]})
    off = [Day(day, False, CHINESE.get(name, name)) for day, name in holidays.items() if day.year == year and day.weekday() < SATURDAY]
    on = [
        Day(day, True, f"{CHINESE.get(name, name)}调休上班")
        for day, name in workdays.items()
        if day.year == year and day.weekday() >= SATURDAY
    ]
    return sorted(off + on, key=lambda day: day.date)


def from_csv(year: int, lines: Iterable[str]) -> list[Day]:
    """Days from CSV with the columns date, working (班 or 休), name. Raises Invalid naming every wrong line."""
    days: list[Day] = []
    wrong: list[str] = []
    for number, row in enumerate(csv.DictReader(lines), start=2):
        try:
            day = date.fromisoformat((row.get("date") or "").strip())
        except ValueError:
            wrong.append(f"第 {number} 行：日期要写成 {year}-01-01 这样")
            continue
        kind = (row.get("working") or "").strip()
        if day.year != year:
            wrong.append(f"第 {number} 行：{day} 不在 {year} 年")
        elif kind not in {"班", "休"}:
            wrong.append(f"第 {number} 行：第二栏写“班”或“休”")
        else:
            days.append(Day(day, kind == "班", (row.get("name") or "").strip()))
    if wrong:
        raise Invalid("；".join(wrong[:10]), {"file": wrong})
    if not days:
        message = "这个文件里没有一天放假安排，没有载入。"
        raise Invalid(message, {"file": [message]})
    return days


def load_year(actor: Actor, year: int, days: list[Day], source: str) -> CalendarYear:
    """Replace a year's calendar. Raises Invalid for a year out of range, NotPermitted."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"年份要在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。"
        raise Invalid(message, {"year": [message]})
    with operation(actor, "kernel.load_calendar") as op:
        op.require(None)
        before = CalendarDay.objects.filter(date__year=year).count()
        CalendarDay.objects.filter(date__year=year).delete()
        CalendarDay.objects.bulk_create(CalendarDay(date=d.date, working=d.working, name=d.name) for d in days)
        loaded, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source[:200], "loaded_at": clock.now()})
        op.record(loaded, days=[before, len(days)], note=f"{year} 年，来源：{source}")
    return loaded


def load_bundled(actor: Actor, year: int) -> CalendarYear:
    """Load a year the library knows. Raises Invalid."""
    return load_year(actor, year, bundled(year), f"chinesecalendar {version('chinesecalendar')}")
