"""One reading of personal data, what was asked and answered about it, and what waits for an answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.models import LogEntry
from linli.people import contract as people

ASK, ANSWER, REPORT = "privacy.ask_reader", "privacy.answer_reading", "privacy.report_reading"
HANDLE, REOPEN = "privacy.handle_alarm", "privacy.reopen_alarm"
VERBS = {ASK: "问", ANSWER: "答", REPORT: "报安全员", HANDLE: "处理", REOPEN: "重新打开"}
DAYS = 90


@dataclass(frozen=True)
class Said:
    """One line of what was said about a reading."""

    verb: str
    who: str
    unit: str
    text: str
    at: datetime


def seen(actor: Actor, entry_id: UUID) -> LogEntry:
    """A reading that the actor may look at: one's own, one in the audited area, one of a person whose card one sees. Raises NotVisible."""
    entry = LogEntry.objects.visible_to(actor).filter(pk=entry_id, book=LogEntry.Book.READ).first()
    if entry is None or entry.region_id is None:
        raise NotVisible
    if entry.actor_id == actor.user_id or actor.may("privacy.see_reads", entry.region_id):
        return entry
    if entry.subject_id is None or not actor.may("people.view", entry.region_id) or people.person_brief(entry.subject_id) is None:
        raise NotVisible
    return entry


def _lines(entry: LogEntry) -> list[LogEntry]:
    rows = LogEntry.objects.filter(object_id=entry.pk, book=LogEntry.Book.AUDIT, operation__in=VERBS)
    return list(rows.order_by("at", "id"))


def thread(entry: LogEntry) -> list[Said]:
    """What was asked, answered, reported and done about a reading, newest first."""
    found = []
    for line in reversed(_lines(entry)):
        payload = line.payload or {}
        who = payload.get("actor", {})
        found.append(Said(VERBS[line.operation], who.get("name", ""), who.get("unit", ""), payload.get("note", ""), line.at))
    return found


def waits(entry: LogEntry) -> bool:
    """Whether the last question has no answer yet."""
    said = [line.operation for line in _lines(entry) if line.operation in {ASK, ANSWER}]
    return bool(said) and said[-1] == ASK


def reported(entry: LogEntry) -> bool:
    """Whether somebody reported it."""
    return any(line.operation == REPORT for line in _lines(entry))


def waiting_for(actor: Actor) -> list[UUID]:
    """The actor's own readings that somebody asked about and that have no answer yet."""
    if actor.user_id is None:
        return []
    own = LogEntry.objects.filter(actor_id=actor.user_id, book=LogEntry.Book.READ, at__gte=clock.now() - timedelta(days=DAYS))
    lines = LogEntry.objects.filter(object_id__in=own.values("pk"), book=LogEntry.Book.AUDIT, operation__in=(ASK, ANSWER))
    newest: dict[UUID | None, str] = dict(lines.order_by("at", "id").values_list("object_id", "operation"))
    return [entry_id for entry_id, last in newest.items() if entry_id and last == ASK]
