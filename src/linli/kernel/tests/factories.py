"""Actors for kernel tests."""

from uuid import UUID

from linli.kernel.actor import Actor, Grant
from linli.kernel.ids import new_id


def actor_with(*permissions: str, regions: tuple[UUID, ...] = (), wide: bool = False, role: str = "community_worker") -> Actor:
    """A member of staff with one post that carries the permissions at the regions."""
    home = regions[0] if regions else new_id()
    grant = Grant(new_id(), role, "社区工作者", home, frozenset(regions), wide, frozenset(permissions))
    return Actor(user_id=new_id(), name="测试员", unit="演示社区", door="desk", grants=(grant,))
