"""Counting working days: 2026's calendar as published, an unknown year, loading from CSV."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import business_calendar, calendars, workdays
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotPermitted
from linli.kernel.scope import use_scope
from linli.kernel.tests.factories import actor_with

LOADER = Actor.system("load", frozenset({"kernel.load_calendar"}), wide=True, door="command")
KNOWN = business_calendar.Calendar(frozenset({2026}), {day.date: (day.working, day.name) for day in calendars.bundled(2026)})


def test_a_week_in_september() -> None:
    due = KNOWN.add_workdays(date(2026, 9, 8), 7)
    assert due.date == date(2026, 9, 17)
    assert not due.uncertain
    assert due.explain() == ["周末 2 天不算"]
    assert [step.date.day for step in due.steps if not step.working] == [12, 13]


def test_national_day_and_make_up_days() -> None:
    assert not KNOWN.is_workday(date(2026, 10, 1))
    assert KNOWN.is_workday(date(2026, 10, 10))  # a Saturday worked to make up
    due = KNOWN.add_workdays(date(2026, 9, 30), 1)
    assert due.date == date(2026, 10, 8)
    assert "国庆节 5 天不算" in due.explain()
    assert KNOWN.next_workday(date(2026, 10, 3)) == date(2026, 10, 8)


def test_an_unknown_year_is_said_and_not_guessed_silently() -> None:
    due = KNOWN.add_workdays(date(2026, 12, 30), 3)
    assert due.uncertain
    assert due.sentence == "2027 年放假安排还没公布，按周末推算，公布后会重算"
    assert not KNOWN.add_workdays(date(2026, 12, 29), 2).uncertain


@given(st.dates(date(2026, 1, 1), date(2026, 11, 30)), st.integers(0, 40))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    due = KNOWN.add_workdays(start, count)
    assert KNOWN.workdays_between(start, due.date) == count
    assert KNOWN.workdays_between(due.date, start) == -count
    assert sum(step.working for step in due.steps) == count


@pytest.mark.django_db
def test_a_year_is_loaded_and_counted_with() -> None:
    assert workdays.add_workdays(date(2026, 9, 30), 1).uncertain
    with use_scope(LOADER):
        calendars.load_bundled(LOADER, 2026)
        calendars.load_bundled(LOADER, 2026)
    assert workdays.add_workdays(date(2026, 9, 30), 1).date == date(2026, 10, 8)
    assert workdays.is_workday(date(2026, 10, 10))
    assert workdays.workdays_between(date(2026, 9, 30), date(2026, 10, 10)) == 3


@pytest.mark.django_db
def test_a_csv_is_loaded_or_refused_line_by_line() -> None:
    good = ["日期,班或休,名称", "2027-01-01,休,元旦", "2027-01-03,班,元旦调休上班"]
    with use_scope(LOADER):
        calendars.load_year(LOADER, 2027, calendars.from_csv(2027, good), "国办发明电〔2026〕1 号")
    assert workdays.add_workdays(date(2027, 1, 1), 1).date == date(2027, 1, 3)
    assert workdays.is_workday(date(2027, 1, 3))
    with pytest.raises(Invalid) as refused:
        calendars.from_csv(2027, ["日期,班或休,名称", "2026-01-01,休,元旦", "x,休,", "2027-01-02,?,"])
    assert len(refused.value.fields["file"]) == 3


@pytest.mark.django_db
def test_only_city_wide_posts_load_calendars() -> None:
    local = actor_with("kernel.load_calendar")
    with use_scope(local), pytest.raises(NotPermitted):
        calendars.load_bundled(local, 2026)
