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
from linli.kernel.business_calendar import SATURDAY, WEEKDAYS
from linli.kernel.errors import Invalid
from linli.kernel.models import CalendarDay, CalendarYear
from linli.kernel.operations import operation

CHINESE = {item.value: item.chinese for item in Holiday}
FIRST_YEAR, LAST_YEAR = 2004, 2100
COLUMNS = ("日期", "班或休", "名称")
WORK, OFF = "班", "休"


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


def text_of(content: bytes) -> str:
    """A file as text: UTF-8 with or without a mark, else GB18030. Raises Invalid."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    message = "这个文件读不出来。请存成 CSV 再传。"
    raise Invalid(message, {"file": [message]})


def from_csv(year: int, lines: Iterable[str]) -> list[Day]:
    """Days from CSV with the columns 日期, 班或休, 名称. Raises Invalid naming every wrong row and column."""
    rows = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or [])]
    if missing:
        message = f"第 1 行要写栏名 {','.join(COLUMNS)}，缺 {'、'.join(missing)}。"
        raise Invalid(message, {"file": [message]})
    days: dict[date, Day] = {}
    wrong: list[str] = []
    for number, row in enumerate(rows, start=2):
        try:
            day = _day(year, row, frozenset(days))
        except ValueError as why:
            wrong.append(f"第 {number} 行{why}")
        else:
            days[day.date] = day
    if wrong:
        raise Invalid("；".join(wrong[:10]), {"file": wrong})
    if not days:
        message = "这个文件里没有一天放假安排，没有载入。"
        raise Invalid(message, {"file": [message]})
    return sorted(days.values(), key=lambda day: day.date)


def _day(year: int, row: dict[str, str | None], before: frozenset[date]) -> Day:
    """One row; ValueError with column and sentence."""
    told, kind = (row.get(COLUMNS[0]) or "").strip(), (row.get(COLUMNS[1]) or "").strip()
    try:
        day = date.fromisoformat(told)
    except ValueError:
        message = f"第 1 栏：日期要写成 {year}-01-01 这样"
        raise ValueError(message) from None
    weekend = day.weekday() >= SATURDAY
    problem = (
        f"第 1 栏：{day} 不在 {year} 年" if day.year != year
        else f"第 1 栏：{day} 前面写过了" if day in before
        else "第 2 栏：写“班”或“休”" if kind not in {WORK, OFF}
        else f"第 2 栏：{day} 是周末，本来就休，不用写" if weekend and kind == OFF
        else f"第 2 栏：{day} 是周{WEEKDAYS[day.weekday()]}，本来就上班，不用写" if not weekend and kind == WORK
        else ""
    )  # fmt: skip
    if problem:
        raise ValueError(problem)
    return Day(day, kind == WORK, (row.get(COLUMNS[2]) or "").strip()[:40])


def as_csv(days: Iterable[Day]) -> str:
    """The same as a file: what a dry run hands on to the load."""
    return "\n".join([",".join(COLUMNS), *(f"{day.date},{WORK if day.working else OFF},{day.name.replace(',', '，')}" for day in days)])


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
    return load_year(actor, year, bundled(year), f"国务院办公厅放假通知（chinesecalendar {version('chinesecalendar')}）")
