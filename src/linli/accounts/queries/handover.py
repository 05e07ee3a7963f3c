"""Open items of somebody who leaves a post; other contexts bring theirs by registering."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class HandoverItem:
    """One thing still in somebody's hands."""

    title: str
    link: str
    since: date
    kind: str = ""


Source = Callable[[UUID], list[HandoverItem]]
_sources: dict[str, Source] = {}


def register_handover(name: str, source: Source) -> None:
    """Bring a kind of open item, called by its Chinese name (诉求, 走访 …). Called once, from a context's `apps.ready`."""
    _sources[name] = source


def open_items(user_id: UUID) -> list[HandoverItem]:
    """Everything a user still has open, by kind."""
    return [HandoverItem(item.title, item.link, item.since, name) for name, source in _sources.items() for item in source(user_id)]
