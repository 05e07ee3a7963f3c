"""Jobs are enqueued in the caller's transaction and act under their own scope."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import JobRetry

from linli.kernel import jobs, worker
from linli.kernel.drain import drain
from linli.kernel.errors import NotNow, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import Progress
from linli.kernel.scope import use_scope
from linli.kernel.tests import sample
from linli.kernel.tests.factories import actor_with

REGION = new_id()


def marks() -> list[str]:
    with use_scope(actor_with(regions=(REGION,))):
        return list(Progress.objects.order_by("at").values_list("kind", flat=True))


@pytest.mark.django_db
def test_a_job_runs_in_its_regions() -> None:
    result = sample.make_mark.in_regions([REGION]).enqueue(region_id=REGION, kind="lamp")
    assert result.status == TaskResultStatus.READY
    assert drain() == 1
    assert marks() == ["lamp"]
    assert sample.make_mark.get_result(result.id).status == TaskResultStatus.SUCCESSFUL


@pytest.mark.django_db
def test_a_job_sees_nothing_elsewhere() -> None:
    sample.make_mark.in_regions([new_id()]).enqueue(region_id=REGION, kind="lamp")
    with pytest.raises(NotVisible):
        drain()


@pytest.mark.django_db(transaction=True)
def test_enqueue_rolls_back_with_its_transaction(empty_queue: None) -> None:
    with transaction.atomic():
        sample.make_mark.in_regions([REGION]).enqueue(region_id=REGION, kind="lamp")
        assert ProcrastinateJob.objects.count() == 1
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_enqueue_works_under_a_scope() -> None:
    with use_scope(actor_with(regions=(REGION,))):
        sample.make_mark.in_regions([REGION]).enqueue(REGION, kind="lamp")
    assert drain() == 1


@pytest.mark.django_db
def test_once_as_keeps_one_waiting() -> None:
    asked = sample.make_mark.in_regions([REGION]).once_as("nightly")
    first = asked.enqueue(region_id=REGION, kind="a")
    assert asked.enqueue(region_id=REGION, kind="b").id == first.id
    assert drain() == 1
    assert marks() == ["a"]


@pytest.mark.django_db
def test_the_same_job_twice_has_its_effect_once() -> None:
    stored = sample.make_mark.in_regions([REGION]).stored((), {"region_id": REGION, "kind": "lamp"})
    jobs.perform("kernel.test_job", 77, stored)
    jobs.perform("kernel.test_job", 77, stored)
    assert marks() == ["lamp"]


def test_a_refusal_is_not_retried_a_failure_is() -> None:
    waiting = type("Job", (), {"attempts": 1})()
    patience = worker.Patience(3)
    assert patience.get_retry_exception(NotNow("现在不行"), waiting) is None
    assert isinstance(patience.get_retry_exception(RuntimeError(), waiting), JobRetry)
    waiting.attempts = 3
    assert patience.get_retry_exception(RuntimeError(), waiting) is None


@pytest.mark.django_db
def test_the_watchdog_brings_back_what_a_dead_worker_left() -> None:
    sample.make_mark.in_regions([REGION]).enqueue(region_id=REGION, kind="lamp")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 min') RETURNING id")
        dead = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    assert worker.bring_back() == 1
    assert drain() == 1
    assert marks() == ["lamp"]


@pytest.mark.django_db
def test_every_failed_attempt_is_logged_and_the_last_one_has_consequences(caplog: pytest.LogCaptureFixture) -> None:
    run = worker.queue_app().tasks["kernel.test_fails"].func
    stored = sample.fails.in_regions([REGION]).stored((REGION,), {})
    for attempts in (0, 1):
        context = SimpleNamespace(job=SimpleNamespace(id=7, attempts=attempts))
        with pytest.raises(RuntimeError):
            run(context, **stored)
        assert marks() == ["given up"] * attempts
    told = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert [line.split(":")[0] for line in told] == [
        "job kernel.test_fails #7 failed, attempt 1",
        "job kernel.test_fails #7 failed, attempt 2",
        "job kernel.test_fails #7 is given up",
    ]
    assert "RuntimeError at " in told[0]
    assert "sample.py" in told[0]
    assert not any("1001234" in line for line in told)


@pytest.mark.django_db
def test_the_watchdog_says_so_when_a_job_kills_workers() -> None:
    sample.fails.in_regions([REGION]).enqueue(region_id=REGION)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 8")
    worker.bring_back()
    assert marks() == ["given up"]


@pytest.mark.django_db
def test_the_watchdog_gives_up_on_what_kills_workers() -> None:
    sample.make_mark.in_regions([REGION]).enqueue(region_id=REGION, kind="lamp")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = 8")
    worker.bring_back()
    assert ProcrastinateJob.objects.get().status == "failed"


def test_cron_lines_are_read_on_shanghais_clock() -> None:
    periodic = worker.queue_app().periodic_registry.periodic_tasks["kernel.purge", ""]
    midnight_utc = 1_790_000_000 // 86_400 * 86_400
    found = periodic.croniter.get_next(ret_type=float, start_time=midnight_utc)
    assert (found - midnight_utc) / 3600 == 19.5  # 03:30 in Shanghai is 19:30 UTC
