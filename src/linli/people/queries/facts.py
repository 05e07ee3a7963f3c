"""Reads of what is known of a person: what may be disputed, the queue of disputes, and the class that follows from the links."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.people import rules
from linli.people.models import Dispute, Person, Residence, regions_with
from linli.people.operations.facts import said_of
from linli.people.queries.shared import PersonBrief, brief
from linli.people.rules import lists

PAGE = 40
profiles.declare_rule("residence_months", "住满多少个月算常住", 6, "个月", "S", "居住证暂行条例：半年以上")


@dataclass(frozen=True)
class DisputeLine:
    """A dispute as the queue shows it; the value itself is not."""

    id: UUID
    person: PersonBrief
    label: str
    authority: str
    basis: str
    state: str
    state_label: str
    opened_at: datetime
    opened_by: str
    answer: str
    region_id: UUID


def disputable(person: Person) -> list[tuple[str, str]]:
    """Fields in which a department's word stands: (name, words)."""
    found = [(field, lists.locked_by(name, said_of(person, name))) for name, field in lists.FIELDS.items()]
    return [(field.name, f"{field.label}（{department}给的）") for field, department in found if department]


def disputes(actor: Actor, *, open_only: bool, after: UUID | None = None) -> tuple[list[DisputeLine], UUID | None]:
    """The queue, the oldest first; the second value leads to the next page."""
    regions = {*regions_with(actor, "people.dispute"), *regions_with(actor, "people.answer_dispute")}
    rows = Dispute.objects.visible_to(actor).filter(region_id__in=regions).select_related("person")
    if open_only:
        rows = rows.filter(state=Dispute.State.OPEN)
    if after:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("pk")[: PAGE + 1])
    return [_line(row) for row in found[:PAGE]], found[PAGE - 1].pk if len(found) > PAGE else None


def _line(row: Dispute) -> DisputeLine:
    label = lists.FIELDS[row.field].label
    return DisputeLine(
        row.pk,
        brief(row.person),
        label,
        row.authority,
        row.basis,
        row.state,
        row.get_state_display(),
        row.opened_at,
        row.opened_by,
        row.answer,
        row.region_id,
    )


def suggested_class(person: Person) -> str:
    """The residence class that follows from the links, in words; empty when it follows from nothing or is what stands."""
    links = list(Residence.objects.standing().filter(person=person, ends_on=None))
    stays = [link for link in links if link.kind in rules.STAYS]
    code = lists.residence_class(
        hukou=any(link.kind == rules.HUKOU for link in links),
        lives=bool(stays),
        house=any(link.kind == rules.OWNER for link in links),
        since=min((link.starts_on for link in stays if link.starts_on), default=None),
        day=clock.today(),
        months=int(profiles.value("residence_months")),
        foreign=person.id_type in {"414", "553"},
    )
    return rules.RESIDENCE_CLASSES[code] if code and code != person.residence_class else ""
