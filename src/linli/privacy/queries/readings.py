"""Who looked at whose data: for the person, for staff on a card, for the auditor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from linli.kernel.actor import Actor
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope

SHREDDED = "内容已依法遮去"


@dataclass(frozen=True)
class Reading:
    """One reading in words."""

    id: UUID
    at: datetime
    reader: str
    unit: str
    role: str
    fields: tuple[str, ...]
    purpose: str
    note: str
    subject_id: UUID | None
    region_id: UUID | None

    @property
    def what(self) -> str:
        return "、".join(self.fields) or SHREDDED


def _reading(row: LogEntry) -> Reading:
    payload: dict[str, Any] = row.payload if isinstance(row.payload, dict) else {}
    actor = payload.get("actor", {})
    return Reading(
        row.id,
        row.at,
        actor.get("name", ""),
        actor.get("unit", ""),
        actor.get("role", ""),
        tuple(payload.get("fields", ())),
        payload.get("purpose", SHREDDED),
        payload.get("note", ""),
        row.subject_id,
        row.region_id,
    )


def in_words(rows: Iterable[LogEntry]) -> list[Reading]:
    """Log lines of the book of readings in words."""
    return [_reading(row) for row in rows]


def reads() -> QuerySet[LogEntry]:
    """The book of readings, newest first."""
    return LogEntry.objects.filter(book=LogEntry.Book.READ).order_by("-at", "-id")


def of_subject(subject_id: UUID, limit: int = 50, before: datetime | None = None) -> list[Reading]:
    """Readings of one person's data, wherever they were made, newest first.

    The caller is the person, or has the person's card open; only this person's lines are looked up.
    """
    whole_city = Actor.system("privacy.reads_of", frozenset(), wide=True)
    with use_scope(whole_city):
        rows = reads().filter(subject_id=subject_id)
        if before:
            rows = rows.filter(at__lt=before)
        return in_words(rows[:limit])
