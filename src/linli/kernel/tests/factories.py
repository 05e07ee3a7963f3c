"""Actors for tests, and sealing that waits its turn."""

import time
from uuid import UUID

import pytest

from linli.kernel import sealing
from linli.kernel.actor import Actor, Grant
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry, LogLeaf


def actor_with(*permissions: str, regions: tuple[UUID, ...] = (), wide: bool = False, role: str = "community_worker") -> Actor:
    """A member of staff with one post that carries the permissions at the regions."""
    home = regions[0] if regions else new_id()
    grant = Grant(new_id(), role, "社区工作者", home, frozenset(regions), wide, frozenset(permissions))
    return Actor(user_id=new_id(), name="测试员", unit="演示社区", door="desk", grants=(grant,))


def seal_all() -> None:
    """Seal until nothing waits: a transaction that is just ending may hold the horizon back for a moment."""
    for _ in range(100):
        sealing.seal_now()
        if LogLeaf.objects.count() == LogEntry.objects.count():
            return
        time.sleep(0.1)
    pytest.fail("something keeps a transaction of this database open")
