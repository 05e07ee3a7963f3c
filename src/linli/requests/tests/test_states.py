"""Every status × every step."""

import pytest

from linli.requests.queries.matter import PERMISSION_OF_STEP
from linli.requests.rules import states

PAIRS = [(status, step) for status in states.STATUSES for step in states.STEPS]


@pytest.mark.parametrize(("status", "step"), PAIRS, ids=lambda value: getattr(value, "name", value))
def test_every_status_and_every_step(status: str, step: states.Step) -> None:
    if status in step.sources:
        assert states.after(status, step) == (step.target or status)
        assert step in states.possible(status)
    else:
        with pytest.raises(states.NotPossibleNow, match=step.label):
            states.after(status, step)
        assert step not in states.possible(status)


def test_steps_know_only_known_statuses() -> None:
    for step in states.STEPS:
        assert step.sources <= set(states.STATUSES)
        assert step.sources
        assert step.target in {"", *states.STATUSES}
    assert len({step.name for step in states.STEPS}) == len(states.STEPS)


def test_every_status_can_be_reached_and_every_open_one_left() -> None:
    reached, found = {states.RECEIVED}, True
    while found:
        more = {step.target for step in states.STEPS if step.target and step.sources & reached} - reached
        reached |= more
        found = bool(more)
    assert reached == set(states.STATUSES)
    for status in states.OPEN:
        assert any(step.target not in {"", status} for step in states.possible(status)), status
    for status, row in states.STATUSES.items():
        assert not (row.final and any(step.target not in {"", status} for step in states.possible(status) if step is not states.ALARM)), (
            status
        )


def test_the_desk_knows_the_permission_of_every_step_staff_take() -> None:
    own_or_job = {"supply", "rate", "object", "withdraw", "alarm", "escalate"}
    assert {step.name for step in states.STEPS} - own_or_job == set(PERMISSION_OF_STEP)
