"""Appending to the three logs. The tree over them is built by `kernel.merkle`."""

import json
import os
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import NOT_PROVIDED

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.digest import canonical, hmac_sm3
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


def _insert(entry: LogEntry) -> None:
    """Insert without RETURNING: who may append need not be allowed to read the line (a sign-in has no scope yet)."""
    fields = [f for f in LogEntry._meta.concrete_fields if f.db_default is NOT_PROVIDED]
    columns = ", ".join(f.column for f in fields)
    values = [f.get_db_prep_save(getattr(entry, f.attname), connection) for f in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO kernel_logentry ({columns}) VALUES ({', '.join(['%s'] * len(fields))})", values)  # noqa: S608  # names of our own columns


def append(  # noqa: PLR0913  # the facts of one line
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
    """Write one line in the running transaction."""
    payload = json.loads(canonical({"actor": who(actor)} | facts))
    salt = os.urandom(16)
    entry = LogEntry(
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
    _insert(entry)
    return entry
