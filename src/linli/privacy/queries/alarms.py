"""Readings that need a second look, and verifications that did not match (domain/data_security.md §7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import ExtractHour, TruncHour

from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.models import LogEntry
from linli.privacy import profile_seed  # noqa: F401  # declares the numbers asked for below
from linli.privacy.models import Verification

MOST = 50
DISTANT_ROLES = ("city_lead", "district_lead", "system_admin", "vendor", "department")


@dataclass(frozen=True)
class Alarm:
    """One alarm in words."""

    at: datetime
    kind: str
    text: str
    who: str
    url_name: str = ""
    target: str = ""


def _reads(actor: Actor) -> QuerySet[LogEntry]:
    since = clock.now() - timedelta(days=int(profiles.value("alarm_keep_days")))
    rows = LogEntry.objects.visible_to(actor).filter(book=LogEntry.Book.READ, at__gte=since)
    return rows.annotate(who=KT("payload__actor__name"), unit=KT("payload__actor__unit"))


def _many_in_an_hour(actor: Actor) -> Iterator[Alarm]:
    most = int(profiles.value("alarm_reads_per_hour"))
    hours = _reads(actor).annotate(hour=TruncHour("at")).values("actor_id", "hour")
    for row in hours.annotate(n=Count("id"), name=Max("who"), place=Max("unit")).filter(n__gte=most).order_by("-hour")[:MOST]:
        yield Alarm(row["hour"], "看得太多", f"一小时里看了 {row['n']} 次个人信息", f"{row['place']} {row['name']}")


def _at_night(actor: Actor) -> Iterator[Alarm]:
    first, last = int(profiles.value("alarm_night_from")), int(profiles.value("alarm_night_to"))
    rows = _reads(actor).annotate(hour=ExtractHour("at")).filter(Q(hour__gte=first) | Q(hour__lt=last))
    nights = rows.values("actor_id", "at__date").annotate(n=Count("id"), name=Max("who"), place=Max("unit"), latest=Max("at"))
    for row in nights.order_by("-latest")[:MOST]:
        yield Alarm(row["latest"], "夜里看", f"{first} 点到次日 {last} 点之间看了 {row['n']} 次", f"{row['place']} {row['name']}")


def _from_afar(actor: Actor) -> Iterator[Alarm]:
    rows = _reads(actor).filter(payload__actor__role__in=DISTANT_ROLES).values("actor_id", "at__date")
    for row in rows.annotate(n=Count("id"), name=Max("who"), place=Max("unit"), latest=Max("at")).order_by("-latest")[:MOST]:
        yield Alarm(row["latest"], "不在本地的岗位看", f"看了 {row['n']} 次本地人的信息", f"{row['place']} {row['name']}")


def _by_many(actor: Actor) -> Iterator[Alarm]:
    most = int(profiles.value("alarm_readers_per_person"))
    rows = _reads(actor).filter(at__gte=clock.now() - timedelta(days=7)).values("subject_id")
    for row in rows.annotate(n=Count("actor_id", distinct=True), latest=Max("at")).filter(n__gte=most).order_by("-latest")[:MOST]:
        yield Alarm(row["latest"], "同一个人被很多人看", f"七天里有 {row['n']} 个人看过同一个人的信息", "几个人")


def _not_matching(actor: Actor) -> Iterator[Alarm]:
    since = clock.now() - timedelta(days=int(profiles.value("alarm_keep_days")))
    for row in Verification.objects.visible_to(actor).filter(untouched=False, made_at__gte=since).order_by("-made_at")[:MOST]:
        found = row.result["findings"]
        text = found[0]["text"] if found else "有改动"
        yield Alarm(
            row.made_at,
            "记录对不上",
            f"{text}，共 {row.result['finding_count']} 处",
            f"核验人 {row.made_by_name}",
            "audit-result",
            str(row.pk),
        )


def alarms(actor: Actor) -> list[Alarm]:
    """All alarms of the actor's area, newest first."""
    sources = (_not_matching, _many_in_an_hour, _at_night, _from_afar, _by_many)
    return sorted((alarm for source in sources for alarm in source(actor)), key=lambda alarm: alarm.at, reverse=True)
