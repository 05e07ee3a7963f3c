"""Events: announced in the transaction that caused them, delivered to reactions once in effect."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id, random_id
from linli.kernel.models import OutboxEvent

_E = TypeVar("_E")
Reaction = Callable[[Any, Actor], None]


@dataclasses.dataclass(frozen=True)
class Subscription:
    """A reaction and the permissions its system actor needs."""

    reaction: Reaction
    permissions: frozenset[str]
    wide: bool = False

    @property
    def name(self) -> str:
        return f"{self.reaction.__module__}.{self.reaction.__name__}"


_events: dict[str, type[Any]] = {}
_reactions: dict[str, list[Subscription]] = defaultdict(list)


@dataclass_transform(frozen_default=True)
def event(cls: type[_E]) -> type[_E]:
    """Make a past-tense event: a frozen dataclass of ids with `aggregate_id` and `region_id` among its fields."""
    made = dataclasses.dataclass(frozen=True)(cls)
    _events[_name(made)] = made
    return made


def _name(cls: type[Any]) -> str:
    return f"{cls.__module__.split('.')[1]}.{cls.__name__}"


def reacts_to(
    cls: type[_E], *, needs: tuple[str, ...], wide: bool = False
) -> Callable[[Callable[[_E, Actor], None]], Callable[[_E, Actor], None]]:
    """Subscribe a function that makes one operation call; `needs` names the permissions of that call.

    Its actor sees the region of the event; with `wide`, the whole city.
    """

    def subscribe(reaction: Callable[[_E, Actor], None]) -> Callable[[_E, Actor], None]:
        _reactions[_name(cls)].append(Subscription(reaction, frozenset(needs), wide))
        return reaction

    return subscribe


def row_of(happened: Any, actor: Actor, *, unlinked: bool = False) -> OutboxEvent:
    """The row of an event, not yet written. Raises TypeError for what is not an event.

    `unlinked` ones have a random id and the hour only, and the relay deletes them once they had their effect.
    """
    name = _name(type(happened))
    if name not in _events:
        message = f"{name} is not an event"
        raise TypeError(message)
    payload = to_jsonable_python({f.name: getattr(happened, f.name) for f in dataclasses.fields(happened)})
    return OutboxEvent(
        id=random_id() if unlinked else new_id(),
        name=name,
        payload=payload,
        aggregate_id=happened.aggregate_id,
        region_id=happened.region_id,
        correlation_id=actor.correlation_id,
        at=clock.this_hour() if unlinked else clock.now(),
    )


def load(row: OutboxEvent) -> Any:
    """The event a row holds. Raises KeyError for a name nobody declares any more."""
    return TypeAdapter(_events[row.name]).validate_python(row.payload)


def reactions_to(name: str) -> tuple[Subscription, ...]:
    """The subscriptions of an event name, in order of declaration."""
    return tuple(_reactions[name])


def declared_events() -> dict[str, type[Any]]:
    """All events by name, for the generated documentation."""
    return dict(_events)
