"""Events are delivered in order per aggregate, once in effect, and parked when they keep failing."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from linli.kernel import clock, outbox, relay
from linli.kernel.drain import StillFailing, drain
from linli.kernel.ids import new_id
from linli.kernel.inserts import insert
from linli.kernel.models import OutboxEvent, Progress
from linli.kernel.scope import use_scope
from linli.kernel.tests import sample
from linli.kernel.tests.factories import actor_with

REGION, LAMP = new_id(), new_id()


@pytest.fixture(autouse=True)
def no_trouble() -> Iterator[None]:
    sample.trouble.clear()
    yield
    sample.trouble.clear()


def announce(*numbers: int, lamp: UUID = LAMP) -> None:
    for number in numbers:
        insert(outbox.row_of(sample.LampMended(aggregate_id=lamp, region_id=REGION, number=number), actor_with(regions=(REGION,))))


def marks() -> list[str]:
    with transaction.atomic(), use_scope(actor_with(regions=(REGION,))):
        return list(Progress.objects.order_by("at", "id").values_list("kind", flat=True))


@pytest.mark.django_db
def test_each_reaction_gets_the_event_once() -> None:
    announce(1, 2)
    assert drain() == 2
    assert marks() == ["count 1", "second 1", "count 2", "second 2"]
    assert relay.deliver_waiting() == 0
    assert relay.state() == {"waiting": 0, "parked": 0}


@pytest.mark.django_db
def test_a_failing_reaction_is_tried_again_and_the_other_is_not() -> None:
    announce(1, 2)
    sample.trouble["times"] = 1
    assert relay.deliver_waiting() == 0
    row = OutboxEvent.objects.order_by("sequence").first()
    assert row is not None
    assert row.tries == 1
    assert "10012345678" not in row.last_error
    assert marks() == ["count 1"]
    assert relay.deliver_waiting() == 0  # its turn has not come; its successor waits behind it
    with clock.frozen(clock.now() + timedelta(seconds=5)):
        drain()
    assert marks() == ["count 1", "second 1", "count 2", "second 2"]


@pytest.mark.django_db
def test_another_aggregate_is_not_held_up() -> None:
    announce(1)
    announce(2, lamp=new_id())
    sample.trouble["times"] = 1
    assert relay.deliver_waiting() == 1
    assert marks() == ["count 1", "count 2", "second 2"]


@pytest.mark.django_db
def test_a_poison_event_is_parked_seen_and_can_be_tried_again() -> None:
    announce(1, 2)
    sample.trouble["times"] = 8
    moment = clock.now()
    for _ in range(8):
        moment += timedelta(minutes=20)
        with clock.frozen(moment):
            relay.deliver_waiting()
    assert relay.state() == {"waiting": 1, "parked": 1}
    assert relay.deliver_waiting() == 1  # the next of the aggregate goes on
    assert relay.retry_parked() == 1
    drain()
    assert sorted(marks()) == ["count 1", "count 2", "second 1", "second 2"]


@pytest.mark.django_db
def test_draining_says_what_fails() -> None:
    announce(1)
    sample.trouble["times"] = 1
    with pytest.raises(StillFailing, match="LampMended"):
        drain()


@pytest.mark.django_db
def test_an_event_without_reactions_is_done() -> None:
    announce(1)
    OutboxEvent.objects.update(name="nobody.listens")
    assert relay.deliver_waiting() == 1
