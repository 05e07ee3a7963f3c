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
    """One record's way up to a checkpoint."""

    entry_id: UUID
    index: int
    leaf: bytes
    neighbours: tuple[tuple[int, bytes], ...]
    path: tuple[PathStep, ...]
    head: Head

    @property
    def holds(self) -> bool:
        """Whether leaf and path lead to the signed root."""
        return merkle.walk(self.leaf, self.path) == self.head.root


def inclusion(entry_id: UUID) -> Inclusion | None:
    """The path of a record to the first checkpoint that holds it; None while it waits for one."""
    place = LogLeaf.objects.filter(entry_id=entry_id).first()
    if place is None:
        return None
    at = Checkpoint.objects.filter(tree_size__gt=place.leaf_index).order_by("tree_size").first()
    if at is None:
        return None
    before = Checkpoint.objects.filter(tree_size__lte=place.leaf_index).order_by("-tree_size").first()
    start = Frontier(before.tree_size, [bytes.fromhex(node) for node in before.frontier]) if before else Frontier()
    rows = LogLeaf.objects.filter(leaf_index__gte=start.size, leaf_index__lt=at.tree_size).order_by("leaf_index")
    leaves = [bytes(leaf) for leaf in rows.values_list("leaf_hash", flat=True)]
    entry = LogEntry.objects.get(pk=entry_id)
    path = Subtrees(start, leaves).path(place.leaf_index)
    near = range(max(start.size, place.leaf_index - 4), min(at.tree_size, place.leaf_index + 4))
    return Inclusion(
        entry_id=entry_id,
        index=place.leaf_index,
        leaf=merkle.entry_hash(merkle.sealed_fields(entry)),
        neighbours=tuple((index, leaves[index - start.size]) for index in near),
        path=tuple(path),
        head=records.as_head(at),
    )
