"""Links that wait for a decision after a house was split."""

from dataclasses import dataclass
from uuid import UUID

from linli.kernel.actor import Actor
from linli.people import rules
from linli.people.models import Residence, regions_with
from linli.people.queries.shared import PersonBrief, brief
from linli.places import contract as places

MOST = 100


@dataclass(frozen=True)
class Waiting:
    """A link whose house is no more, and where it may go on."""

    id: UUID
    person: PersonBrief
    kind: str
    was: str
    parts: list[tuple[UUID, str]]


def waiting(actor: Actor) -> list[Waiting]:
    """The oldest hundred within the actor's scope."""
    rows = Residence.objects.visible_to(actor).standing().filter(ends_on=None, region_id__in=regions_with(actor, "people.settle_link"))
    rows = rows.filter(house__withdrawn_at__isnull=False).exclude(house__followed_by=[]).select_related("person").order_by("pk")
    links = list(rows[:MOST])
    parts = places.followers({link.house_id for link in links})
    houses = places.houses_by_id({link.house_id for link in links} | {part for ids in parts.values() for part in ids})
    return [
        Waiting(
            link.pk,
            brief(link.person),
            rules.LINKS[link.kind],
            houses[link.house_id].full_label,
            [(part, houses[part].label) for part in parts[link.house_id] if part in houses],
        )
        for link in links
    ]
