"""Importing a file: upload, dry run, load in chunks, roll-back (domain/registry_quality.md §5)."""

from linli.imports.operations.checking import check, refuse_unchecked
from linli.imports.operations.loading import load, load_chunk, start_loading, stop_loading
from linli.imports.operations.reading import MOST_BYTES
from linli.imports.operations.undoing import start_undoing, stop_undoing, undo, undo_chunk
from linli.imports.operations.uploading import drop, erase, upload

__all__ = [
    "MOST_BYTES",
    "check",
    "drop",
    "erase",
    "load",
    "load_chunk",
    "refuse_unchecked",
    "start_loading",
    "start_undoing",
    "stop_loading",
    "stop_undoing",
    "undo",
    "undo_chunk",
    "upload",
]
