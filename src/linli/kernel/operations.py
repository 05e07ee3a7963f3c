"""The one shape of a write (design §5): one transaction, a permission, an audit line, its events."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db import OperationalError, connection, models, transaction
from psycopg.errors import DeadlockDetected

from linli.kernel import clock, crypto, log, outbox, permissions, stamps
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, NotPermitted, NotVisible
from linli.kernel.fields import level_of
from linli.kernel.inserts import insert
from linli.kernel.models import LogEntry, OperationRecord
from linli.kernel.shreds import EMPTIED

CHANGED = "（已改，内容不记）"
_REMEMBER = "UPDATE kernel_operationrecord SET object_id = %s WHERE op_id = %s"
_open: ContextVar["Operation | None"] = ContextVar("linli_operation", default=None)


class NothingRecorded(Exception):
    """A bug: an operation ended without an audit line. The commit is refused."""


@dataclass
class Operation:
    """What the body of an operation talks to."""

    actor: Actor
    name: str
    op_id: UUID | None = None
    done_before: UUID | None = None
    unlinked: bool = False
    _recorded: bool = False
    _due: list[models.Model] = field(default_factory=list, repr=False)
    _object_id: UUID | None = field(default=None, repr=False)

    def require(self, region_id: UUID | None, permission: str = "") -> None:
        """May this actor do this here? `None` is the whole city. Raises NotVisible outside the scope, NotPermitted inside it."""
        wanted = permission or self.name
        declared = permissions.get(wanted)
        if declared.public or _may(self.actor, wanted, region_id):
            return
        if region_id and not self.actor.sees(region_id):
            raise NotVisible
        post = self.actor.role_label or "您"
        message = f"{post}不能“{declared.label}”。您能看，不能改。"
        raise NotPermitted(message, permission=wanted)

    def record(  # the facts of one audit line
        self,
        thing: models.Model,
        *,
        region_id: UUID | None = None,
        subject_id: UUID | None = None,
        note: str = "",
        emptied: Sequence[UUID] | None = None,
        **changes: Any,
    ) -> None:
        """The audit line, written when the operation ends. `changes` are name=[before, after]; of personal fields only that they changed.

        `emptied` are the log lines about the subject whose content goes with this one, at once: lawful shredding, nothing else.
        """
        kept = {name: CHANGED if _level(thing, name) >= 3 else value for name, value in changes.items()}  # L3
        facts: dict[str, Any] = {"changes": kept} | ({"note": note} if note else {})
        if emptied is not None:
            facts[EMPTIED] = sorted(map(str, emptied))
        where = region_id or getattr(thing, "region_id", None)
        line = log.line(
            LogEntry.Book.AUDIT,
            self.actor,
            operation=self.name,
            object_type=thing._meta.label_lower,
            object_id=thing.pk if isinstance(thing.pk, UUID) and not self.unlinked else None,
            region_id=None if self.unlinked else where,
            subject_id=subject_id,
            facts=facts,
        )
        if emptied is None:
            self._due.append(line)
        else:
            self.write()
            log.shred(line)
        self._recorded = True
        if self._object_id is None and isinstance(thing.pk, UUID):
            self._object_id = thing.pk

    def announce(self, event: object) -> None:
        """Put an event into the outbox when the operation ends, in this transaction."""
        self._due.append(outbox.row_of(event, self.actor, unlinked=self.unlinked))

    def unchanged(self) -> None:
        """Say that nothing needed changing, so that no audit line is due."""
        self._recorded = True

    def write(self) -> None:
        """Write what is due now: an operation inside this one comes after it in the log and the outbox."""
        insert(*self._due)
        self._due.clear()

    def finish(self) -> None:
        """Refuse the commit when nothing was recorded; write audit lines, events and the op_id's result in one round trip."""
        if not self._recorded and self.done_before is None:
            message = f"{self.name} recorded nothing"
            raise NothingRecorded(message)
        remember = (_REMEMBER, [self._object_id, self.op_id])
        insert(*self._due, also=[remember] if self.op_id and self.done_before is None else ())


def _level(thing: models.Model, name: str) -> int:
    try:
        return level_of(thing._meta.get_field(name))
    except FieldDoesNotExist:
        return 2


def _may(actor: Actor, permission: str, region_id: UUID | None) -> bool:
    if region_id is None:
        return any(grant.wide and permission in grant.permissions for grant in actor.grants)
    return actor.may(permission, region_id)


def reused() -> Conflict:
    """What is said when an op_id comes back with something else behind it."""
    message = "这一页已经交过另一件事，这一件还没有交。请看一看，再点一次。"
    return Conflict(message, code="op_id_reused")


def _claim(op: Operation, op_id: UUID, content: object) -> None:
    """Claim the op_id; a second claimer waits for the first to commit and then learns its result."""
    digest = crypto.blind_index("operation", json.dumps(content, default=str, sort_keys=True)) if content is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_operationrecord (op_id, operation, actor_id, digest, at) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [op_id, op.name, op.actor.user_id, digest, clock.this_hour() if op.unlinked else clock.now()],
        )
        if cursor.rowcount:
            return
    earlier = OperationRecord.objects.get(op_id=op_id)
    if (earlier.operation, earlier.actor_id, earlier.digest) != (op.name, op.actor.user_id, digest):
        raise reused()
    op.done_before = earlier.object_id


@contextmanager
def _no_deadlock() -> Iterator[None]:
    """Two at once took the same rows in another order: whoever loses is told so, and may press again."""
    try:
        yield
    except OperationalError as failure:
        if not isinstance(failure.__cause__, DeadlockDetected):
            raise
        message = "同一时刻有人也在改这件，您的没有存。请再点一次。"
        raise Conflict(message, code="same_moment") from failure


@contextmanager
def operation(actor: Actor, name: str, op_id: UUID | None = None, *, content: object = None, unlinked: bool = False) -> Iterator[Operation]:
    """Open one write. Everything inside commits together or not at all (a savepoint within a larger transaction).

    With `op_id`, `op.done_before` holds the id of the object the same op_id made earlier; return it and do nothing.
    `content` is what was sent with it: the same op_id with other content is a Conflict. `unlinked`: no line this operation
    leaves leads to the object, and none beside the log tells more than the hour (design §6).
    Raises NothingRecorded when the body forgot its audit line; Conflict when the op_id belongs to something else, or when it and
    another wait for each other's rows and PostgreSQL ends this one.
    """
    permissions.get(name)
    around = _open.get()
    if around is not None:
        around.write()
    with _no_deadlock(), transaction.atomic():
        op = Operation(actor, name, op_id, unlinked=unlinked)
        token = _open.set(op)
        try:
            if op_id:
                _claim(op, op_id, content)
            yield op
            op.finish()
        finally:
            _open.reset(token)
            stamps.forget()


def as_json(value: Any) -> Any:
    """A value as it goes into a log payload: ids, dates and decimals as text."""
    return json.loads(json.dumps(value, default=str, ensure_ascii=False))
