"""The one shape of a write (design §5): one transaction, a permission, an audit line, its events."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from linli.kernel import clock, log, outbox, permissions
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, NotPermitted, NotVisible
from linli.kernel.fields import level_of
from linli.kernel.models import LogEntry, OperationRecord

CHANGED = "（已改，内容不记）"


class NothingRecorded(Exception):
    """A bug: an operation ended without an audit line. The commit is refused."""


@dataclass
class Operation:
    """What the body of an operation talks to."""

    actor: Actor
    name: str
    op_id: UUID | None = None
    done_before: UUID | None = None
    _recorded: bool = False
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
        **changes: Any,
    ) -> None:
        """Write the audit line. `changes` are name=[before, after]; personal fields are noted as changed only."""
        levels = {f.name: level_of(f) for f in thing._meta.get_fields()}
        kept = {name: CHANGED if levels.get(name, 2) >= 3 else value for name, value in changes.items()}  # L3
        where = region_id or getattr(thing, "region_id", None)
        log.append(
            LogEntry.Book.AUDIT,
            self.actor,
            operation=self.name,
            object_type=thing._meta.label_lower,
            object_id=thing.pk if isinstance(thing.pk, UUID) else None,
            region_id=where,
            subject_id=subject_id,
            facts={"changes": kept, "note": note} if note else {"changes": kept},
        )
        self._recorded = True
        if self._object_id is None and isinstance(thing.pk, UUID):
            self._object_id = thing.pk

    def announce(self, event: object) -> None:
        """Put an event into the outbox, in this transaction."""
        outbox.put(event, self.actor)

    def unchanged(self) -> None:
        """Say that nothing needed changing, so that no audit line is due."""
        self._recorded = True

    def finish(self) -> None:
        """Refuse the commit when nothing was recorded; remember the op_id's result."""
        if not self._recorded and self.done_before is None:
            message = f"{self.name} recorded nothing"
            raise NothingRecorded(message)
        if self.op_id and self.done_before is None:
            OperationRecord.objects.filter(op_id=self.op_id).update(object_id=self._object_id)


def _may(actor: Actor, permission: str, region_id: UUID | None) -> bool:
    if region_id is None:
        return any(grant.wide and permission in grant.permissions for grant in actor.grants)
    return actor.may(permission, region_id)


def _claim(op: Operation, op_id: UUID) -> None:
    """Claim the op_id; a second claimer waits for the first to commit and then learns its result."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_operationrecord (op_id, operation, actor_id, at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [op_id, op.name, op.actor.user_id, clock.now()],
        )
        if cursor.rowcount:
            return
    earlier = OperationRecord.objects.get(op_id=op_id)
    if (earlier.operation, earlier.actor_id) != (op.name, op.actor.user_id):
        message = "这个操作编号已经用在别的事上了，请刷新页面再提交。"
        raise Conflict(message, code="op_id_reused")
    op.done_before = earlier.object_id


@contextmanager
def operation(actor: Actor, name: str, op_id: UUID | None = None) -> Iterator[Operation]:
    """Open one write. Everything inside commits together or not at all (a savepoint within a larger transaction).

    With `op_id`, `op.done_before` holds the id of the object the same op_id made earlier; return it and do nothing.
    Raises NothingRecorded when the body forgot its audit line; Conflict when the op_id belongs to something else.
    """
    permissions.get(name)
    with transaction.atomic():
        op = Operation(actor, name, op_id)
        if op_id:
            _claim(op, op_id)
        yield op
        op.finish()


def as_json(value: Any) -> Any:
    """A value as it goes into a log payload: ids, dates and decimals as text."""
    return json.loads(json.dumps(value, default=str, ensure_ascii=False))
