"""Row-level security's switch: role and region array of the current transaction (design §6)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection

from linli.kernel.actor import Actor

SCOPED = "linli_scoped"
WIDE = "linli_wide"
_current: ContextVar[tuple[str, tuple[UUID, ...]] | None] = ContextVar("linli_scope", default=None)
# One statement: what stood before, and the new fence.
_PUT_UP = """
WITH before AS MATERIALIZED (SELECT current_user::text AS role, coalesce(current_setting('linli.scope', true), '') AS scope)
SELECT role, scope, set_config('role', %s, true), set_config('linli.scope', %s, true) FROM before
"""
_PUT_BACK = "SELECT set_config('role', %s, true), set_config('linli.scope', %s, true)"


def _array(region_ids: Iterable[UUID]) -> str:
    return "{" + ",".join(str(region_id) for region_id in region_ids) + "}"


@contextmanager
def _fence(role: str, region_ids: tuple[UUID, ...], *, to_the_end: bool = False) -> Iterator[None]:
    if not connection.in_atomic_block:
        message = "a scope needs a transaction: SET LOCAL has no effect outside one"
        raise RuntimeError(message)
    with connection.cursor() as cursor:
        cursor.execute(_PUT_UP, [role, _array(region_ids)])
        before = cursor.fetchone()[:2]
    token = _current.set((role, region_ids))
    try:
        yield
    finally:
        _current.reset(token)
        # Both are local to the transaction: its end takes them down by itself, the end of a savepoint does not.
        if not to_the_end or connection.savepoint_ids:
            _restore(before)


def _restore(before: tuple[str, str]) -> None:
    if connection.connection is None or connection.connection.closed:
        return
    if connection.connection.info.transaction_status.name != "INTRANS":
        return  # aborted or ended: the rollback that follows restores both
    with connection.cursor() as cursor:
        cursor.cursor.execute(_PUT_BACK, list(before))


@contextmanager
def use_scope(actor: Actor, *, to_the_end: bool = False) -> Iterator[None]:
    """Put up the second fence for this actor inside the running transaction; take it down afterwards.

    City-wide grants take `linli_wide`; everybody else `linli_scoped` with the array of region ids. Unset means no rows.
    `to_the_end`: nothing but the end of the transaction follows the block.
    """
    role = WIDE if actor.wide else SCOPED
    with _fence(role, () if actor.wide else actor.scope, to_the_end=to_the_end):
        yield


@contextmanager
def acting_in(*region_ids: UUID) -> Iterator[None]:
    """Widen the current scope by named regions, for one operation with a reason of its own.

    A resident files a request into the community where the lamp stands; a desk hands a matter to the right community.
    """
    current = _current.get()
    if current is None or current[0] == WIDE or set(region_ids) <= set(current[1]):
        yield
        return
    with _fence(current[0], tuple(sorted({*current[1], *region_ids}))):
        yield
