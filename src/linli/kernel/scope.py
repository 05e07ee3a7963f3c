"""Row-level security's switch: role and region array of the current transaction (design §6)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from linli.kernel.actor import Actor

SCOPED = "linli_scoped"
WIDE = "linli_wide"


@dataclass(frozen=True)
class Fence:
    """What the database is told: the role, the regions, and for a post at a grid its grids and who holds it."""

    role: str
    region_ids: tuple[UUID, ...] = ()
    grids: tuple[UUID, ...] = ()
    holder: UUID | None = None

    def values(self) -> list[str]:
        """As settings, in the order of the statements below."""
        holder = str(self.holder) if self.grids and self.holder else ""
        return [self.role, _array(self.region_ids), _array(self.grids) if self.grids else "", holder]


_current: ContextVar[Fence | None] = ContextVar("linli_scope", default=None)
_SET = "set_config('role', %s, true), set_config('linli.scope', %s, true), set_config('linli.grids', %s, true), set_config('linli.holder', %s, true)"
# One statement: what stood before, and the new fence.
_PUT_UP = f"""
WITH before AS MATERIALIZED (
    SELECT current_user::text AS role, coalesce(current_setting('linli.scope', true), '') AS scope,
           coalesce(current_setting('linli.grids', true), '') AS grids, coalesce(current_setting('linli.holder', true), '') AS holder
)
SELECT role, scope, grids, holder, {_SET} FROM before
"""  # noqa: S608  # put together from constants
_PUT_BACK = f"SELECT {_SET}"  # as above


def _array(region_ids: Iterable[UUID]) -> str:
    return "{" + ",".join(str(region_id) for region_id in region_ids) + "}"


@contextmanager
def _put_up(fence: Fence, *, to_the_end: bool = False) -> Iterator[None]:
    if not connection.in_atomic_block:
        message = "a scope needs a transaction: SET LOCAL has no effect outside one"
        raise RuntimeError(message)
    with connection.cursor() as cursor:
        cursor.execute(_PUT_UP, fence.values())
        before = cursor.fetchone()[:4]
    token = _current.set(fence)
    try:
        yield
    finally:
        _current.reset(token)
        # All are local to the transaction: its end takes them down by itself, the end of a savepoint does not.
        if not to_the_end or connection.savepoint_ids:
            _restore(before)


def _restore(before: tuple[str, str, str, str]) -> None:
    if connection.connection is None or connection.connection.closed:
        return
    if connection.connection.info.transaction_status.name != "INTRANS":
        return  # aborted or ended: the rollback that follows restores all
    with connection.cursor() as cursor:
        cursor.cursor.execute(_PUT_BACK, list(before))


@contextmanager
def use_scope(actor: Actor, *, to_the_end: bool = False) -> Iterator[None]:
    """Put up the second fence for this actor inside the running transaction; take it down afterwards.

    City-wide grants take `linli_wide`; everybody else `linli_scoped` with the array of region ids, and for a post at a grid the
    grids. Unset regions mean no rows; unset grids mean that nothing narrows them.
    `to_the_end`: nothing but the end of the transaction follows the block.
    """
    fence = Fence(WIDE) if actor.wide else Fence(SCOPED, actor.scope, actor.grids, actor.user_id)
    with _put_up(fence, to_the_end=to_the_end):
        yield


@contextmanager
def acting_in(*region_ids: UUID) -> Iterator[None]:
    """Widen the current scope by named regions, for one operation with a reason of its own.

    A resident files a request into the community where the lamp stands; a desk hands a matter to the right community.
    """
    current = _current.get()
    if current is None or current.role == WIDE or set(region_ids) <= set(current.region_ids):
        yield
        return
    with _put_up(replace(current, region_ids=tuple(sorted({*current.region_ids, *region_ids})))):
        yield


@contextmanager
def beyond_grids() -> Iterator[None]:
    """Look past one's own grid, never past the scope, for one step with a reason of its own.

    Who moves in from the next grid leaves a home there.
    """
    current = _current.get()
    if current is None or not current.grids:
        yield
        return
    with _put_up(replace(current, grids=(), holder=None)):
        yield
