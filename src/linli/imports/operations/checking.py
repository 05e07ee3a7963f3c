"""The dry run: every row against itself, the file and the registry. Nothing of the registry changes."""

import base64
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from linli.imports import rules
from linli.imports.models import ImportBatch, ImportRow
from linli.imports.operations import importer as kinds
from linli.imports.operations.importer import Importer, Line, Row
from linli.imports.operations.keeping import keep
from linli.imports.operations.sheets import error_sheet
from linli.imports.operations.uploading import advance, locked
from linli.kernel import profiles
from linli.kernel.actor import Actor
from linli.kernel.fields import open_sealed
from linli.kernel.jobs import step
from linli.kernel.operations import operation

CHUNK = 500


def check(actor: Actor, batch_id: UUID) -> None:
    """Check a batch from the first row, in steps that each commit; run again after a crash, it starts over.

    Raises NotVisible, NotPermitted.
    """
    with step(actor):
        batch = ImportBatch.objects.visible_to(actor).get(pk=batch_id)
        if batch.state != ImportBatch.State.CHECKING:
            return
        importer = kinds.get(batch.kind)
        stored = list(batch.rows.order_by("number"))
        rows = importer.parse(batch.region_id, opened(stored))
    importer.compare(rows)
    for start in range(0, len(rows), CHUNK):
        with step(actor), operation(actor, "imports.check") as op:
            op.require(batch.region_id)
            importer.against(actor, rows[start : start + CHUNK])
            _keep(importer, stored[start : start + CHUNK], rows[start : start + CHUNK])
            advance(batch, min(start + CHUNK, len(rows)), "正在核对")
            op.unchanged()
    with step(actor):
        _finish(actor, batch_id, importer, rows)


def refuse_unchecked(actor: Actor, batch_id: UUID) -> None:
    """A check that failed for good ends with an answer: nothing is imported, the next file may come. Raises NotVisible, NotPermitted."""
    with operation(actor, "imports.check") as op:
        batch = locked(actor, batch_id)
        op.require(batch.region_id)
        if batch.state != ImportBatch.State.CHECKING:
            op.unchanged()
            return
        batch.state = ImportBatch.State.REFUSED
        batch.save(update_fields=["state"])
        advance(batch, 0, batch.outcome, state="failed")
        op.record(batch, state=[ImportBatch.State.CHECKING, batch.state])


def opened(stored: Sequence[ImportRow]) -> list[Line]:
    """Stored rows, opened for checking."""
    return [Line(line.number, json.loads(open_sealed(line, "values"))) for line in stored]


def named(importer: Importer[Any], row: Row) -> list[list[str]]:
    """The problems of a row under the titles of its columns, as they are stored."""
    titles = {column.key: column.title for column in importer.columns}
    return [[titles.get(key, key), sentence] for key, sentence in row.problems]


def _keep(importer: Importer[Any], stored: Sequence[ImportRow], rows: Sequence[Row]) -> None:
    for line, row in zip(stored, rows, strict=True):
        line.problems, line.hints = named(importer, row), row.hints
        line.state = ImportRow.State.BAD if row.problems else ImportRow.State.GOOD
    keep(stored)


def _finish(actor: Actor, batch_id: UUID, importer: Importer[Any], rows: Sequence[Row]) -> None:
    with operation(actor, "imports.check") as op:
        batch = locked(actor, batch_id)
        op.require(batch.region_id)
        if batch.state != ImportBatch.State.CHECKING:  # given up meanwhile
            op.unchanged()
            return
        bad = [row for row in rows if row.problems]
        limit = int(profiles.value("import_error_percent"))
        refused = rules.too_many_errors(len(bad), batch.total, limit) or len(bad) == batch.total
        before, batch.bad = batch.state, len(bad)
        batch.state = ImportBatch.State.REFUSED if refused else ImportBatch.State.READY
        batch.error_file = base64.b64encode(error_sheet(importer.columns, bad)).decode() if bad else None
        batch.save(update_fields=["state", "bad", "error_file"])
        advance(batch, batch.total, batch.get_state_display(), state="done")
        op.record(batch, state=[before, batch.state], bad=[None, batch.bad])
