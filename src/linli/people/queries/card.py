"""The person–house card (人房卡): who has to do with a house, what is known of one person, who looked, and when who was here."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import LogEntry
from linli.people import rules
from linli.people.models import HouseholdMember, Person, PersonPhone, Residence
from linli.people.operations.reading import MORE
from linli.people.queries.shared import PersonBrief, brief

SHOWN_DAYS = 90
NIGHT_FROM, NIGHT_TO = 22, 6
MOST_BARS, ROW = 12, 26


@dataclass
class Related:
    """Somebody who has or had to do with the house."""

    person: PersonBrief
    kinds: list[str]
    since: date | None
    until: date | None
    note: str
    source: str
    relation: str = ""
    past: bool = False


@dataclass(frozen=True)
class Bar:
    """One bar of 什么时候谁在这里; `x` and `width` in per cent of the picture, `y` in pixels."""

    label: str
    words: str
    x: str
    width: str
    y: int
    look: str


@dataclass(frozen=True)
class Bars:
    """The picture: bars and the years under it (position, text)."""

    rows: list[Bar]
    years: list[tuple[str, str]]
    height: int
    years_at: int


@dataclass(frozen=True)
class Fact:
    """One line of the person's card: masked value with its source and date."""

    key: str
    label: str
    value: str
    mask: str
    source: str
    phone_id: UUID | None = None


@dataclass(frozen=True)
class ReadLine:
    """One read of the person's data."""

    who: str
    unit: str
    fields: str
    purpose: str
    note: str
    at: Any
    doubtful: str
    id: UUID | None = None


@dataclass
class ReadDay:
    """Reads of one heading: 今天, 昨天, or a month."""

    title: str
    lines: list[ReadLine] = field(default_factory=list)


def related(house_id: UUID) -> list[Related]:
    """Who is linked to the house: those of today first, the head of the household on top, then those of the past."""
    links = Residence.objects.standing().filter(house_id=house_id).select_related("person").order_by("starts_on", "pk")
    grouped: dict[tuple[UUID, bool], list[Residence]] = defaultdict(list)
    for link in links:
        grouped[link.person_id, link.ends_on is not None].append(link)
    members = HouseholdMember.objects.standing().filter(person_id__in={key[0] for key in grouped}, ends_on=None)
    relations = {member.person_id: member.relation for member in members}
    lines = [_related(rows, relations.get(person_id, ""), past=past) for (person_id, past), rows in grouped.items()]
    return sorted(lines, key=lambda line: (line.past, line.relation != rules.RELATIONS[rules.HEAD], line.since or date.max))


def _related(rows: list[Residence], relation: str, *, past: bool) -> Related:
    starts = [row.starts_on for row in rows if row.starts_on]
    return Related(
        person=brief(rows[0].person),
        kinds=[rules.LINKS[row.kind] for row in rows],
        since=min(starts, default=None),
        until=max((row.ends_on for row in rows if row.ends_on), default=None),
        note=next((row.note for row in rows if row.note), ""),
        source=rows[0].source,
        relation=rules.RELATIONS.get(relation, ""),
        past=past,
    )


