"""Checkpoints as the auditor's page shows them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.kernel import clock, copies, records
from linli.kernel.models import Checkpoint, LogEntry
from linli.privacy import rules

LATE = timedelta(minutes=1)
ORDINALS = ("第一处", "第二处", "第三处", "第四处", "第五处")


@dataclass(frozen=True)
class Line:
    """One checkpoint: when, up to which record, root, signature, copies outside."""

    at: datetime
    size: int
    root: str
    signed: bool
    stored: int
    places: int
    note: str

    @property
    def root_short(self) -> str:
        return rules.short(self.root)

    @property
    def complete(self) -> bool:
        return self.stored == self.places and not self.note


def _note(row: Checkpoint, names: list[str]) -> str:
    when = f"{clock.local(row.at):%H:%M}"
    for name, word in zip(names, ORDINALS, strict=False):
        if name not in row.copies:
            return f"{when} 那次，{word}还没收到，下次封存时再送。"
        late = datetime.fromisoformat(row.copies[name]) - row.at
        if late > LATE:
            return f"{when} 那次，{word}晚收到 {round(late.total_seconds() / 60)} 分钟，已补上。"
    return ""


def places_in_words() -> str:
    """How many places outside the database keep copies."""
    return f" {len(copies.places())} 处"


def lines(until: int | None, count: int = 4) -> list[Line]:
    """The newest checkpoints up to a tree size, newest first."""
    names = list(copies.places())
    keys = records.public_keys()
    rows = Checkpoint.objects.order_by("-tree_size")
    if until is not None:
        rows = rows.filter(tree_size__lte=until)
    return [
        Line(
            row.at,
            row.tree_size,
            bytes(row.root).hex(),
            records.as_head(row).signed(keys),
            sum(name in row.copies for name in names),
            len(names),
            _note(row, names),
        )
        for row in rows[:count]
    ]


@dataclass(frozen=True)
class Waiting:
    """Records that are not sealed yet, and since when."""

    count: int
    since: datetime | None


def waiting() -> Waiting:
    """Records behind the newest checkpoint, within the scope of the transaction."""
    last = Checkpoint.objects.order_by("-tree_size").first()
    rows = LogEntry.objects.filter(transaction__gte=last.horizon) if last else LogEntry.objects.all()
    return Waiting(rows.count(), last.at if last else None)
