"""What a process keeps is gone as soon as its stamp changes, and a batch of rows is written in its order."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.kernel import clock, profiles, stamps
from linli.kernel.ids import new_id
from linli.kernel.inserts import insert
from linli.kernel.models import Heartbeat, LogEntry, OutboxEvent, Progress, RuleProfile, RuleValue
from linli.kernel.operations import operation
from linli.kernel.tests import sample
from linli.kernel.tests.factories import actor_with

pytestmark = pytest.mark.django_db
BEAT = "tests.beat"


@pytest.fixture(autouse=True)
def beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stamps.declared, BEAT, "SELECT max(note) FROM kernel_heartbeat WHERE name = 'stamped'")


def _write(note: str) -> None:
    """As another process does it: nobody here is told."""
    Heartbeat.objects.update_or_create(name="stamped", defaults={"note": note, "at": clock.now()})


def test_a_change_elsewhere_is_seen_at_the_next_look() -> None:
    kept: stamps.Kept[str, int] = stamps.Kept(BEAT)
    made = iter(range(9))
    assert [kept.get("a", lambda: next(made)) for _ in range(2)] == [0, 1]  # nothing stamped, nothing kept
    _write("1")
    assert [kept.get("a", lambda: next(made)) for _ in range(2)] == [2, 2]
    _write("2")
    assert kept.get("a", lambda: next(made)) == 3


def test_a_request_looks_once_and_after_its_own_writes() -> None:
    kept: stamps.Kept[str, int] = stamps.Kept(BEAT)
    made = iter(range(9))
    _write("1")
    with stamps.read_once():
        assert kept.get("a", lambda: next(made)) == 0
        _write("2")
        with CaptureQueriesContext(connection) as seen:
            assert kept.get("a", lambda: next(made)) == 0
        assert not seen.captured_queries
        stamps.forget()
        assert kept.get("a", lambda: next(made)) == 1
    _write("3")
    assert kept.get("a", lambda: next(made)) == 2


def test_what_was_kept_in_a_transaction_that_failed_is_not_found_again() -> None:
    kept: stamps.Kept[str, str] = stamps.Kept(BEAT)
    _write("1")
    kept.get("a", lambda: "before")
    point = transaction.savepoint()
    _write("2")
    assert kept.get("a", lambda: "never committed") == "never committed"
    transaction.savepoint_rollback(point)
    assert kept.get("a", lambda: "read anew") == "read anew"


def test_a_full_one_starts_again() -> None:
    kept: stamps.Kept[int, int] = stamps.Kept(BEAT, most=3)
    _write("1")
    assert [kept.get(number, lambda: 7) for number in range(10)] == [7] * 10
    assert len(kept.now()) <= 3


def test_a_new_version_of_the_rules_counts_at_once() -> None:
    key, before = "visit_days_high", RuleProfile(code="CQ-TEST", version=1, title="x", effective_from=date(2026, 1, 1), made_at=clock.now())
    before.save()
    RuleValue.objects.create(profile=before, key=key, value=3)
    assert profiles.value(key, profile="CQ-TEST", on=date(2026, 6, 1)) == 3
    after = RuleProfile(code="CQ-TEST", version=2, title="x", effective_from=date(2026, 5, 1), made_at=clock.now())
    after.save()
    RuleValue.objects.create(profile=after, key=key, value=5)
    assert profiles.value(key, profile="CQ-TEST", on=date(2026, 6, 1)) == 5
    assert profiles.value(key, profile="CQ-TEST", on=date(2026, 4, 30)) == 3


def test_rows_are_written_in_one_statement_and_in_order() -> None:
    region = new_id()
    rows = [Progress(region_id=region, kind=f"第 {number} 行", at=clock.now()) for number in range(3)]
    with CaptureQueriesContext(connection) as seen:
        insert(*rows)
    assert len(seen) == 1
    assert set(Progress.objects.filter(region_id=region)) == set(rows)
    rows[0].save()
    insert()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Progress(region_id=region, kind="new", at=clock.now()), rows[0])
    assert Progress.objects.filter(region_id=region).count() == 3


def test_an_operation_inside_another_comes_after_what_was_announced_before_it() -> None:
    region = new_id()
    actor = actor_with("kernel.test_mark", regions=(region,))
    with operation(actor, "kernel.test_mark") as op:
        thing = Progress.objects.create(region_id=region, kind="outer", at=clock.now())
        op.record(thing, note="first")
        op.announce(sample.LampMended(aggregate_id=region, region_id=region, number=1))
        with operation(actor, "kernel.test_mark") as inner:
            inner.record(thing, note="second")
            inner.announce(sample.LampMended(aggregate_id=region, region_id=region, number=2))
        op.announce(sample.LampMended(aggregate_id=region, region_id=region, number=3))
    events = OutboxEvent.objects.filter(aggregate_id=region).order_by("sequence")
    assert [event.payload["number"] for event in events] == [1, 2, 3]
    lines = LogEntry.objects.filter(region_id=region).order_by("id")
    assert [line.payload["note"] for line in lines if line.payload] == ["first", "second"]
