"""Working-day clocks against a reference that counts day by day, and the cases on the reference screens."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from linli.requests.rules import clocks
from linli.requests.rules.clocks import END, EXTEND, RESTART, RESUME, START, STOP, ClockRule, Mark

SMALL = ClockRule("request_small_wd", 7, "小事")
HOLIDAYS = {date(2026, 9, 25), date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 7)}
MAKE_UP = {date(2026, 9, 20), date(2026, 10, 10)}


class Calendar:
    """Weekends, one national holiday with make-up days; 2027 is not published."""

    def is_workday(self, day: date) -> bool:
        return day in MAKE_UP or (day.weekday() < 5 and day not in HOLIDAYS)

    def is_known(self, day: date) -> bool:
        return day.year <= 2026

    def why_off(self, day: date) -> str:
        return "国庆节" if day in HOLIDAYS else "周末"


CALENDAR = Calendar()


def _reference(start: date, days: int, stops: list[tuple[date, date]], upto: date) -> date:
    """Walk the calendar; a working day counts unless the clock stood still at its end."""
    day, left = start, days
    while left:
        day += timedelta(days=1)
        still = any(first <= day < last for first, last in stops)
        if CALENDAR.is_workday(day) and not still:
            left -= 1
        assert day < upto
    return day


def test_seven_working_days_from_the_day_after_acceptance() -> None:
    found = clocks.clock_of([Mark(START, date(2026, 9, 8))], SMALL, CALENDAR, date(2026, 9, 10))
    assert found.due == date(2026, 9, 17)
    assert [tick.kind for tick in found.ticks] == ["used", "today", "open", "open", "open", "open", "due"]
    assert [tick.label for tick in found.ticks][:3] == ["周三", "周四", "周五"]
    assert [tick.gap for tick in found.ticks] == [False, False, False, True, False, False, False]
    assert found.why[0] == "9 月 8 日（周二）受理，次日起算"
    assert found.why[-1] == "所以是 9 月 17 日（周四）"
    assert "周末 2 天不算" in found.why


def test_overdue_days_are_ticks_of_their_own() -> None:
    found = clocks.clock_of([Mark(START, date(2026, 9, 8))], SMALL, CALENDAR, date(2026, 9, 21))
    assert found.over == 3  # Friday, make-up Sunday, Monday
    assert [tick.kind for tick in found.ticks][-3:] == ["over"] * 3


def test_a_stop_moves_the_due_day_and_an_open_stop_has_none() -> None:
    history = [Mark(START, date(2026, 9, 8)), Mark(STOP, date(2026, 9, 10), "等您补材料")]
    standing = clocks.clock_of(history, SMALL, CALENDAR, date(2026, 9, 14))
    assert standing.due is None
    assert standing.stopped == 3
    assert standing.why[-1] == "恢复办理那天再往下算"
    again = clocks.clock_of([*history, Mark(RESUME, date(2026, 9, 15))], SMALL, CALENDAR, date(2026, 9, 15))
    assert again.due == date(2026, 9, 21)
    assert again.stopped == 3


def test_extension_and_restart() -> None:
    extended = clocks.clock_of(
        [Mark(START, date(2026, 9, 8)), Mark(EXTEND, date(2026, 9, 16), "等配件", 3)], SMALL, CALENDAR, date(2026, 9, 16)
    )
    assert extended.due == date(2026, 9, 21)
    assert "批准延期 3 个工作日（等配件）" in extended.why
    reopened = clocks.clock_of(
        [Mark(START, date(2026, 9, 8)), Mark(END, date(2026, 9, 10)), Mark(RESTART, date(2026, 9, 11))], SMALL, CALENDAR, date(2026, 9, 11)
    )
    assert reopened.due == date(2026, 9, 21)
    assert reopened.why[0].endswith("居民说没解决，次日重新起算")


def test_an_unpublished_year_is_said_not_guessed() -> None:
    found = clocks.clock_of([Mark(START, date(2026, 12, 28))], SMALL, CALENDAR, date(2026, 12, 28))
    assert found.uncertain
    assert any("还没公布" in line for line in found.why)


def test_short_clocks_keep_the_time_of_day() -> None:
    filed = datetime(2026, 9, 11, 13, 40, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert clocks.short_due(filed, 1, CALENDAR) == datetime(2026, 9, 14, 13, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


STARTS = st.dates(date(2026, 8, 1), date(2026, 12, 31))


@given(start=STARTS, days=st.integers(1, 60), gaps=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=5))
def test_against_the_reference(start: date, days: int, gaps: list[tuple[int, int]]) -> None:
    history, stops, day = [Mark(START, start)], [], start
    for wait, length in gaps:
        first = day + timedelta(days=wait)
        day = first + timedelta(days=length)
        history += [Mark(STOP, first, "等"), Mark(RESUME, day)]
        stops.append((first, day))
    today = max(day, start)
    found = clocks.clock_of(history, ClockRule("k", days, "一般"), CALENDAR, today)
    assert found.due == _reference(start, days, stops, start + timedelta(days=400))
    counted = [tick for tick in found.ticks if tick.kind not in {"stopped", "over"}]
    assert len(counted) == days
    assert all(CALENDAR.is_workday(tick.day) for tick in found.ticks)
    assert found.used == sum(tick.day <= today for tick in counted)


@given(start=STARTS, days=st.integers(1, 30), more=st.integers(1, 30))
def test_an_extension_never_shortens(start: date, days: int, more: int) -> None:
    rule = ClockRule("k", days, "一般")
    plain = clocks.clock_of([Mark(START, start)], rule, CALENDAR, start).due
    longer = clocks.clock_of([Mark(START, start), Mark(EXTEND, start, "", more)], rule, CALENDAR, start).due
    assert plain is not None
    assert longer is not None
    assert longer > plain
