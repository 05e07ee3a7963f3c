"""Importing the ledger of a community: upload, dry run, load in chunks, roll-back (domain/registry_quality.md §5)."""

from linli.people.operations.ledger.check import check_ledger, refuse_unchecked
from linli.people.operations.ledger.columns import COLUMNS, Column
from linli.people.operations.ledger.load import load_chunk, load_ledger, start_loading, stop_loading
from linli.people.operations.ledger.reading import MOST_BYTES
from linli.people.operations.ledger.undo import start_undoing, stop_undoing, undo_chunk, undo_ledger
from linli.people.operations.ledger.upload import drop_ledger, erase_uploads, upload_ledger

__all__ = [
    "COLUMNS",
    "MOST_BYTES",
    "Column",
    "check_ledger",
    "drop_ledger",
    "erase_uploads",
    "load_chunk",
    "load_ledger",
    "refuse_unchecked",
    "start_loading",
    "start_undoing",
    "stop_loading",
    "stop_undoing",
    "undo_chunk",
    "undo_ledger",
    "upload_ledger",
]
