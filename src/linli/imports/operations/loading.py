"""Loading a checked batch: chunk by chunk, each chunk one operation, so that a crash loses nothing and repeats nothing."""

from collections.abc import Sequence
from uuid import UUID

from linli.imports.events import FileLoaded
from linli.imports.models import ImportBatch, ImportRow
from linli.imports.operations import course
from linli.imports.operations import importer as kinds
from linli.imports.operations.checking import named, opened
from linli.imports.operations.importer import Target
from linli.imports.operations.keeping import keep
from linli.imports.operations.uploading import advance, locked
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.operations import operation

CHUNK = 200


def start_loading(actor: Actor, batch_id: UUID, *, op_id: UUID | None = None) -> ImportBatch:
    """Say yes to a checked batch, or go on with one that stopped; enqueue the load afterwards. Raises NotVisible, NotPermitted, NotNow."""
    return course.begin(course.LOADING, actor, batch_id, op_id)


def load(actor: Actor, batch_id: UUID) -> None:
    """Load all rows of a batch that are left. Raises NotVisible, NotPermitted."""
    course.go(actor, batch_id, load_chunk)


def stop_loading(actor: Actor, batch_id: UUID) -> None:
    """A load that failed for good: what is loaded stays, to be gone on with or taken back. Raises NotVisible, NotPermitted."""
    course.stop(course.LOADING, actor, batch_id)


def load_chunk(actor: Actor, batch_id: UUID) -> bool:
    """Load the next rows in one operation; whether rows are left. Raises NotVisible, NotPermitted."""
    with operation(actor, "imports.load") as op:
        batch = locked(actor, batch_id)
        op.require(batch.region_id)
        if batch.state != ImportBatch.State.LOADING:
            op.unchanged()
            return False
        lines = list(batch.rows.filter(state=ImportRow.State.GOOD).order_by("number")[:CHUNK])
        if not lines:
            batch.state, batch.finished_at = ImportBatch.State.DONE, clock.now()
            batch.save(update_fields=["state", "finished_at"])
            advance(batch, batch.total, "导完了", state="done")
            op.record(batch, state=[ImportBatch.State.LOADING, batch.state], loaded=[0, batch.loaded])
            op.announce(FileLoaded(batch.pk, batch.region_id, batch.kind))
            return False
        _load(actor, batch, lines)
        batch.loaded = batch.rows.filter(state=ImportRow.State.DONE).count()
        batch.save(update_fields=["loaded", "bad"])
        advance(batch, batch.loaded + batch.bad, "正在导入")
        op.record(batch, rows=[lines[0].number, lines[-1].number])
        return True


def _load(actor: Actor, batch: ImportBatch, lines: Sequence[ImportRow]) -> None:
    """Check again, because the registry went on since the dry run, and write what is still right."""
    importer = kinds.get(batch.kind)
    rows = importer.parse(batch.region_id, opened(lines))
    importer.write(actor, Target(batch.pk, batch.region_id), rows)
    for line, row in zip(lines, rows, strict=True):
        if row.problems:
            line.state, line.problems = ImportRow.State.BAD, named(importer, row)
            batch.bad += 1
        else:
            line.state, line.hints, line.made = ImportRow.State.DONE, row.hints, row.made
    keep(lines)
