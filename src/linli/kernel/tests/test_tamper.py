"""The tamper drill: change, delete, insert, reorder one row each; every time it is found, and nothing else is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from linli.kernel import auditing, merkle, verify
from linli.kernel.digest import canonical, hmac_sm3
from linli.kernel.ids import new_id
from linli.kernel.models import Checkpoint, LogEntry, LogLeaf
from linli.kernel.proof import CHANGED, CHECKPOINT, INSERTED, PLAYED, REMOVED, REORDERED
from linli.kernel.records import Area
from linli.kernel.scope import use_scope
from linli.kernel.tests.factories import seal_all
from linli.kernel.tests.logbook import AUDITOR, HERE, THERE, entry_at, filled, run, verified, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("two_places")]


def change(index: int) -> None:
    run("UPDATE kernel_logentry SET payload = jsonb_set(payload, '{changes}', '{\"status\": [1, 2]}') WHERE id = %s", entry_at(index))


def change_a_field(index: int) -> None:
    run("UPDATE kernel_logentry SET operation = 'requests.finish' WHERE id = %s", entry_at(index))


def change_with_its_leaf(index: int) -> None:
    """A clever hand makes content, commitment and leaf row agree."""
    entry = LogEntry.objects.get(pk=entry_at(index))
    entry.payload = {"changes": {"status": [9, 9]}}
    entry.commitment = hmac_sm3(bytes(entry.salt or b""), canonical(entry.payload))
    run("UPDATE kernel_logentry SET payload = %s, commitment = %s WHERE id = %s", json.dumps(entry.payload), entry.commitment, entry.pk)
    leaf = merkle.entry_hash(merkle.sealed_fields(entry))
    run("UPDATE kernel_logleaf SET leaf_hash = %s WHERE leaf_index = %s", leaf, index)


def delete(index: int) -> None:
    run("DELETE FROM kernel_logentry WHERE id = %s", entry_at(index))


def delete_with_its_leaf(index: int) -> None:
    delete(index)
    run("DELETE FROM kernel_logleaf WHERE leaf_index = %s", index)


def delete_and_close_the_gap(index: int) -> None:
    delete_with_its_leaf(index)
    run("UPDATE kernel_logleaf SET leaf_index = -leaf_index WHERE leaf_index > %s", index)
    run("UPDATE kernel_logleaf SET leaf_index = -leaf_index - 1 WHERE leaf_index < 0")


def insert(index: int) -> None:
    """A record slipped in with the transaction number of an old one."""
    run(
        "INSERT INTO kernel_logentry (id, book, at, written_at, transaction, region_id, actor_id, operation, object_type, object_id, "
        "subject_id, correlation_id, payload, salt, commitment) SELECT %s, book, at, written_at, transaction, region_id, actor_id, "
        "operation, object_type, object_id, subject_id, correlation_id, payload, salt, commitment FROM kernel_logentry WHERE id = %s",
        new_id(),
        entry_at(index),
    )


def swap_leaves(index: int) -> None:
    run("UPDATE kernel_logleaf SET leaf_index = -1 WHERE leaf_index = %s", index)
    run("UPDATE kernel_logleaf SET leaf_index = %s WHERE leaf_index = %s", index, index + 3)
    run("UPDATE kernel_logleaf SET leaf_index = %s WHERE leaf_index = -1", index + 3)


def swap_ids(index: int) -> None:
    one, other = entry_at(index), entry_at(index + 3)
    spare = new_id()
    for before, after in ((one, spare), (other, one), (spare, other)):
        run("UPDATE kernel_logentry SET id = %s WHERE id = %s", after, before)


DRILL: list[tuple[Callable[[int], None], str]] = [
    (change, CHANGED),
    (change_a_field, CHANGED),
    (change_with_its_leaf, CHANGED),
    (delete, REMOVED),
    (delete_with_its_leaf, REMOVED),
    (delete_and_close_the_gap, REMOVED),
    (insert, INSERTED),
    (swap_leaves, REORDERED),
    (swap_ids, CHANGED),
]


class Undo(Exception):
    """Takes the tampering back."""


def drill(size: int) -> None:
    filled(size)
    clean = verified()
    assert clean.clean, clean.findings
    assert clean.count == LogEntry.objects.count()
    sizes = [0, *Checkpoint.objects.order_by("tree_size").values_list("tree_size", flat=True)]
    index = sizes[2] + 7  # in the third segment
    for tamper, kind in DRILL:
        with pytest.raises(Undo), transaction.atomic():  # noqa: PT012  # the block is undone whole
            touched = {str(entry_at(index)), str(entry_at(index + 3))}
            tamper(index)
            report = verified()
            assert not report.clean, tamper.__name__
            assert {found.kind for found in report.findings} == {kind}, (tamper.__name__, report.findings)
            assert report.findings[0].since_size == (sizes[3] if kind != INSERTED else sizes[-1]), tamper.__name__
            assert report.findings[0].book == "audit"
            if kind != INSERTED:
                assert {found.entry_id for found in report.findings} <= touched, tamper.__name__
            raise Undo
        assert verified().clean


def test_every_kind_of_tampering_is_found() -> None:
    drill(640)


@pytest.mark.full
def test_every_kind_of_tampering_is_found_among_ten_thousand() -> None:
    drill(10_000)


def test_without_copies_it_is_still_found(settings: Settings) -> None:
    filled(320)
    settings.CHECKPOINT_COPIES = {}
    change_with_its_leaf(100)
    kinds = {found.kind for found in verified().findings}
    assert CHECKPOINT in kinds


def test_a_deleted_checkpoint_and_a_cut_off_end_are_found() -> None:
    filled(320)
    last = Checkpoint.objects.order_by("-tree_size")[0]
    before = Checkpoint.objects.order_by("-tree_size")[1]
    run("DELETE FROM kernel_checkpoint WHERE id = %s", last.pk)
    assert [found.kind for found in verified().findings] == [CHECKPOINT]
    run("DELETE FROM kernel_logentry WHERE id IN (SELECT entry_id FROM kernel_logleaf WHERE leaf_index >= %s)", before.tree_size)
    run("DELETE FROM kernel_logleaf WHERE leaf_index >= %s", before.tree_size)
    report = verified()
    assert sum(found.kind == REMOVED for found in report.findings) == last.tree_size - before.tree_size


def test_a_log_begun_anew_beside_old_copies_is_told() -> None:
    filled(320)
    run("TRUNCATE kernel_checkpoint, kernel_logleaf, kernel_logentry")
    write(3)
    seal_all()
    report = verified()
    assert report.clean
    assert len([note for note in report.notes if note != PLAYED]) == 1


def test_a_changed_checkpoint_is_found() -> None:
    filled(320)
    run("UPDATE kernel_checkpoint SET root = %s WHERE tree_size = (SELECT min(tree_size) FROM kernel_checkpoint)", b"\1" * 32)
    assert CHECKPOINT in {found.kind for found in verified().findings}


def test_leaves_behind_the_last_checkpoint_are_found() -> None:
    filled(320)
    write(1)
    size = LogLeaf.objects.count()
    stray = LogEntry.objects.exclude(pk__in=LogLeaf.objects.values("entry_id")).get()
    run(
        "INSERT INTO kernel_logleaf (leaf_index, entry_id, leaf_hash, book, at) VALUES (%s, %s, %s, 'audit', now())",
        size,
        stray.pk,
        b"\2" * 32,
    )
    assert [found.kind for found in verified().findings] == [INSERTED]


def test_an_area_is_verified_on_its_own(tmp_path: Path) -> None:
    filled(320)
    report = verified(Area(region_ids=frozenset({THERE})))
    assert report.clean
    assert report.count == LogEntry.objects.filter(region_id=THERE).count()
    middle = Checkpoint.objects.order_by("tree_size")[1].at
    later = Area(start=middle, region_ids=frozenset({HERE}), books=("audit",))
    assert verified(later).count == LogEntry.objects.filter(region_id=HERE, book="audit", at__gte=middle).count()
    change(LogLeaf.objects.filter(region_id=HERE).order_by("-leaf_index").values_list("leaf_index", flat=True)[0])
    assert verified(Area(region_ids=frozenset({THERE}))).clean
    assert not verified(Area(start=middle)).clean


@pytest.mark.parametrize("tampered", [0, 1])
def test_a_package_is_verified_offline(tmp_path: Path, tampered: int, capsys: pytest.CaptureFixture[str]) -> None:
    filled(320)
    if tampered:
        delete_with_its_leaf(50)
    target = tmp_path / "evidence.zip"
    with transaction.atomic(), use_scope(AUDITOR):
        auditing.export(Area(region_ids=frozenset({HERE})), target)
    assert verify.main([str(target)]) == tampered
    told = capsys.readouterr().out
    assert ("第 51 条不见了" in told) == bool(tampered)
    assert ("没有动过" in told) != bool(tampered)


def test_a_file_that_is_no_package_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "x.zip"
    broken.write_bytes(b"no zip")
    assert verify.main([str(broken)]) == 2


def test_one_record_walks_to_its_checkpoint() -> None:
    filled(320)
    with transaction.atomic(), use_scope(AUDITOR):
        for index in (0, 99, 200, LogLeaf.objects.count() - 1):
            found = auditing.inclusion(entry_at(index))
            assert found is not None
            assert found.index == index
            assert found.holds
