"""Copies of checkpoints outside the database: append-only files, one line a checkpoint, in every configured place.

A line holds the signed head and the leaves since the one before. Whoever rewrites the database still has to rewrite these.
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from linli.kernel.evidence import head_as_json, head_from_json
from linli.kernel.proof import Copy, Head, Leaf


def places() -> dict[str, Path]:
    """Name and directory of each place."""
    return {str(name): Path(path) for name, path in settings.CHECKPOINT_COPIES.items()}


def append(place: Path, head: Head, leaves: Sequence[Leaf]) -> None:
    """Add one line to the month's file and see it on the disk. Raises OSError."""
    folder = place / head.log_id
    folder.mkdir(parents=True, exist_ok=True)
    line = {"head": head_as_json(head), "leaves": [[leaf.index, leaf.entry_id, leaf.hash.hex(), leaf.book] for leaf in leaves]}
    target = folder / f"checkpoints-{head.at:%Y-%m}.jsonl"
    handle = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, json.dumps(line, separators=(",", ":")).encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def _lines(place: Path, log_id: str) -> Iterator[dict[str, Any]]:
    for path in sorted((place / log_id).glob("checkpoints-*.jsonl")) if log_id else ():
        with path.open(encoding="utf-8") as handle:
            for line in handle:
                try:
                    yield json.loads(line)
                except ValueError:
                    continue  # a line cut off by a crash; the next run wrote it again


def heads(log_id: str) -> dict[int, Head]:
    """Heads of a log found in the places, by size; the first place that has one wins."""
    found: dict[int, Head] = {}
    for place in places().values():
        for line in _lines(place, log_id):
            head = head_from_json(line["head"])
            found.setdefault(head.tree_size, head)
    return found


def of(log_id: str, tree_size: int) -> list[Copy]:
    """The copies of one checkpoint, with their leaves."""
    found = []
    for name, place in places().items():
        for line in _lines(place, log_id):
            if line["head"]["tree_size"] == tree_size:
                leaves = [Leaf(index, entry_id, bytes.fromhex(digest), book) for index, entry_id, digest, book in line["leaves"]]
                found.append(Copy(name, head_from_json(line["head"]), leaves))
    return found


def others(log_id: str) -> tuple[str, ...]:
    """Logs in the places that are not this one: left by an earlier database, or the trace of one that was thrown away."""
    found = {folder.name for place in places().values() if place.is_dir() for folder in place.iterdir() if folder.is_dir()}
    return tuple(sorted(found - {log_id}))
