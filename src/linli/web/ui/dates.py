"""Dates and spacing as Chinese readers expect them; a date and its weekday never part at the end of a line."""

import re
from datetime import date, datetime, timedelta

from linli.kernel import clock

NBSP = "\u00a0"
_WEEKDAYS = "一二三四五六日"
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff"
_HAN_THEN_LATIN = re.compile(rf"([{_HAN}])([A-Za-z0-9])")
_DIGIT_THEN_HAN = re.compile(rf"([0-9%]) ?([{_HAN}])")
_LATIN_THEN_HAN = re.compile(rf"([A-Za-z])([{_HAN}])")


def weekday(day: date) -> str:
    """周四."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def _local(moment: datetime) -> datetime:
    return clock.local(moment) if moment.tzinfo else moment


def _day(moment: date) -> date:
    return _local(moment).date() if isinstance(moment, datetime) else moment


def cn_day(moment: date) -> str:
    """9 月 17 日; with the year when it is not this one."""
    day = _day(moment)
    year = f"{day.year}{NBSP}年{NBSP}" if day.year != clock.today().year else ""
    return f"{year}{day.month}{NBSP}月{NBSP}{day.day}{NBSP}日"


def cn_date(moment: date) -> str:
    """9 月 17 日（周四）."""
    return f"{cn_day(moment)}（{weekday(_day(moment))}）"


def cn_full_date(moment: date) -> str:
    """2026 年 9 月 10 日, as a posted document writes it."""
    day = _day(moment)
    return f"{day.year}{NBSP}年{NBSP}{day.month}{NBSP}月{NBSP}{day.day}{NBSP}日"


def cn_time(moment: datetime) -> str:
    """8:46, no leading zero."""
    local = _local(moment)
    return f"{local.hour}:{local.minute:02d}"


def cn_near_day(moment: date) -> str:
    """昨天, 今天, 明天, 后天, else 9 月 17 日."""
    words = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
    day = _day(moment)
    return words.get((day - clock.today()).days, cn_day(day))


def cn_datetime(moment: datetime) -> str:
    """今天 10:20, else 9 月 7 日 19:42."""
    return f"{cn_near_day(moment)}{NBSP}{cn_time(moment)}"


def cn_clock(moment: datetime) -> str:
    """9 月 10 日 周四 14:06, for the bar of the desk."""
    return f"{cn_day(moment)}{NBSP}{weekday(_day(moment))}{NBSP}{cn_time(moment)}"


def cn_table(moment: datetime) -> str:
    """8-31 23:50, for tables; midnight belongs to the day before: 8-31 24:00."""
    local = _local(moment)
    if local.hour == 0 and local.minute == 0:
        before = local - timedelta(days=1)
        return f"{before.month}-{before.day}{NBSP}24:00"
    return f"{local.month}-{local.day}{NBSP}{local.hour}:{local.minute:02d}"


def han_space(text: str) -> str:
    """A space between Han and Latin or digits (3 号楼 2 单元); a number and its unit stay on one line."""
    spaced = _HAN_THEN_LATIN.sub(r"\1 \2", text)
    spaced = _DIGIT_THEN_HAN.sub(rf"\1{NBSP}\2", spaced)
    return _LATIN_THEN_HAN.sub(r"\1 \2", spaced)
