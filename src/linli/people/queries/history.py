"""Who had to do with a house on a day of the past, by what the ledger says today."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linli.kernel import clock
from linli.people import rules
from linli.people.models import Residence
from linli.people.queries.shared import PersonBrief, brief


@dataclass(frozen=True)
class OnDay:
    """Somebody linked to the house on the day. `since_known` is false when a start is not registered: it may not have been so yet."""

    person: PersonBrief
    kinds: list[str]
    stayed: bool
    since_known: bool
    source: str


def linked_on(house_id: UUID, day: date, known: date | None = None) -> list[OnDay]:
    """Links in force on the day, those who stayed there first; the day a link ends is no longer part of it.

    As known now, or as known at the end of the day `known` (Shanghai).
    """
    rows = Residence.objects.as_known(clock.end_of(known)) if known else Residence.objects.standing()
    links = rows.on(day).filter(house_id=house_id).select_related("person").order_by("starts_on", "pk")
    grouped: dict[UUID, list[Residence]] = defaultdict(list)
    for link in links:
        grouped[link.person_id].append(link)
    lines = [
        OnDay(
            person=brief(rows[0].person),
            kinds=[rules.LINKS[row.kind] for row in rows],
            stayed=any(row.kind in rules.STAYS for row in rows),
            since_known=all(row.starts_on for row in rows),
            source=rows[0].source,
        )
        for rows in grouped.values()
    ]
    return sorted(lines, key=lambda line: not line.stayed)
