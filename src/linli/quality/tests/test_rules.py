"""Checks and score: pure."""

from datetime import date

import pytest

from linli.quality import rules

WEIGHTS = {rules.COMPLETE: 30, rules.VALID: 20, rules.UNIQUE: 15, rules.CONSISTENT: 20, rules.TIMELY: 15}


def test_nothing_wrong_is_a_hundred_points() -> None:
    assert rules.score({}, dict.fromkeys(rules.DIMENSIONS, 40), WEIGHTS) == (1000, dict.fromkeys(rules.DIMENSIONS, 1000))


def test_an_empty_ledger_is_not_divided_by() -> None:
    assert rules.score({}, dict.fromkeys(rules.DIMENSIONS, 0), WEIGHTS)[0] == 1000


@pytest.mark.parametrize(("dimension", "tenths"), [(rules.COMPLETE, 850), (rules.UNIQUE, 925), (rules.TIMELY, 925), (rules.VALID, 900)])
def test_half_wrong_costs_half_the_weight(dimension: str, tenths: int) -> None:
    total, parts = rules.score({dimension: 20}, dict.fromkeys(rules.DIMENSIONS, 40), WEIGHTS)
    assert (total, parts[dimension]) == (tenths, 500)


def test_more_wrong_than_there_are_is_no_minus() -> None:
    assert rules.score({rules.VALID: 99}, dict.fromkeys(rules.DIMENSIONS, 40), WEIGHTS)[1][rules.VALID] == 0


def test_each_check_has_a_day_and_words() -> None:
    for check in rules.CHECKS.values():
        assert check.dimension in rules.DIMENSIONS
        assert check.subject in rules.SUBJECTS
        assert rules.due_on(date(2026, 1, 1), check.level) > date(2026, 1, 1)
        assert check.mend


@pytest.mark.parametrize(("tenths", "word"), [(1000, "好"), (950, "好"), (949, "还可以"), (850, "还可以"), (700, "要加把劲"), (0, "差")])
def test_words(tenths: int, word: str) -> None:
    assert rules.grade(tenths) == word
