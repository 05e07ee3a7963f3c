"""Readings that need a second look, verifications that did not match, and what was done about them (domain/data_security.md §7).

An alarm is reckoned from the log, and so is whether somebody dealt with it: 处理 and 重新打开 are lines of the log about the newest
reading of the alarm. One more reading, and it is open again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import ExtractHour, TruncHour

from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.models import LogEntry
from linli.privacy import profile_seed  # noqa: F401  # declares the numbers asked for below
from linli.privacy.models import Verification

MOST = 50
COUNT_SECONDS = 60
DISTANT_ROLES = ("city_lead", "district_lead", "system_admin", "vendor", "department")
HANDLE, REOPEN, REPORT = "privacy.handle_alarm", "privacy.reopen_alarm", "privacy.report_reading"
KINDS = {
    "unlike": "记录对不上",
    "reported": "有人报的",
    "many": "看得太多",
    "night": "夜里看",
    "afar": "不在本地的岗位看",
    "readers": "同一个人被很多人看",
}


@dataclass(frozen=True)
class Handled:
    """Who dealt with an alarm, when, and what came of it."""

    at: datetime
    who: str
    note: str


@dataclass(frozen=True)
class Alarm:
    """One alarm in words. `entry_id` is the newest reading behind it, or the verification."""

    code: str
    at: datetime
    text: str
    who: str
    entry_id: UUID | None = None
    region_id: UUID | None = None
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    handled: Handled | None = None

    @property
    def kind(self) -> str:
        """Its name."""
        return KINDS[self.code]

    @property
    def of_reading(self) -> bool:
        """Whether a reading can be opened behind it."""
        return self.code != "unlike" and self.entry_id is not None


def _since() -> datetime:
    return clock.now() - timedelta(days=int(profiles.value("alarm_keep_days")))


def _reads(actor: Actor) -> QuerySet[LogEntry]:
    rows = LogEntry.objects.visible_to(actor).filter(book=LogEntry.Book.READ, at__gte=_since())
    return rows.annotate(who=KT("payload__actor__name"), unit=KT("payload__actor__unit"))


def _of(code: str, row: dict[str, Any], text: str) -> Alarm:
    return Alarm(code, row["latest"], text, f"{row['place']} {row['name']}", actor_id=row["actor_id"])


def _many_in_an_hour(actor: Actor) -> Iterator[Alarm]:
    most = int(profiles.value("alarm_reads_per_hour"))
    hours = _reads(actor).annotate(hour=TruncHour("at")).values("actor_id", "hour")
    found = hours.annotate(n=Count("id"), name=Max("who"), place=Max("unit"), latest=Max("at")).filter(n__gte=most)
    for row in found.order_by("-hour")[:MOST]:
        yield _of("many", row, f"一小时里看了 {row['n']} 次个人信息")


def _at_night(actor: Actor) -> Iterator[Alarm]:
    first, last = int(profiles.value("alarm_night_from")), int(profiles.value("alarm_night_to"))
    rows = _reads(actor).annotate(hour=ExtractHour("at")).filter(Q(hour__gte=first) | Q(hour__lt=last))
    nights = rows.values("actor_id", "at__date").annotate(n=Count("id"), name=Max("who"), place=Max("unit"), latest=Max("at"))
    for row in nights.order_by("-latest")[:MOST]:
        yield _of("night", row, f"{first} 点到次日 {last} 点之间看了 {row['n']} 次")


def _from_afar(actor: Actor) -> Iterator[Alarm]:
    rows = _reads(actor).filter(payload__actor__role__in=DISTANT_ROLES).values("actor_id", "at__date")
    for row in rows.annotate(n=Count("id"), name=Max("who"), place=Max("unit"), latest=Max("at")).order_by("-latest")[:MOST]:
        yield _of("afar", row, f"看了 {row['n']} 次本地人的信息")


def _by_many(actor: Actor) -> Iterator[Alarm]:
    most = int(profiles.value("alarm_readers_per_person"))
    rows = _reads(actor).filter(at__gte=clock.now() - timedelta(days=7)).values("subject_id")
    for row in rows.annotate(n=Count("actor_id", distinct=True), latest=Max("at")).filter(n__gte=most).order_by("-latest")[:MOST]:
        text = f"七天里有 {row['n']} 个人看过同一个人的信息"
        yield Alarm("readers", row["latest"], text, "几个人", subject_id=row["subject_id"])


def _reported(actor: Actor) -> Iterator[Alarm]:
    lines = LogEntry.objects.visible_to(actor).filter(book=LogEntry.Book.AUDIT, operation=REPORT, at__gte=_since())
    for line in lines.order_by("-at")[:MOST]:
        payload = line.payload or {}
        who = payload.get("actor", {})
        text = f"{payload.get('note', '')}（{who.get('unit', '')} {who.get('name', '')}报的）"
        reader = str(payload.get("changes", {}).get("reader", ["", ""])[1])
        yield Alarm("reported", line.at, text, reader, line.object_id, line.region_id)


def _not_matching(actor: Actor) -> Iterator[Alarm]:
    for row in Verification.objects.visible_to(actor).filter(untouched=False, made_at__gte=_since()).order_by("-made_at")[:MOST]:
        found = row.result["findings"]
        text = f"{found[0]['text'] if found else '有改动'}，共 {row.result['finding_count']} 处"
        yield Alarm("unlike", row.made_at, text, f"核验人 {row.made_by_name}", row.pk, row.region_id)


def _with_newest(actor: Actor, found: list[Alarm]) -> list[Alarm]:
    """Each alarm with the newest reading behind it: one query."""
    wanted = [alarm.at for alarm in found if alarm.entry_id is None]
    rows = LogEntry.objects.visible_to(actor).filter(book=LogEntry.Book.READ, at__in=wanted).order_by("id") if wanted else []
    by_reader = {(row.at, row.actor_id): row for row in rows}
    by_subject = {(row.at, row.subject_id): row for row in rows}
    placed = []
    for alarm in found:
        row = by_reader.get((alarm.at, alarm.actor_id)) if alarm.subject_id is None else by_subject.get((alarm.at, alarm.subject_id))
        placed.append(replace(alarm, entry_id=row.pk, region_id=row.region_id) if alarm.entry_id is None and row else alarm)
    return placed


def _with_what_was_done(actor: Actor, found: list[Alarm]) -> list[Alarm]:
    """Each alarm with who dealt with it: one query."""
    ids = [alarm.entry_id for alarm in found if alarm.entry_id]
    lines = LogEntry.objects.visible_to(actor).filter(object_id__in=ids, book=LogEntry.Book.AUDIT, operation__in=(HANDLE, REOPEN))
    done: dict[tuple[UUID | None, str], LogEntry] = {}
    for line in lines.order_by("at", "id"):
        code = str((line.payload or {}).get("changes", {}).get("alarm", ["", ""])[1])
        done[line.object_id, code] = line
    return [replace(alarm, handled=_handled(alarm, done.get((alarm.entry_id, alarm.code)))) for alarm in found]


def _handled(alarm: Alarm, line: LogEntry | None) -> Handled | None:
    if line is None or line.operation == REOPEN or (alarm.code == "reported" and line.at < alarm.at):
        return None
    payload = line.payload or {}
    return Handled(line.at, str(payload.get("actor", {}).get("name", "")), str(payload.get("note", "")))


def alarms(actor: Actor) -> list[Alarm]:
    """All alarms of the actor's area, newest first, open or dealt with."""
    sources = (_not_matching, _reported, _many_in_an_hour, _at_night, _from_afar, _by_many)
    found = sorted((alarm for source in sources for alarm in source(actor)), key=lambda alarm: alarm.at, reverse=True)
    return _with_what_was_done(actor, _with_newest(actor, found))


def find(actor: Actor, code: str, entry_id: UUID) -> Alarm | None:
    """One alarm of the area."""
    return next((alarm for alarm in alarms(actor) if (alarm.code, alarm.entry_id) == (code, entry_id)), None)


def _count_key(actor: Actor) -> str:
    return f"alarms:{actor.grants[0].id if actor.grants else ''}"


def open_count(actor: Actor) -> int:
    """How many wait, for the sidebar of every page: reckoned once a minute."""
    kept = cache.get(_count_key(actor))
    if kept is None:
        kept = sum(alarm.handled is None for alarm in alarms(actor))
        cache.set(_count_key(actor), kept, COUNT_SECONDS)
    return int(kept)


def forget_count(actor: Actor) -> None:
    """Somebody just dealt with one."""
    cache.delete(_count_key(actor))
