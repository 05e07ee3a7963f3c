"""How many people belong to which special group: numbers only, small ones hidden outside the own community."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import NotPermitted, NotVisible
from linli.kernel.models import in_scope
from linli.people import rules
from linli.people.models import Person, PersonTag
from linli.people.operations.tags import kind_index
from linli.people.rules import tags

OWN = frozenset({"community_head", "community_worker"})


@dataclass(frozen=True)
class TagCount:
    """One kind in one community. `number` is None where it is hidden; `shown` is what may be printed."""

    region_id: UUID
    kind: str
    label: str
    number: int | None
    shown: str


def counts(actor: Actor, region_ids: Iterable[UUID]) -> list[TagCount]:
    """People by community and kind, zeros included. Numbers below `small_count` are “<5” outside the own community.

    Raises NotVisible, NotPermitted for a community that is not the actor's to count.
    """
    wanted = list(dict.fromkeys(region_ids))
    for region_id in wanted:
        if not actor.sees(region_id):
            raise NotVisible
        if not actor.may("people.count_tags", region_id):
            raise NotPermitted("您的岗位不看特殊群体人数。", permission="people.count_tags")
    least = int(profiles.value("small_count"))
    found = _tagged(wanted) | _aged(wanted)
    lines = []
    for region_id in wanted:
        own = any(grant.role in OWN and grant.region_id == region_id for grant in actor.grants)
        for kind in tags.KINDS.values():
            if kind.code == "alone":
                continue
            number = found.get((region_id, kind.code), 0)
            shown = tags.shown(number, own=own, least=least)
            lines.append(TagCount(region_id, kind.code, kind.label, number if shown.isdigit() else None, shown))
    return lines


def _tagged(region_ids: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    kinds = {kind_index(code): code for code in tags.STORED}
    rows = PersonTag.objects.in_force().filter(in_scope("region_id", region_ids))
    counted = rows.values_list("region_id", "kind_index").annotate(people=Count("person_id", distinct=True))
    return {(region_id, kinds[index]): people for region_id, index, people in counted if index in kinds}


def _aged(region_ids: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    ages, found = profiles.values(("elder_age", "eldest_age")), dict[tuple[UUID, str], int]()
    people = Person.objects.standing().filter(in_scope("region_id", region_ids), status=rules.ALIVE)
    for kind, years in (("age60", ages["elder_age"]), ("age80", ages["eldest_age"])):
        rows = people.filter(birth__lte=_born(clock.today(), years)).values_list("region_id").annotate(people=Count("pk"))
        found |= {(region_id, kind): number for region_id, number in rows}
    return found


def _born(day: date, years: int) -> date:
    """The last birthday of people who are `years` old on a day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def totals(lines: Iterable[TagCount]) -> dict[str, str]:
    """A kind's sum over communities; none where a part is hidden, or the sum would give it away."""
    parts: dict[str, list[int | None]] = defaultdict(list)
    for line in lines:
        parts[line.kind].append(line.number)
    return {kind: "不合计" if None in numbers else str(sum(number or 0 for number in numbers)) for kind, numbers in parts.items()}


def in_force(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Of these people those who have any stored tag in force, without saying which: for checks of consistency, never for a list."""
    rows = PersonTag.objects.in_force().filter(person_id__in=list(person_ids))
    return frozenset(rows.values_list("person_id", flat=True))
