"""One record of an area, picked for walking its path."""

import secrets
from dataclasses import dataclass

from linli.kernel import auditing, permissions
from linli.kernel.auditing import Inclusion
from linli.kernel.models import LogEntry, LogLeaf
from linli.kernel.records import Area
from linli.privacy import rules
from linli.privacy.queries.tree import Drawing, draw

UNKNOWN = "没有名字的操作"


@dataclass(frozen=True)
class Sample:
    """The record in words, its path and the drawing."""

    words: str
    found: Inclusion
    drawing: Drawing

    @property
    def root_short(self) -> str:
        return rules.short(self.found.head.root.hex())

    @property
    def number(self) -> int:
        return self.found.index + 1


def label_of(operation: str) -> str:
    """The Chinese label of an operation."""
    if operation == "reads.personal":
        return "看个人信息"
    try:
        return permissions.get(operation).label
    except KeyError:
        return UNKNOWN


def _words(entry: LogEntry) -> str:
    payload = entry.payload if isinstance(entry.payload, dict) else {}
    actor = payload.get("actor", {})
    name = actor.get("name") or "内容已依法遮去"
    return f"{name}，{label_of(entry.operation)}"


def pick(area: Area, number: int | None = None) -> Sample | None:
    """A record of the area by its number, a random one without; None where there is none sealed."""
    leaves = area.within(LogLeaf.objects.all())
    if number is None:
        ends = leaves.order_by("leaf_index")
        first, last = ends.first(), ends.last()
        if first is None or last is None:
            return None
        number = first.leaf_index + secrets.randbelow(last.leaf_index - first.leaf_index + 1) + 1
    leaf = leaves.filter(leaf_index__gte=number - 1).order_by("leaf_index").first()
    found = auditing.inclusion(leaf.entry_id) if leaf else None
    return Sample(_words(found.entry), found, draw(found)) if found else None
