"""Who acts in the seed, and in which transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from linli.kernel import permissions
from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope

NAME = "演示数据"


def key(name: str) -> UUID:
    """The op_id of one thing the seed does: the same each time, so that a broken seed can be run again."""
    return uuid5(NAMESPACE_URL, f"urn:linli:demo:{name}")


def platform() -> Actor:
    """The platform with every permission: only the seed of a demo installation has it."""
    return Actor.system(NAME, frozenset(p.name for p in permissions.everything()), wide=True, door="command")


@contextmanager
def doing(actor: Actor) -> Iterator[Actor]:
    """One transaction under the actor's own scope, as a request has it."""
    with transaction.atomic(), use_scope(actor):
        yield actor
