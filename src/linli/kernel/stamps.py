"""Stamps: how a process learns that what it keeps in memory has changed in the database.

A context declares, once, a tiny query whose answer differs after every change of what it keeps (`declare`). `Kept` holds
values under the stamps they were made at: another answer, and they are gone. All stamps are read by one statement a
request; outside a request, and after each write of the process's own, they are read anew. Only public things are
kept (divisions, holidays, rule profiles, switches), never anything about a person and nothing that a scope limits.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from django.db import connection

K = TypeVar("K")
V = TypeVar("V")
Version = tuple[str, ...]

declared: dict[str, str] = {}
_read: ContextVar[dict[str, str | None] | None] = ContextVar("linli_stamps", default=None)


def declare(name: str, query: str) -> str:
    """Declare a stamp: a query of one text, fit to stand in parentheses. NULL means "not kept at all"."""
    declared[name] = query
    return name


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, stamps are read once: what a request saw first, it goes by to its end, save after its own writes."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def forget() -> None:
    """This process has just written something that may be stamped: the next look reads the stamps anew."""
    known = _read.get()
    if known is not None:
        known.clear()


def look(names: tuple[str, ...]) -> Version | None:
    """The present stamps, or None when one of them is NULL."""
    known = _read.get()
    found: dict[str, str | None] = {} if known is None else known
    missing = [name for name in names if name not in found]
    if missing:
        found.update(_ask(missing if known is None else list(declared)))
    version = tuple(found[name] for name in names)
    return None if None in version else version  # type: ignore[return-value]


def _ask(names: Sequence[str]) -> dict[str, str | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({declared[name]})" for name in names))
        return dict(zip(names, cursor.fetchone(), strict=True))


class Kept(Generic[K, V]):
    """Values of this process under their stamps. `most` bounds them: when full, it starts again; so it does after `seconds`."""

    def __init__(self, *stamps: str, most: int = 2000, seconds: float = math.inf) -> None:
        self._stamps, self._most, self._seconds = stamps, most, seconds
        self._held: tuple[Version | None, float, dict[K, V]] = (None, 0.0, {})

    def now(self) -> dict[K, V]:
        """What is kept under the present stamps, to be read and added to; an empty one each time where nothing is stamped."""
        version = look(self._stamps)
        if version is None:
            return {}
        held_version, until, held = self._held
        if held_version != version or len(held) >= self._most or time.monotonic() > until:
            held = {}
            # One assignment: a thread that still goes by the older stamp adds to the older dictionary, never to this one.
            self._held = (version, time.monotonic() + self._seconds, held)
        return held

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made now when it is not kept."""
        held = self.now()
        if key not in held:
            held[key] = make()
        return held[key]
