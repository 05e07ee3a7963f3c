"""Sealing: who waits for whom, nothing twice, copies made up for, no false alarm under writers."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo
from pytest_django import Settings

from linli.kernel import sealing
from linli.kernel.drain import drain
from linli.kernel.models import Checkpoint, LogEntry, LogLeaf
from linli.kernel.proof import Report
from linli.kernel.tests.factories import seal_all
from linli.kernel.tests.logbook import filled, run, verified, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_places")]


@contextmanager
def open_transaction(database: str) -> Iterator[None]:
    """Somebody else's transaction that has a number and does not end."""
    parts = {key: str(connection.settings_dict[key.upper()]) for key in ("user", "password", "host", "port")}
    with psycopg.connect(make_conninfo(dbname=database, **{key: value for key, value in parts.items() if value})) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield
        other.rollback()


def test_a_slow_writer_comes_into_the_next_checkpoint() -> None:
    with open_transaction(connection.settings_dict["NAME"]):
        write(5)
        sealing.seal_now()
        assert not LogLeaf.objects.exists()
    seal_all()
    assert LogLeaf.objects.count() == 5


def test_work_in_another_database_holds_nothing_back() -> None:
    with open_transaction("postgres"):
        write(5)
        seal_all()
        assert verified().clean


def test_sealing_twice_adds_nothing_and_copies_are_made_up(two_places: dict[str, Path], settings: Settings) -> None:
    settings.CHECKPOINT_COPIES = {"place1": two_places["place1"]}
    write(50)
    seal_all()
    seal_all()
    assert Checkpoint.objects.count() == 1
    assert set(Checkpoint.objects.get().copies) == {"place1"}
    settings.CHECKPOINT_COPIES = two_places
    seal_all()
    assert set(Checkpoint.objects.get().copies) == {"place1", "place2"}


def test_a_restored_cluster_counts_transactions_anew() -> None:
    filled(320)
    run("UPDATE kernel_checkpoint SET horizon = horizon + 1000000")
    write(20)
    seal_all()
    assert LogLeaf.objects.count() == LogEntry.objects.count()


def concurrent(writers: int, rounds: int) -> list[Report]:
    """Writers with transactions of different length while sealing and verifying go on."""
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(rounds):
                with transaction.atomic():
                    write(1 + (number + turn) % 7)
        except BaseException as failure:  # noqa: BLE001  # told to the test below
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    reports = []
    while any(thread.is_alive() for thread in threads):
        sealing.seal_now()
        reports.append(verified())
    for thread in threads:
        thread.join()
    assert not failures
    seal_all()
    return [*reports, verified()]


def test_eight_writers_raise_no_false_alarm() -> None:
    reports = concurrent(8, 12)
    assert all(report.clean for report in reports), [report.findings for report in reports if not report.clean][:1]
    assert reports[-1].count == LogEntry.objects.count()


def test_sealers_do_not_get_in_each_others_way() -> None:
    write(300)

    def seal() -> None:
        sealing.seal_now()
        connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_all()
    assert LogLeaf.objects.count() == LogEntry.objects.count()
    assert verified().clean


def test_the_job_seals(empty_queue: None) -> None:
    write(10)
    for _ in range(200):
        sealing.seal.enqueue()
        drain()
        if LogLeaf.objects.count() == 10:
            return
        time.sleep(0.1)
    pytest.fail("the job seals nothing")
