"""Every state with every step, and the counting of votes."""

from datetime import date

import pytest

from linli.projects import rules

EXPECTED = {
    ("proposed", "discuss"): "discussed",
    ("discussed", "review"): "reviewed",
    ("reviewed", "decide"): "decided",
    ("decided", "announce"): "announced",
    ("announced", "start"): "working",
    ("working", "accept"): "accepted",
    ("accepted", "disclose"): "disclosed",
    ("disclosed", "archive"): "archived",
    ("discussed", "back_to_proposed"): "proposed",
    ("reviewed", "back_to_discussed"): "discussed",
    ("decided", "back_to_reviewed"): "reviewed",
    ("announced", "back_to_decided"): "decided",
    ("accepted", "back_to_working"): "working",
    **{(state, "stop"): "stopped" for state in ("proposed", "discussed", "reviewed", "decided", "announced", "working")},
}


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("step", rules.STEPS, ids=lambda step: step.name)
def test_every_state_with_every_step(state: str, step: rules.Step) -> None:
    assert rules.after(state, step) == EXPECTED.get((state, step.name))


def test_nothing_is_skipped_and_the_ends_are_ends() -> None:
    for step in rules.STEPS:
        if not step.back and step is not rules.STOP:
            (source,) = step.sources
            assert rules.LINE.index(step.target) == rules.LINE.index(source) + 1
    assert rules.steps_from(rules.ARCHIVED) == rules.steps_from(rules.STOPPED) == ()
    assert len(rules.BY_NAME) == len(rules.STEPS)


@pytest.mark.parametrize(
    ("votes", "refused"),
    [
        (rules.Votes(30, 20, 11), ""),
        (rules.Votes(30, 20, 10), "没有超过"),  # half exactly is not enough
        (rules.Votes(30, 19, 19), "没到 2/3"),
        (rules.Votes(30, 31, 20), "人数对不上"),
        (rules.Votes(30, 0, 0), "人数对不上"),
        (rules.Votes(30, 20, 15, 6), "人数对不上"),
        (rules.Votes(30, 20, 21), "人数对不上"),
    ],
)
def test_a_meeting_decides_or_does_not(votes: rules.Votes, refused: str) -> None:
    said = rules.wrong_with_votes(votes, quorum=(2, 3))
    assert (refused in said) if refused else not said


def test_works_start_when_the_decision_has_hung_long_enough() -> None:
    assert rules.may_start_on(date(2026, 9, 1), 7) == date(2026, 9, 8)


def test_the_share_never_says_more_than_was_paid() -> None:
    assert [rules.share(0, 100), rules.share(999, 1000), rules.share(1000, 1000), rules.share(0, 0)] == [0, 99, 100, 0]
