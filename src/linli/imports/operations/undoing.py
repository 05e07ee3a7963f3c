"""Taking a batch back: every row that nobody touched since; the others stay and are named."""

from collections.abc import Sequence
from uuid import UUID

from linli.imports.models import ImportBatch, ImportRow
from linli.imports.operations import course
from linli.imports.operations import importer as kinds
from linli.imports.operations.importer import Made, Target
from linli.imports.operations.keeping import keep
from linli.imports.operations.uploading import advance, locked
from linli.kernel.actor import Actor
from linli.kernel.operations import operation

CHUNK = 200


def start_undoing(actor: Actor, batch_id: UUID, *, op_id: UUID | None = None) -> ImportBatch:
    """Decide to take a loaded batch back; enqueue the work afterwards. Raises NotVisible, NotPermitted, NotNow."""
    return course.begin(course.UNDOING, actor, batch_id, op_id)


def undo(actor: Actor, batch_id: UUID) -> None:
    """Take back all rows that are left. Raises NotVisible, NotPermitted."""
    course.go(actor, batch_id, undo_chunk)


def stop_undoing(actor: Actor, batch_id: UUID) -> None:
    """A roll-back that failed for good: what is left stays loaded, and can be taken back again. Raises NotVisible, NotPermitted."""
    course.stop(course.UNDOING, actor, batch_id)


def undo_chunk(actor: Actor, batch_id: UUID) -> bool:
    """Take back the last rows in one operation; whether rows are left. Raises NotVisible, NotPermitted."""
    with operation(actor, "imports.undo") as op:
        batch = locked(actor, batch_id)
        op.require(batch.region_id)
        if batch.state != ImportBatch.State.UNDOING:
            op.unchanged()
            return False
        lines = list(batch.rows.filter(state=ImportRow.State.DONE).order_by("-number")[:CHUNK])
        if not lines:
            _finish(actor, batch)
            op.record(batch, state=[ImportBatch.State.UNDOING, batch.state], undone=[0, batch.undone], kept=[0, batch.kept])
            return False
        _undo(actor, batch, lines)
        batch.undone = batch.rows.filter(state=ImportRow.State.UNDONE).count()
        batch.kept = batch.rows.filter(state=ImportRow.State.KEPT).count()
        batch.save(update_fields=["undone", "kept"])
        advance(batch, batch.undone + batch.kept + batch.bad, "正在撤回")
        op.record(batch, rows=[lines[-1].number, lines[0].number])
        return True


def _undo(actor: Actor, batch: ImportBatch, lines: Sequence[ImportRow]) -> None:
    kept = kinds.get(batch.kind).take_back(actor, Target(batch.pk, batch.region_id), _made(lines))
    for line in lines:
        reason = kept.get(line.number)
        line.state, line.hints = (ImportRow.State.KEPT, [reason]) if reason else (ImportRow.State.UNDONE, [])
    keep(lines)


def _finish(actor: Actor, batch: ImportBatch) -> None:
    lines = list(batch.rows.filter(state=ImportRow.State.UNDONE).order_by("number"))
    stayed = kinds.get(batch.kind).close(actor, Target(batch.pk, batch.region_id), _made(lines))
    noted = [line for line in lines if line.number in stayed]
    for line in noted:
        line.hints = [stayed[line.number]]
    keep(noted)
    batch.state = ImportBatch.State.UNDONE
    batch.save(update_fields=["state"])
    advance(batch, batch.total, "撤回好了", state="done")


def _made(lines: Sequence[ImportRow]) -> list[Made]:
    return [Made(line.number, line.made) for line in lines]
