"""Emptied lawfully or wiped; dated by the database or into the past."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, ProgrammingError, transaction

from linli.kernel import auditing, clock, log, verify
from linli.kernel.digest import canonical, hmac_sm3
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry, LogLeaf
from linli.kernel.proof import CHANGED, MISDATED, PLAYED
from linli.kernel.records import Area
from linli.kernel.scope import use_scope
from linli.kernel.shreds import EMPTIED, SHRED
from linli.kernel.tests.factories import actor_with, seal_all
from linli.kernel.tests.logbook import AUDITOR, HERE, SUBJECT, entry_at, filled, run, verified, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_places")]

NO_RIGHT = r"permission denied|row-level security"
FORGED = """
INSERT INTO kernel_logentry (id, book, at, operation, object_type, correlation_id, commitment)
VALUES (gen_random_uuid(), 'audit', now(), 'privacy.shred_subject', 'x', gen_random_uuid(), '')
"""
UNNAMED = "SELECT kernel_shred(gen_random_uuid(), now(), NULL, NULL, 'x', NULL, %s, gen_random_uuid(), '{}', '', '')"


def run_as(role: str, statement: str, *values: Any) -> None:
    with transaction.atomic():
        run(f"SET LOCAL ROLE {role}")
        run(statement, *values)


def test_lawful_shredding_is_no_alarm_and_silent_shredding_is() -> None:
    filled(320)
    run("UPDATE kernel_logentry SET payload = NULL, salt = NULL WHERE subject_id = %s", SUBJECT)
    assert {found.kind for found in verified().findings} == {CHANGED}
    actor = actor_with(regions=(HERE,))
    with transaction.atomic():
        log.append(
            "audit",
            actor,
            operation=SHRED,
            object_type="privacy.shredding",
            object_id=new_id(),
            subject_id=SUBJECT,
            region_id=HERE,
            facts={"note": "超过保存期限"},
        )
    report = verified()
    assert report.clean
    assert report.shredded == 320
    assert report.pending == 1


def shredded(ids: list[UUID], subject: UUID = SUBJECT) -> None:
    """The lawful way: one line that names what it empties, under the city-wide role."""
    with transaction.atomic(), use_scope(AUDITOR):
        line = log.line(
            "audit",
            AUDITOR,
            operation=SHRED,
            object_type="privacy.shredding",
            object_id=new_id(),
            subject_id=subject,
            region_id=HERE,
            facts={"note": "超过保存期限", EMPTIED: sorted(map(str, ids))},
        )
        log.shred(line)


def blank(index: int) -> None:
    run("UPDATE kernel_logentry SET payload = NULL, salt = NULL WHERE id = %s", entry_at(index))


def test_after_a_lawful_shredding_only_what_it_named_may_be_blank(tmp_path: Path) -> None:
    filled(320)
    shredded(list(LogEntry.objects.filter(subject_id=SUBJECT).values_list("id", flat=True)))
    assert verified().shredded == 320
    write(16)  # looked at again, after the shredding
    seal_all()
    clean = verified()
    assert clean.clean
    assert clean.shredded == 320
    index = LogLeaf.objects.order_by("-leaf_index").filter(entry_id__in=LogEntry.objects.filter(payload__isnull=False)).values("leaf_index")
    blank(LogLeaf.objects.filter(pk__in=index, entry_id__in=LogEntry.objects.exclude(operation=SHRED).values("id")).latest("pk").pk)
    report = verified()
    assert [found.kind for found in report.findings] == [CHANGED]
    assert report.shredded == 320
    target = tmp_path / "evidence.zip"
    with transaction.atomic(), use_scope(AUDITOR):
        auditing.export(Area(), target)
    assert verify.main([str(target)]) == 1


def test_a_line_of_shredding_that_was_rewritten_speaks_for_nothing() -> None:
    filled(320)
    mine = list(LogEntry.objects.filter(subject_id=SUBJECT).order_by("id").values_list("id", flat=True))
    shredded(mine[:5])
    seal_all()
    run("UPDATE kernel_logentry SET payload = NULL, salt = NULL WHERE id = %s", mine[9])
    line = LogEntry.objects.get(operation=SHRED)
    assert line.payload
    line.payload["emptied"].append(str(mine[9]))
    line.commitment = hmac_sm3(bytes(line.salt or b""), canonical(line.payload))
    run("UPDATE kernel_logentry SET payload = %s, commitment = %s WHERE id = %s", json.dumps(line.payload), line.commitment, line.pk)
    assert len(verified().findings) == 7


def test_an_old_line_of_shredding_speaks_for_what_was_written_before_it() -> None:
    filled(320)
    run("UPDATE kernel_logentry SET payload = NULL, salt = NULL WHERE subject_id = %s", SUBJECT)
    with transaction.atomic():
        log.append(
            "audit", actor_with(regions=(HERE,)), operation=SHRED, object_type="privacy.shredding", object_id=new_id(), subject_id=SUBJECT,
            region_id=HERE, facts={"note": "超过保存期限"},
        )  # fmt: skip
    write(4)
    seal_all()
    assert verified().clean
    blank(LogLeaf.objects.latest("leaf_index").leaf_index)
    assert [found.kind for found in verified().findings] == [CHANGED]


@pytest.mark.parametrize("role", ["linli_app", "linli_scoped", "linli_wide"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_logentry SET payload = NULL, salt = NULL",
        "DELETE FROM kernel_logentry",
        "INSERT INTO kernel_playedlog DEFAULT VALUES",
        FORGED,
    ],
)
def test_no_role_of_the_application_empties_a_line_by_itself(role: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=NO_RIGHT):
        run_as(role, statement)


def test_the_function_empties_what_its_line_names_and_nothing_else() -> None:
    write(2)
    ids = list(LogEntry.objects.values_list("id", flat=True))
    with pytest.raises(DatabaseError, match="not one about this person"):
        shredded(ids, subject=new_id())
    with pytest.raises(DatabaseError, match="not one about this person"):
        shredded([*ids, new_id()])
    with pytest.raises(DatabaseError, match="must name"):
        run_as("linli_wide", UNNAMED, SUBJECT)
    for role in ("linli_app", "linli_scoped"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            run_as(role, UNNAMED, SUBJECT)
    assert not LogEntry.objects.filter(payload=None).exists()


@pytest.fixture
def for_real() -> None:
    """An installation that is no demonstration: its owner never said that its log is played."""
    run("DELETE FROM kernel_playedlog")


@pytest.mark.usefixtures("for_real")
@pytest.mark.parametrize("away", [timedelta(days=-2), timedelta(minutes=-11), timedelta(minutes=11), timedelta(days=400)])
def test_no_record_claims_another_hour_than_the_databases(away: timedelta) -> None:
    with clock.frozen(clock.now() + away):
        with pytest.raises(ProgrammingError, match="row-level security"):
            write_as_worker()
        with pytest.raises(DatabaseError, match="another hour"):
            shredded([])
    write_as_worker()
    assert LogEntry.objects.count() == 1


def write_as_worker() -> None:
    worker = actor_with(regions=(HERE,))
    with transaction.atomic(), use_scope(worker):
        write_here()


def write_here() -> None:
    log.append("read", actor_with(regions=(HERE,)), operation="reads.personal", object_type="people.person", object_id=None,
               region_id=HERE, subject_id=SUBJECT, facts={})  # fmt: skip


@pytest.mark.usefixtures("for_real")
def test_a_record_dated_into_the_past_by_the_owners_hand_is_found() -> None:
    filled(160)
    assert verified().clean
    with clock.frozen(clock.now() - timedelta(days=2)):
        write_here()
    seal_all()
    report = verified()
    assert [found.kind for found in report.findings] == [MISDATED]
    assert "时间和入库的时间对不上" in report.findings[0].text
    assert PLAYED not in report.notes


@pytest.mark.usefixtures("for_real")
def test_a_record_written_before_its_checkpoints_is_found() -> None:
    filled(160)
    write_here()
    run(
        "UPDATE kernel_logentry SET at = now() - interval '2 days', written_at = now() - interval '2 days' WHERE book = 'read' AND operation = 'reads.personal'"
    )
    seal_all()
    assert [found.kind for found in verified().findings] == [MISDATED]
