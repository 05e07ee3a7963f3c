"""Appending to the three logs. The tree over them is built by `kernel.merkle`."""

import json
import os
from typing import Any
from uuid import UUID

from django.db import connection

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.digest import canonical, hmac_sm3
from linli.kernel.inserts import insert
from linli.kernel.models import LogEntry


def who(actor: Actor) -> dict[str, Any]:
    """The actor as a log line keeps it."""
    return {
        "name": actor.name,
        "unit": actor.unit,
        "role": actor.role,
        "door": actor.door,
        "ip": actor.ip,
        "on_behalf_of": str(actor.on_behalf_of) if actor.on_behalf_of else None,
    }


def line(  # noqa: PLR0913  # the facts of one line
    book: str,
    actor: Actor,
    *,
    operation: str,
    object_type: str,
    object_id: UUID | None,
    region_id: UUID | None,
    subject_id: UUID | None = None,
    facts: dict[str, Any],
) -> LogEntry:
    """One line, made now and not yet written."""
    payload = json.loads(canonical({"actor": who(actor)} | facts))
    salt = os.urandom(16)
    return LogEntry(
        book=book,
        at=clock.now(),
        region_id=region_id,
        actor_id=actor.user_id,
        operation=operation,
        object_type=object_type,
        object_id=object_id,
        subject_id=subject_id,
        correlation_id=actor.correlation_id,
        payload=payload,
        salt=salt,
        commitment=hmac_sm3(salt, canonical(payload)),
    )


def append(book: str, actor: Actor, **facts: Any) -> LogEntry:
    """Write one `line` in the running transaction."""
    entry = line(book, actor, **facts)
    insert(entry)
    return entry


SHRED = "SELECT kernel_shred(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


def shred(entry: LogEntry) -> None:
    """Write a line of lawful shredding and empty what it names: one call of the database, neither happens without the other."""
    values = [
        entry.id, entry.at, entry.region_id, entry.actor_id, entry.object_type, entry.object_id, entry.subject_id, entry.correlation_id,
        json.dumps(entry.payload, ensure_ascii=False), entry.salt, entry.commitment,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SHRED, values)
