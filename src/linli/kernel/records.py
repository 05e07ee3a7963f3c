"""The logs, leaves and checkpoints of the database as the verifier reads them. Runs under the city-wide role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from linli.kernel import copies
from linli.kernel.merkle import entry_hash, sealed_fields
from linli.kernel.models import Checkpoint, LogEntry, LogLeaf, PlayedLog, in_scope
from linli.kernel.proof import Head, Leaf, Source
from linli.kernel.shreds import SHRED, Entry, Shreds


@dataclass(frozen=True)
class Area:
    """What to verify: a time span (by the time of the record), regions (`None` = all) and books."""

    start: datetime | None = None
    end: datetime | None = None
    region_ids: frozenset[UUID] | None = None
    books: tuple[str, ...] = ("audit", "read", "exchange")

    def within(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Log entries or leaves of this area."""
        rows = rows.filter(book__in=self.books)
        if self.start:
            rows = rows.filter(at__gte=self.start)
        if self.end:
            rows = rows.filter(at__lt=self.end)
        return rows if self.region_ids is None else rows.filter(in_scope("region_id", self.region_ids))

    def holds(self, leaf: LogLeaf) -> bool:
        """Whether a leaf's record lies in this area."""
        return (
            leaf.book in self.books
            and (self.start is None or leaf.at >= self.start)
            and (self.end is None or leaf.at < self.end)
            and (self.region_ids is None or leaf.region_id in self.region_ids)
        )

    @property
    def everything(self) -> bool:
        return self.start is None and self.end is None and self.region_ids is None


def as_entry(row: LogEntry) -> Entry:
    """A log row as the verifier takes it."""
    return Entry(tuple(sealed_fields(row)), row.payload, None if row.salt is None else bytes(row.salt))


def as_head(row: Checkpoint) -> Head:
    """A checkpoint row as the verifier takes it."""
    return Head(
        str(row.log_id),
        row.tree_size,
        bytes(row.root),
        row.at,
        row.horizon,
        row.key_id,
        bytes(row.signature),
        tuple(bytes.fromhex(node) for node in row.frontier),
    )


def heads() -> list[Head]:
    """All checkpoints, oldest first."""
    return [as_head(row) for row in Checkpoint.objects.order_by("tree_size")]


def bounds(area: Area, known: Sequence[Head]) -> tuple[int, int | None]:
    """The checkpoint to start behind and the one to end at, so that all leaves of the area are walked."""
    if area.start is None and area.end is None:
        return 0, None
    found = area.within(LogLeaf.objects.all()).order_by("leaf_index").values_list("leaf_index", flat=True)
    first, last = found.first(), found.last()
    if first is None or last is None:
        return 0, 0
    sizes = [head.tree_size for head in known]
    return max((size for size in sizes if size <= first), default=0), min((size for size in sizes if size > last), default=None)


def public_keys() -> dict[str, bytes]:
    """Public keys that may have signed checkpoints, by key id: the one in use, those before it, and the next."""
    return dict(settings.KEYS.sign_publics)


def shreds() -> Shreds:
    """The lines of lawful shredding; one that is not what was sealed speaks for nothing."""
    lines = LogEntry.objects.filter(book=LogEntry.Book.AUDIT, operation=SHRED)
    sealed = dict(LogLeaf.objects.filter(entry_id__in=lines.values("id")).values_list("entry_id", "leaf_hash"))
    return Shreds(as_entry(line) for line in lines if line.id not in sealed or bytes(sealed[line.id]) == entry_hash(sealed_fields(line)))


def source(area: Area) -> Source:
    """Everything the verifier needs for an area."""

    def leaves(start: int, end: int) -> Sequence[Leaf]:
        rows = LogLeaf.objects.filter(leaf_index__gte=start, leaf_index__lt=end).order_by("leaf_index")
        return [Leaf(row.leaf_index, str(row.entry_id), bytes(row.leaf_hash), row.book, area.holds(row)) for row in rows.iterator(5000)]

    def entries(ids: Sequence[str]) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for start in range(0, len(ids), 5000):
            part = [UUID(entry_id) for entry_id in ids[start : start + 5000]]
            found |= {str(row.id): as_entry(row) for row in LogEntry.objects.filter(in_scope("id", part))}
        return found

    def strays() -> Iterable[Entry]:
        rows = area.within(LogEntry.objects.all()).filter(~Exists(LogLeaf.objects.filter(entry_id=OuterRef("id"))))
        return (as_entry(row) for row in rows.iterator(2000))

    known = heads()
    log_id = known[-1].log_id if known else ""
    return Source(
        heads=known,
        leaves=leaves,
        entries=entries,
        strays=strays,
        copies=lambda size: copies.of(log_id, size),
        copied_heads=copies.heads(log_id),
        shreds=shreds(),
        keys=public_keys(),
        links=settings.KEYS.sign_links,
        foreign=copies.others(log_id),
        played=PlayedLog.objects.exists(),
    )
