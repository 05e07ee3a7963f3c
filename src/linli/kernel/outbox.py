"""Events: announced in the transaction that caused them, delivered to reactions once in effect."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import OutboxEvent

_E = TypeVar("_E")
Reaction = Callable[[Any, Actor], None]


@dataclasses.dataclass(frozen=True)
class _Subscription:
    """A reaction and the permissions its system actor needs."""

    reaction: Reaction
    permissions: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.reaction.__module__}.{self.reaction.__name__}"


_events: dict[str, type[Any]] = {}
_reactions: dict[str, list[_Subscription]] = defaultdict(list)


def event(cls: type[_E]) -> type[_E]:
    """Make a past-tense event: a frozen dataclass of ids with `aggregate_id` and `region_id` among its fields."""
    made = dataclasses.dataclass(frozen=True)(cls)
    _events[_name(made)] = made
    return made


def _name(cls: type[Any]) -> str:
    return f"{cls.__module__.split('.')[1]}.{cls.__name__}"


def reacts_to(cls: type[_E], *, needs: tuple[str, ...]) -> Callable[[Callable[[_E, Actor], None]], Callable[[_E, Actor], None]]:
    """Subscribe a function that makes one operation call; `needs` names the permissions of that call."""

    def subscribe(reaction: Callable[[_E, Actor], None]) -> Callable[[_E, Actor], None]:
        _reactions[_name(cls)].append(_Subscription(reaction, frozenset(needs)))
        return reaction

    return subscribe


def put(happened: Any, actor: Actor) -> None:
    """Store an event in the running transaction. Raises TypeError for what is not an event."""
    name = _name(type(happened))
    if name not in _events:
        message = f"{name} is not an event"
        raise TypeError(message)
    payload = {f.name: _plain(getattr(happened, f.name)) for f in dataclasses.fields(happened)}
    row = OutboxEvent(
        name=name,
        payload=payload,
        aggregate_id=happened.aggregate_id,
        region_id=happened.region_id,
        correlation_id=actor.correlation_id,
        at=clock.now(),
    )
    OutboxEvent.objects.bulk_create([row])


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def load(row: OutboxEvent) -> Any:
    """The event a row holds. Raises KeyError for a name nobody declares any more."""
    cls = _events[row.name]
    hints = {f.name: str(f.type) for f in dataclasses.fields(cls)}
    values = {k: UUID(v) if v and "UUID" in hints[k] else v for k, v in row.payload.items() if k in hints}
    return cls(**values)


def reactions_to(name: str) -> tuple[_Subscription, ...]:
    """The subscriptions of an event name, in order of declaration."""
    return tuple(_reactions[name])


def declared_events() -> dict[str, type[Any]]:
    """All events by name, for the generated documentation."""
    return dict(_events)
