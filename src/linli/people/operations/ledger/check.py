"""The dry run: every row against itself, the file and the registry. Nothing of the ledger changes."""

import base64
import json
from collections.abc import Sequence
from uuid import UUID

from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.fields import open_sealed
from linli.kernel.jobs import step
from linli.kernel.operations import operation
from linli.people import rules
from linli.people.models import ImportBatch, ImportRow
from linli.people.operations.ledger.columns import BY_KEY
from linli.people.operations.ledger.keeping import keep
from linli.people.operations.ledger.row import Row, parse
from linli.people.operations.ledger.sheets import error_sheet
from linli.people.operations.ledger.together import buildings_of, compare_registry, compare_rows
from linli.people.operations.ledger.upload import advance, locked

CHUNK = 500


def check_ledger(actor: Actor, batch_id: UUID) -> None:
    """Check a batch from the first row, in steps that each commit; run again after a crash, it starts over.

    Raises NotVisible, NotPermitted.
    """
    with step(actor):
        batch = ImportBatch.objects.visible_to(actor).get(pk=batch_id)
        if batch.state != ImportBatch.State.CHECKING:
            return
        stored = list(batch.rows.order_by("number"))
        buildings = buildings_of(batch.region_id)
    rows = [parse(opened(line), buildings, clock.today()) for line in stored]
    compare_rows(rows)
    for start in range(0, len(rows), CHUNK):
        with step(actor), operation(actor, "people.check_ledger") as op:
            op.require(batch.region_id)
            compare_registry(actor, rows[start : start + CHUNK])
            _keep(stored[start : start + CHUNK], rows[start : start + CHUNK])
            advance(batch, min(start + CHUNK, len(rows)), "正在核对")
            op.unchanged()
    with step(actor):
        _finish(actor, batch_id, rows)


def refuse_unchecked(actor: Actor, batch_id: UUID) -> None:
    """A check that failed for good ends with an answer: nothing is imported, the next file may come. Raises NotVisible, NotPermitted."""
    with operation(actor, "people.check_ledger") as op:
        batch = locked(actor, batch_id)
        op.require(batch.region_id)
        if batch.state != ImportBatch.State.CHECKING:
            op.unchanged()
            return
        batch.state = ImportBatch.State.REFUSED
        batch.save(update_fields=["state"])
        advance(batch, 0, batch.outcome, state="failed")
        op.record(batch, state=[ImportBatch.State.CHECKING, batch.state])


def opened(line: ImportRow) -> Row:
    """A stored row, opened for checking."""
    texts: dict[str, str] = json.loads(open_sealed(line, "values"))
    return Row(line.number, line.region_id, texts)


def _keep(stored: Sequence[ImportRow], rows: Sequence[Row]) -> None:
    for line, row in zip(stored, rows, strict=True):
        line.problems = [[BY_KEY[key].title if key in BY_KEY else key, sentence] for key, sentence in row.problems]
        line.hints = row.hints
        line.state = ImportRow.State.BAD if row.problems else ImportRow.State.GOOD
    keep(stored)


def _finish(actor: Actor, batch_id: UUID, rows: Sequence[Row]) -> None:
    with operation(actor, "people.check_ledger") as op:
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
        batch.error_file = base64.b64encode(error_sheet(rows)).decode() if bad else None
        batch.save(update_fields=["state", "bad", "error_file"])
        advance(batch, batch.total, batch.get_state_display(), state="done")
        op.record(batch, state=[before, batch.state], bad=[None, batch.bad])
