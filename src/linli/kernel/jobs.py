"""Work done later: declared with `@job`, enqueued in the caller's transaction, run by `manage.py worker`.

A job gets an Actor of its own: the permissions it declares and the regions it is enqueued for, nothing else. An atomic
job has its effect once even when the worker dies between its commit and the note that it succeeded.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, Generic, ParamSpec, Self, cast
from uuid import UUID, uuid5

from django.db import connection, transaction
from django_tasks.base import Task
from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from linli.kernel import clock, logs
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope

P = ParamSpec("P")
ONCE = UUID("3f0f2c5e-7c1e-5b52-9d5c-6a1d5b0a7e01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task[P, None], Generic[P]):
    """A declared job. Enqueue it with `.enqueue(...)`, optionally `.in_regions(...)`, `.once_as(...)`, `.after(...)` first."""

    title: str
    needs: frozenset[str] = frozenset()
    wide: bool = False
    atomic: bool = True
    retry: int = 5
    every: str = ""
    regions: tuple[UUID, ...] = ()
    correlation_id: UUID | None = None
    lock: str | None = None
    once: str | None = None

    @property
    def name(self) -> str:
        """Name in the queue; never reused for other arguments."""
        return self.title

    def in_regions(self, region_ids: Iterable[UUID], *, correlation_id: UUID | None = None) -> Self:
        """The same job, allowed to see and change these regions."""
        return replace(self, regions=tuple(region_ids), correlation_id=correlation_id or self.correlation_id)

    def once_as(self, key: str) -> Self:
        """The same job, at most once waiting under this key."""
        return replace(self, once=f"{self.title}:{key}")

    def locked_as(self, key: str) -> Self:
        """The same job, one after another with all others of this key."""
        return replace(self, lock=key)

    def after(self, moment: datetime) -> Self:
        """The same job, not before `moment`."""
        return replace(self, run_after=moment)

    def stored(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        """What goes into the queue: arguments by name, regions, correlation id. Raises TypeError for wrong arguments."""
        bound = inspect.signature(self.func).bind(None, *args, **kwargs)
        arguments = dict(list(bound.arguments.items())[1:])
        plain: dict[str, Any] = to_jsonable_python(
            {"arguments": arguments, "regions": self.regions, "correlation": self.correlation_id or new_id()}
        )
        return plain


_jobs: dict[str, "Job[Any]"] = {}
_last_words: dict[str, Callable[..., None]] = {}


def job(  # noqa: PLR0913  # one declaration
    title: str,
    *,
    needs: tuple[str, ...] = (),
    wide: bool = False,
    atomic: bool = True,
    retry: int = 5,
    queue: str = "default",
    priority: int = 0,
    every: str = "",
    lock: str | None = None,
) -> Callable[[Callable[Concatenate[Actor, P], None]], Job[P]]:
    """Declare a job. `needs` are the permissions of its actor; `wide` lets it see the whole city.

    `retry` counts further attempts, each after a longer wait; a `Refused` is not retried. `every` is a cron line on
    Shanghai's clock. `lock` keeps jobs of one kind from running side by side. With `atomic=False` the body opens its
    own transactions with `step(actor)` and must bear being run twice.
    """

    def declare(body: Callable[Concatenate[Actor, P], None]) -> Job[P]:
        if title in _jobs:
            message = f"job {title} is declared twice"
            raise ValueError(message)
        made = Job(
            func=cast("Callable[P, None]", body),
            title=title,
            needs=frozenset(needs),
            wide=wide,
            atomic=atomic,
            retry=retry,
            queue_name=queue,
            priority=priority,
            every=every,
            lock=lock,
        )
        _jobs[title] = made
        return made

    return declare


def when_given_up(failed: Job[P]) -> Callable[[Callable[Concatenate[Actor, P], None]], Callable[Concatenate[Actor, P], None]]:
    """Register what is done, in one transaction, when a job has failed for good: whoever waits for it must be told."""

    def register(body: Callable[Concatenate[Actor, P], None]) -> Callable[Concatenate[Actor, P], None]:
        _last_words[failed.title] = body
        return body

    return register


def declared() -> tuple["Job[Any]", ...]:
    """All jobs, in order of name."""
    return tuple(_jobs[name] for name in sorted(_jobs))


def get(title: str) -> "Job[Any]":
    """A declared job. Raises KeyError."""
    return _jobs[title]


@contextmanager
def step(actor: Actor) -> Iterator[None]:
    """One transaction of a job that opens its own, under the actor's scope."""
    with transaction.atomic(), use_scope(actor):
        yield


def _arguments(body: Callable[..., None], stored: dict[str, Any]) -> dict[str, Any]:
    parameters = inspect.signature(body).parameters
    return {name: TypeAdapter(parameters[name].annotation).validate_python(value) for name, value in stored.items()}


def _first_time(number: int, title: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_operationrecord (op_id, operation, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [uuid5(ONCE, f"{title}#{number}"), f"job:{title}"[:80], clock.now()],
        )
        return bool(cursor.rowcount)


def _actor(found: Job[Any], stored: dict[str, Any]) -> Actor:
    regions = frozenset(UUID(region) for region in stored.get("regions", ()))
    actor = Actor.system(found.title, found.needs, regions, wide=found.wide)
    if stored.get("correlation"):
        actor = replace(actor, correlation_id=UUID(stored["correlation"]))
    logs.correlation.set(actor.correlation_id)
    return actor


def give_up(title: str, stored: dict[str, Any]) -> None:
    """Say the last words of a job that is not tried again; most have none. Raises whatever they raise."""
    body = _last_words.get(title)
    if body is not None:
        actor = _actor(get(title), stored)
        with step(actor):
            body(actor, **_arguments(body, stored.get("arguments", {})))


def perform(title: str, number: int, stored: dict[str, Any]) -> None:
    """Run one queued job in this thread. Raises whatever its body raises."""
    found = get(title)
    actor = _actor(found, stored)
    body: Callable[..., None] = found.func
    arguments = _arguments(body, stored.get("arguments", {}))
    if not found.atomic:
        body(actor, **arguments)
        return
    with transaction.atomic():
        if _first_time(number, title):
            with use_scope(actor):
                body(actor, **arguments)


STATE = """
SELECT count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())),
       count(*) FILTER (WHERE status = 'failed'),
       count(*) FILTER (WHERE status = 'doing' AND NOT EXISTS (
           SELECT 1 FROM procrastinate_events e
            WHERE e.job_id = j.id AND e.type = 'started' AND e.at > now() - interval '30 minutes'))
  FROM procrastinate_jobs j WHERE status IN ('todo', 'failed', 'doing')
"""


def state() -> dict[str, int]:
    """Jobs whose time has come, failed ones, and those that run longer than half an hour, for /healthz."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        waiting, failed, stuck = cursor.fetchone()
    return {"waiting": waiting, "failed": failed, "stuck": stuck}