def bars(house_id: UUID) -> Bars | None:
    """When who was linked to the house; None when no start is known."""
    links = list(
        Residence.objects.standing().filter(house_id=house_id, starts_on__isnull=False).select_related("person").order_by("starts_on")
    )
    if not links:
        return None
    first, today = min(link.starts_on for link in links if link.starts_on), clock.today()
    days = max((today - first).days, 365)
    rows = [_bar(link, first, today, days, place) for place, link in enumerate(links[:MOST_BARS])]
    years = {str(day.year): _place(day, first, days) for day in (first + timedelta(days=days * part // 4) for part in (3, 2, 1, 0))}
    height = ROW * len(rows)
    return Bars(rows, [*((_percent(at), text) for text, at in years.items()), ("100%", "今天")], height, height + 18)


def _bar(link: Residence, first: date, today: date, days: int, place: int) -> Bar:
    start, end = link.starts_on or first, link.ends_on or today
    left, right = _place(start, first, days), _place(min(end, today), first, days)
    look = "bar-past" if link.ends_on else "bar-owner" if link.kind == rules.OWNER else "bar-stay"
    words = f"{start.year} 年起，{f'{end.year} 年止' if link.ends_on else '到今天'}"
    label = f"{brief(link.person).masked_name} {rules.LINKS[link.kind]}"
    return Bar(label, words, _percent(left), _percent(max(right - left, 8)), ROW * place + 6, look)


def _percent(thousandths: int) -> str:
    return f"{thousandths / 10:.1f}%"


def _place(day: date, first: date, days: int) -> int:
    return 1000 * (day - first).days // days


def person(actor: Actor, person_id: UUID) -> Person | None:
    """The person, when the actor may see people there."""
    return Person.objects.visible_to(actor).standing().filter(pk=person_id).first()


def facts(one: Person) -> list[Fact]:
    """Lines of the card, masked; each with where it comes from and when."""
    line = brief(one)
    lines = [Fact("name", "姓名", line.masked_name, "name", _source(one, "name"))]
    if one.id_type == rules.NO_PAPER:
        lines.append(Fact("paper", "证件号", f"没有证件，临时编号 {one.temp_number}", "", _source(one, "name")))
    else:
        lines.append(Fact("id", "证件号", one.id_masked, "id", _source(one, "id_number")))
    for phone in PersonPhone.objects.filter(person=one, ended_on=None).order_by("-since", "pk"):
        said = f"{phone.source} {phone.since:%Y-%m}" if phone.since else phone.source
        label = "电话" if phone.label in {"", "本人"} else f"电话（{phone.label}）"
        lines.append(Fact("phone", label, phone.masked, "phone", said, phone.pk))
    known = [field for field in MORE if getattr(one, field)]
    if known:
        lines.append(Fact("more", "其他资料", f"登记了 {len(known)} 项", "more", _source(one, known[0])))
    lines.append(Fact("residence", "居住", _living(one), "", _source(one, "residence")))
    households = _households(one.pk)
    if households:
        lines.append(Fact("household", "户", households, "", _source(one, "name")))
    return lines


def _source(one: Person, key: str) -> str:
    source, day, *_ = one.sources.get(key, ("", ""))
    return f"{source} {day[:7]}" if source else ""


def _living(one: Person) -> str:
    label = rules.RESIDENCE_CLASSES[one.residence_class]
    houses = Residence.objects.standing().filter(person=one, ends_on=None, kind__in=rules.STAYS).values("house_id")
    together = Residence.objects.standing().filter(house_id__in=houses, ends_on=None, kind__in=rules.STAYS)
    others = together.exclude(person=one).values("person_id").distinct().count()
    if not houses:
        return label
    return f"{label}，{'一个人住' if others == 0 else f'和 {others} 人同住'}"


def _households(person_id: UUID) -> str:
    members = HouseholdMember.objects.standing().filter(person_id=person_id, ends_on=None).select_related("household")
    return "；".join(
        f"{member.household.get_kind_display()}{'，户号登记了' if member.household.number else ''}，{rules.RELATIONS[member.relation]}"
        for member in members
    )


def reads(person_id: UUID) -> tuple[list[ReadDay], int]:
    """Who looked at the person in the last 90 days, newest first, under 今天, 昨天 or the month; and how often."""
    since = clock.now() - timedelta(days=SHOWN_DAYS)
    rows = LogEntry.objects.filter(book=LogEntry.Book.READ, subject_id=person_id, at__gte=since).order_by("-at")[:100]
    days: list[ReadDay] = []
    for row in rows:
        title = _heading(clock.local(row.at).date())
        if not days or days[-1].title != title:
            days.append(ReadDay(title))
        days[-1].lines.append(_read(row))
    return days, sum(len(day.lines) for day in days)


def _heading(day: date) -> str:
    ago = (clock.today() - day).days
    return {0: "今天", 1: "昨天"}.get(ago, f"{day.month} 月")


def _read(row: LogEntry) -> ReadLine:
    payload = row.payload or {}
    who = payload.get("actor", {})
    hour = clock.local(row.at).hour
    night = hour >= NIGHT_FROM or hour < NIGHT_TO
    at = clock.local(row.at)
    return ReadLine(
        who=who.get("name", ""),
        unit=who.get("unit", ""),
        fields="、".join(payload.get("fields", [])),
        purpose=payload.get("purpose", ""),
        note=payload.get("note", ""),
        at=row.at,
        doubtful=f"{at:%H:%M} 看的，不是上班时间" if night else "",
        id=row.pk,
    )
