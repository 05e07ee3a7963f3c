"""Taking a file in: its rows are sealed at once, the file itself is not kept."""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection

from linli.imports.models import ImportBatch, ImportRow
from linli.imports.operations import importer as kinds
from linli.imports.operations.columns import Layout, layout
from linli.imports.operations.reading import rows_of
from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import NotNow, NotVisible
from linli.kernel.models import Progress
from linli.kernel.operations import operation

profiles.declare_rule("import_row_limit", "一份文件最多行数", 5000, "行", "D", "业务规范（登记质量）§5")
profiles.declare_rule("import_error_percent", "错行超过多少整份不导", 5, "%", "D", "业务规范（登记质量）§5")

profiles.declare_rule("import_keep_days", "上传的内容留多少天", 30, "天", "D", "业务规范（数据安全）§3")

State = ImportBatch.State
LOCK = 0x494D  # "IM"
# What an upload nobody decided about becomes when its contents are erased.
_CLOSED = {State.READY: State.DROPPED, State.REFUSED: State.DROPPED, State.STOPPED: State.DONE}
UNDER_WAY = (State.CHECKING, State.LOADING, State.UNDOING)


def upload(  # one file
    actor: Actor, kind: str, region_id: UUID, file_name: str, content: bytes, *, op_id: UUID | None = None
) -> ImportBatch:
    """Store the rows of a file of one kind (an importer's key) as a batch to be checked; enqueue `check` afterwards.

    Raises NotVisible, NotPermitted, NotNow while another file of the community is under way, Invalid for a file that cannot be read,
    has more rows than the limit, lacks a column or carries a class that is never stored.
    """
    with operation(actor, "imports.upload", op_id, content=[kind, region_id, hashlib.sha256(content).hexdigest()]) as op:
        if op.done_before:
            return ImportBatch.objects.get(pk=op.done_before)
        op.require(region_id)
        importer = kinds.get(kind)
        for permission in importer.needs:
            op.require(region_id, permission)
        _one_at_a_time(region_id)
        if ImportBatch.objects.filter(region_id=region_id, state__in=UNDER_WAY).exists():
            raise NotNow("上一份文件还没办完，等它办完再传。", code="import_under_way")
        titles, *rows = rows_of(content, int(profiles.value("import_row_limit")))
        found = layout(importer.columns, titles)
        progress = Progress.objects.create(
            region_id=region_id, owner_id=actor.user_id, kind="imports", total=len(rows), at=clock.now(), message="正在核对"
        )
        batch = ImportBatch.objects.create(
            region_id=region_id,
            kind=kind,
            file_name=file_name[-160:],
            progress_id=progress.pk,
            uploaded_by=actor.user_id,
            uploader=actor.name,
            uploaded_at=clock.now(),
            unread=list(found.unread),
            total=len(rows),
        )
        _seal(batch, found, rows)
        op.record(batch, rows=[None, len(rows)])
        return batch


def _seal(batch: ImportBatch, found: Layout, rows: Sequence[list[str]]) -> None:
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                region_id=batch.region_id, batch=batch, number=number, values=json.dumps(_texts(found.places, row), ensure_ascii=False)
            )
            for number, row in enumerate(rows, start=2)
        ],
        batch_size=1000,
    )


def _one_at_a_time(region_id: UUID) -> None:
    """Held until commit: two files of a community sent at once would both find that none is under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCK, str(region_id)])
        if not cursor.fetchone()[0]:
            raise NotNow("上一份文件正在传，等它传完再传。", code="import_under_way")


def _texts(places: dict[str, int], row: list[str]) -> dict[str, str]:
    return {key: row[place] for key, place in places.items() if place < len(row) and row[place]}


def drop(actor: Actor, batch_id: UUID, *, op_id: UUID | None = None) -> ImportBatch:
    """Give up a batch that was never loaded, also while it is being checked; its rows are erased.

    Raises NotVisible, NotPermitted, NotNow.
    """
    with operation(actor, "imports.drop", op_id, content=[batch_id]) as op:
        batch = locked(actor, batch_id)
        if op.done_before:
            return batch
        op.require(batch.region_id)
        if batch.state not in {State.CHECKING, State.READY, State.REFUSED}:
            raise NotNow(f"这份文件现在是“{batch.get_state_display()}”，不能放弃。")
        before, batch.state = batch.state, State.DROPPED
        batch.error_file = None
        batch.save(update_fields=["state", "error_file"])
        batch.rows.all().delete()
        advance(batch, 0, batch.get_state_display(), state="done")
        op.record(batch, state=[before, batch.state])
        return batch


def erase(actor: Actor) -> int:
    """Erase sealed rows and error files of uploads older than the retention; the number of batches. Raises NotPermitted."""
    oldest = clock.now() - timedelta(days=int(profiles.value("import_keep_days")))
    with operation(actor, "imports.erase") as op:
        old = list(ImportBatch.objects.visible_to(actor).filter(uploaded_at__lt=oldest, erased_at=None).exclude(state__in=UNDER_WAY)[:200])
        for batch in old:
            op.require(batch.region_id)
            batch.rows.update(values="")
            batch.error_file, batch.erased_at = None, clock.now()
            batch.state = _CLOSED.get(State(batch.state), batch.state)
            batch.save(update_fields=["error_file", "erased_at", "state"])
            op.record(batch, erased=[None, batch.total])
        if not old:
            op.unchanged()
        return len(old)


def locked(actor: Actor, batch_id: UUID) -> ImportBatch:
    """The batch, locked for a change. Raises NotVisible."""
    batch = ImportBatch.objects.visible_to(actor).select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotVisible
    return batch


def advance(batch: ImportBatch, done: int, message: str, *, state: str = "running") -> None:
    """Move the bar on the page."""
    Progress.objects.filter(pk__in=[batch.progress_id]).update(done=done, total=batch.total, message=message, state=state, at=clock.now())
