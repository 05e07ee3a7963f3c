"""The worker as a process of its own: killed at any moment, it has each effect once; asked to stop, it stops."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from linli.kernel import outbox
from linli.kernel.ids import new_id
from linli.kernel.inserts import insert
from linli.kernel.models import Delivery, Heartbeat, OutboxEvent, Progress
from linli.kernel.tests import sample
from linli.kernel.tests.factories import actor_with
from linli.settings.test import APP_DATABASE

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[4]
RUN = """
import django
django.setup()
from linli.kernel.tests import sample
from linli.kernel.worker import Worker
Worker().run()
"""
REGION = new_id()


def environment(state: Path) -> dict[str, str]:
    parts = {"user": APP_DATABASE["USER"], "password": APP_DATABASE["PASSWORD"], "host": APP_DATABASE["HOST"], "port": APP_DATABASE["PORT"]}
    known = {key: str(value) for key, value in parts.items() if value}
    return os.environ | {
        "DATABASE_URL": make_conninfo(dbname=connection.settings_dict["NAME"], **known),
        "DJANGO_SETTINGS_MODULE": "linli.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "LINLI_STATE": str(state),
        "LINLI_DEMO": "1",
    }


@pytest.fixture
def start(empty_queue: None, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts workers; whatever still runs at the end is killed."""
    running: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        with (tmp_path / "worker.log").open("ab") as log:
            running.append(subprocess.Popen([sys.executable, "-c", RUN], env=environment(tmp_path), cwd=ROOT, stderr=log, stdout=log))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("it did not come about in time")


def announce(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            insert(outbox.row_of(sample.LampMended(aggregate_id=new_id(), region_id=REGION, number=number), actor_with(regions=(REGION,))))


def undelivered() -> int:
    return OutboxEvent.objects.filter(done_at=None).count()


@pytest.mark.parametrize("kills", [1, pytest.param(4, marks=pytest.mark.full)])
def test_killed_at_random_moments_each_event_has_its_effect_once(start: Callable[[], subprocess.Popen[bytes]], kills: int) -> None:
    announce(120)
    for _ in range(kills):
        worker = start()
        before = undelivered()
        wait_for(lambda before=before: undelivered() < before - 20)  # type: ignore[misc]  # the number of this round
        worker.kill()
        worker.wait()
    assert undelivered() > 0, "killed too late to prove anything"
    start()
    wait_for(lambda: undelivered() == 0)
    kinds = list(Progress.objects.values_list("kind", flat=True))
    assert len(kinds) == len(set(kinds)) == 240
    assert Delivery.objects.count() == 240


def test_jobs_of_a_killed_worker_come_back_and_sigterm_ends_in_peace(start: Callable[[], subprocess.Popen[bytes]]) -> None:
    first = start()
    wait_for(lambda: Heartbeat.objects.filter(name="worker").exists())
    for number in range(5):
        sample.make_mark.in_regions([REGION]).enqueue(region_id=REGION, kind=f"job {number}")
    wait_for(lambda: Progress.objects.count() == 5)
    first.kill()
    first.wait()
    sample.make_mark.in_regions([REGION]).enqueue(region_id=REGION, kind="left behind")
    with connection.cursor() as cursor:
        # as a killed worker leaves it; the periodic jobs of the other contexts stay out of this
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo' AND task_name = 'kernel.test_job'")
    second = start()
    wait_for(lambda: Progress.objects.filter(kind="left behind").exists())
    second.send_signal(signal.SIGTERM)
    assert second.wait(40) == 0


@pytest.mark.full
def test_a_broken_connection_is_survived(start: Callable[[], subprocess.Popen[bytes]]) -> None:
    worker = start()
    wait_for(lambda: Heartbeat.objects.filter(name="worker").exists())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = %s AND datname = current_database()"
            " AND pid <> pg_backend_pid()",
            [str(APP_DATABASE["USER"])],
        )
    announce(3)
    sample.make_mark.in_regions([REGION]).enqueue(region_id=REGION, kind="after the break")
    wait_for(lambda: undelivered() == 0 and Progress.objects.filter(kind="after the break").exists())
    assert worker.poll() is None
