"""Verifying the logs of this installation: the one way in for the command, the auditor's page and the nightly check."""

import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from linli.kernel import evidence, merkle, records
from linli.kernel.merkle import Frontier, PathStep, Subtrees, moment
from linli.kernel.models import Checkpoint, LogEntry, LogLeaf
from linli.kernel.proof import Head, Report, Verifier
from linli.kernel.records import Area

LAYERS = 3
BLOCK = 1 << LAYERS


@dataclass(frozen=True)
class Verified:
    """A verification that was carried out."""

    report: Report
    seconds: float


def verify(area: Area) -> Verified:
    """Verify an area. The caller runs under the city-wide role: a removed record belongs to no region any more."""
    began = time.monotonic()
    source = records.source(area)
    after, until = records.bounds(area, source.heads)
    return Verified(Verifier(source, after=after, until=until).run(), time.monotonic() - began)


def export(area: Area, path: Path) -> None:
    """Write the evidence package of an area. Raises OSError."""
    source = records.source(area)
    after, until = records.bounds(area, source.heads)
    named = {
        "start": moment(area.start) if area.start else None,
        "end": moment(area.end) if area.end else None,
        "regions": sorted(map(str, area.region_ids)) if area.region_ids is not None else None,
        "books": list(area.books),
    }
    evidence.write(path, evidence.Contents(named, after, until, source))


@dataclass(frozen=True)
class Inclusion:
    """One record's way up to a checkpoint, and the nodes around it: `levels[0]` are the leaves of its block of eight."""

    entry: LogEntry
    index: int
    leaf: bytes
    path: tuple[PathStep, ...]
    head: Head
    levels: tuple[tuple[tuple[int, bytes], ...], ...]

    @property
    def holds(self) -> bool:
        """Whether leaf and path lead to the signed root."""
        return merkle.walk(self.leaf, self.path) == self.head.root

    @property
    def position(self) -> int:
        """Place of the record in its block."""
        return self.index % BLOCK


def _subtrees(first: int, at: Checkpoint) -> Subtrees:
    """The tree of a checkpoint, with every leaf from `first` on."""
    before = Checkpoint.objects.filter(tree_size__lte=first).order_by("-tree_size").first()
    start = Frontier(before.tree_size, [bytes.fromhex(node) for node in before.frontier]) if before else Frontier()
    rows = LogLeaf.objects.filter(leaf_index__gte=start.size, leaf_index__lt=at.tree_size).order_by("leaf_index")
    return Subtrees(start, [bytes(leaf) for leaf in rows.values_list("leaf_hash", flat=True)])


def inclusion(entry_id: UUID) -> Inclusion | None:
    """The path of a record to the first checkpoint that holds it; None while it waits for one."""
    place = LogLeaf.objects.filter(entry_id=entry_id).first()
    entry = LogEntry.objects.filter(pk=entry_id).first()
    if place is None or entry is None:
        return None
    at = Checkpoint.objects.filter(tree_size__gt=place.leaf_index).order_by("tree_size").first()
    if at is None:
        return None
    block = place.leaf_index - place.leaf_index % BLOCK
    tree = _subtrees(block, at)
    if tree.size != at.tree_size:
        return None
    levels = []
    for up in range(LAYERS):
        starts = range(block, min(block + BLOCK, at.tree_size), 1 << up)
        levels.append(tuple((n, tree.hash(start, min(start + (1 << up), at.tree_size))) for n, start in enumerate(starts)))
    return Inclusion(
        entry=entry,
        index=place.leaf_index,
        leaf=merkle.entry_hash(merkle.sealed_fields(entry)),
        path=tuple(tree.path(place.leaf_index)),
        head=records.as_head(at),
        levels=tuple(levels),
    )
