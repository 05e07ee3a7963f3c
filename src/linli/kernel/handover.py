"""交接: what is in somebody's hands when a post ends. Contexts bring their own kind; accounts lists it and has it moved.

Registered from a context's `apps.ready`, so that nobody imports upwards and no context imports a peer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from linli.kernel.actor import Actor


@dataclass(frozen=True)
class Item:
    """One thing in somebody's hands. `role` is the post it was given to, empty when any; `link` empty where the asker may not look."""

    id: UUID
    holder_id: UUID
    title: str
    link: str
    since: date
    region_id: UUID
    role: str = ""
    kind: str = ""

    @property
    def key(self) -> str:
        """What a form carries."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Successor:
    """Who takes it over, in which post."""

    user_id: UUID
    name: str
    unit: str
    role: str


@dataclass(frozen=True)
class Source:
    """A kind of open item: what of it lies in these hands inside the actor's area, and the operation that moves one."""

    kind: str
    items: Callable[[Actor, Iterable[UUID]], list[Item]]
    move: Callable[[Actor, Item, Successor], None]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Bring a kind of open item, called by its Chinese name (诉求, 台账导入 …)."""
    _sources[source.kind] = source


def open_items(actor: Actor, user_ids: Iterable[UUID]) -> list[Item]:
    """Everything in these hands inside the actor's area, by kind, the oldest first."""
    wanted = list(user_ids)
    found = [replace(item, kind=kind) for kind, source in _sources.items() for item in source.items(actor, wanted)] if wanted else []
    return sorted(found, key=lambda item: (item.kind, item.since))


def move(actor: Actor, item: Item, to: Successor) -> None:
    """Put one thing into other hands, by the operation of the context it belongs to. Raises what that operation refuses."""
    _sources[item.kind].move(actor, item, to)
