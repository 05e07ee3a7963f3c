"""Matching tasks: one person asks, another decides; who is refused, what comes twice, and what a refusal leaves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.accounts.tests.conftest import City
from linli.exchange import operations, rules
from linli.exchange.models import MatchTask
from linli.exchange.tests.builders import new
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry


@pytest.fixture
def officer(city: City) -> Actor:
    return city.hire(city.town_lead.actor, "town_officer", city.town, "代建国", "dai.jianguo").actor


@pytest.mark.parametrize("step", rules.STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("state", rules.STATES)
def test_every_pair_of_state_and_step(state: str, step: rules.Step) -> None:
    allowed = {
        ("draft", "ask"),
        ("asked", "approve"),
        ("asked", "refuse"),
        ("draft", "withdraw"),
        ("asked", "withdraw"),
        ("approved", "close"),
    }
    assert (rules.after(state, step) is not None) == ((state, step.name) in allowed)


def test_another_person_decides(city: City, officer: Actor) -> None:
    row = operations.draft(officer, new(city.community))
    with pytest.raises(NotNow):
        operations.decide(city.town_lead.actor, row.pk, "approve")
    operations.move(officer, row.pk, "ask")
    with pytest.raises(NotPermitted):
        operations.decide(officer, row.pk, "approve")
    with pytest.raises(Invalid):
        operations.move(officer, row.pk, "approve")
    done = operations.decide(city.town_lead.actor, row.pk, "approve")
    assert (done.state, done.decided_by_id) == (rules.APPROVED, city.town_lead.actor.user_id)
    with pytest.raises(NotNow):
        operations.decide(city.district_lead.actor, row.pk, "refuse", "另一位已经批了")
    assert MatchTask.objects.get().decided_by_id == city.town_lead.actor.user_id
    assert LogEntry.objects.filter(object_id=row.pk).count() == 3


def test_the_database_refuses_ones_own_word(city: City, officer: Actor) -> None:
    row = operations.draft(officer, new(city.community))
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchTask.objects.filter(pk=row.pk).update(decided_by_id=officer.user_id)


def test_who_is_refused(city: City, officer: Actor) -> None:
    for actor, wrong in ((city.worker.actor, NotPermitted), (city.town_lead.actor, NotPermitted), (city.other_lead.actor, NotVisible)):
        with pytest.raises(wrong):
            operations.draft(actor, new(city.community))
    row = operations.draft(officer, new(city.community))
    operations.move(officer, row.pk, "ask")
    with pytest.raises(NotVisible):
        operations.decide(city.other_lead.actor, row.pk, "approve")
    assert MatchTask.objects.get().state == rules.ASKED


def test_the_same_twice_is_done_once(city: City, officer: Actor) -> None:
    op_id, again = new_id(), new_id()
    first = operations.draft(officer, new(city.community), op_id=op_id)
    assert operations.draft(officer, new(city.community), op_id=op_id).pk == first.pk
    for _ in range(2):
        assert operations.move(officer, first.pk, "ask", op_id=again).state == rules.ASKED
    assert MatchTask.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("purpose", "找出社区矫正人员"),
        ("basis", "habit"),
        ("fields", ("name", "phone")),
        ("fields", ("name", "id_number", "faith")),
        ("tag", "age60"),
        ("title", "x"),
    ],
)
def test_what_is_not_asked_for(city: City, officer: Actor, field: str, value: object) -> None:
    changes: dict[str, Any] = {field: value}
    with pytest.raises(Invalid) as refused:
        operations.draft(officer, replace(new(city.community), **changes))
    assert field in refused.value.fields
    assert not MatchTask.objects.exists()


@pytest.mark.parametrize("days", [0, 181])
def test_a_task_ends_within_the_profile(city: City, officer: Actor, days: int) -> None:
    with pytest.raises(Invalid) as refused:
        operations.draft(officer, replace(new(city.community), ends_on=clock.today() + timedelta(days=days)))
    assert "ends_on" in refused.value.fields


def test_a_refusal_says_why(city: City, officer: Actor) -> None:
    row = operations.draft(officer, new(city.community))
    operations.move(officer, row.pk, "ask")
    with pytest.raises(Invalid):
        operations.decide(city.town_lead.actor, row.pk, "refuse")
    assert MatchTask.objects.get().decided_by_id is None
    assert operations.decide(city.town_lead.actor, row.pk, "refuse", "依据写得不够").state == rules.REFUSED
