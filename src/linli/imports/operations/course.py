"""The course of a long step on a batch: decided once, done chunk by chunk, and set down where it can be taken up when it fails for good."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from linli.imports.models import ImportBatch
from linli.imports.operations import importer as kinds
from linli.imports.operations.uploading import advance, locked
from linli.kernel.actor import Actor
from linli.kernel.errors import NotNow
from linli.kernel.jobs import step
from linli.kernel.operations import operation

State = ImportBatch.State


@dataclass(frozen=True)
class Course:
    """A long step: its operation, the states it may begin in, the one it runs in, and the one it is left in when it fails for good."""

    name: str
    begins_in: Collection[State]
    runs_in: State
    stops_in: State
    verb: str


LOADING = Course("imports.load", {State.READY, State.STOPPED}, State.LOADING, State.STOPPED, "导入")
UNDOING = Course("imports.undo", {State.DONE, State.STOPPED}, State.UNDOING, State.DONE, "撤回")


def begin(course: Course, actor: Actor, batch_id: UUID, op_id: UUID | None) -> ImportBatch:
    """Decide to go; enqueue the work afterwards. Raises NotVisible, NotPermitted, NotNow."""
    with operation(actor, course.name, op_id, content=[batch_id]) as op:
        batch = locked(actor, batch_id)
        if op.done_before:
            return batch
        for permission in ("", *kinds.get(batch.kind).needs):
            op.require(batch.region_id, permission)
        if batch.state not in course.begins_in:
            raise NotNow(f"这份文件现在是“{batch.get_state_display()}”，不能{course.verb}。")
        before, batch.state = batch.state, course.runs_in
        batch.save(update_fields=["state"])
        advance(batch, 0, f"正在{course.verb}")
        op.record(batch, state=[before, batch.state])
        return batch


def go(actor: Actor, batch_id: UUID, chunk: Callable[[Actor, UUID], bool]) -> None:
    """All chunks that are left, each in a transaction of its own; run again after a crash, it goes on."""
    more = True
    while more:
        with step(actor):
            more = chunk(actor, batch_id)


def stop(course: Course, actor: Actor, batch_id: UUID) -> None:
    """A step that failed for good leaves what it did and can be begun again. Raises NotVisible, NotPermitted."""
    with operation(actor, course.name) as op:
        batch = locked(actor, batch_id)
        op.require(batch.region_id)
        if batch.state != course.runs_in:
            op.unchanged()
            return
        batch.state = course.stops_in
        batch.save(update_fields=["state"])
        advance(batch, batch.loaded, f"{course.verb}停在半路", state="failed")
        op.record(batch, state=[course.runs_in, batch.state])
