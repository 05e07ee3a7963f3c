"""可能重复, side by side: both rows masked, and what was decided about pairs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from linli.kernel import clock, masks, profiles
from linli.kernel.actor import Actor
from linli.people import rules
from linli.people.models import HouseholdMember, Person, PersonPhone, Residence
from linli.people.models.merging import PersonMerge
from linli.people.queries.checks import twins
from linli.places import contract as places


@dataclass(frozen=True)
class Side:
    """One of two rows that may be one person: masked facts, label by label."""

    id: UUID
    masked_name: str
    facts: dict[str, str]
    has_paper: bool


@dataclass(frozen=True)
class Twin:
    """A pair: both sides, and which facts agree."""

    one: Side
    other: Side
    same: frozenset[str]

    @property
    def rows(self) -> list[tuple[str, str, str, bool]]:
        """Label, both values, whether they agree."""
        return [(label, self.one.facts[label], self.other.facts[label], label in self.same) for label in self.one.facts]


@dataclass(frozen=True)
class Decided:
    """A decision about a pair; `undoable` while the rule lets it be taken back."""

    id: UUID
    kept_id: UUID
    masked_name: str
    state: str
    state_label: str
    at: Any
    by_name: str
    undoable: bool


def pairs(actor: Actor, region_id: UUID, most: int = 100) -> list[Twin]:
    """Pairs that may be one person, in a region where the actor may see people."""
    if not actor.may("people.view", region_id):
        return []
    found = twins(region_id)[:most]
    sides = _sides({pk for pair in found for pk in pair})
    return [_twin(sides[one], sides[other]) for one, other in found if one in sides and other in sides]


def compare(actor: Actor, one_id: UUID, other_id: UUID) -> tuple[Twin, UUID] | None:
    """Two people side by side with their community; None when one of them is not to be seen."""
    rows = Person.objects.visible_to(actor).standing().filter(pk__in=[one_id, other_id]).values_list("pk", "region_id")
    regions = dict(rows)
    if len(regions) < 2 or len(set(regions.values())) > 1:
        return None
    sides = _sides([one_id, other_id])
    return _twin(sides[one_id], sides[other_id]), regions[one_id]


def _twin(one: Side, other: Side) -> Twin:
    return Twin(one, other, frozenset(label for label, value in one.facts.items() if value and value == other.facts[label]))


def _sides(ids: Iterable[UUID]) -> dict[UUID, Side]:
    people = list(Person.objects.filter(pk__in=list(ids)))
    keys = [one.pk for one in people]
    phones, homes, households = _phones(keys), _homes(keys), _households(keys)
    return {one.pk: _side(one, phones.get(one.pk, ""), homes.get(one.pk, ""), households.get(one.pk, "")) for one in people}


def _side(one: Person, phones: str, homes: str, households: str) -> Side:
    paper = one.id_type != rules.NO_PAPER
    facts = {
        "姓名": masks.mask_name(one.name),
        "性别": rules.SEXES[one.sex],
        "出生年份": str(one.birth.year) if one.birth else "",
        "证件": one.id_masked if paper else f"没有，{one.temp_number}",
        "电话": phones,
        "住处": homes,
        "户": households,
        "居住类别": rules.RESIDENCE_CLASSES[one.residence_class],
        "核实": one.verified_on.isoformat() if one.verified_on else "",
    }
    return Side(one.pk, facts["姓名"], facts, paper)


def _phones(keys: list[UUID]) -> dict[UUID, str]:
    found: dict[UUID, list[str]] = {}
    for person_id, masked in PersonPhone.objects.filter(person_id__in=keys, ended_on=None).values_list("person_id", "masked"):
        found.setdefault(person_id, []).append(masked)
    return {pk: "、".join(sorted(numbers)) for pk, numbers in found.items()}


def _homes(keys: list[UUID]) -> dict[UUID, str]:
    links = list(Residence.objects.standing().filter(person_id__in=keys, ends_on=None).order_by("-main", "kind"))
    houses = places.houses_by_id({link.house_id for link in links})
    found: dict[UUID, list[str]] = {}
    for link in links:
        if link.house_id in houses:
            found.setdefault(link.person_id, []).append(f"{houses[link.house_id].full_label}（{rules.LINKS[link.kind]}）")
    return {pk: "、".join(dict.fromkeys(labels)) for pk, labels in found.items()}


def _households(keys: list[UUID]) -> dict[UUID, str]:
    found: dict[UUID, list[str]] = {}
    for member in HouseholdMember.objects.standing().filter(person_id__in=keys, ends_on=None).select_related("household"):
        found.setdefault(member.person_id, []).append(f"{member.household.get_kind_display()}，{rules.RELATIONS[member.relation]}")
    return {pk: "、".join(labels) for pk, labels in found.items()}


def merges(actor: Actor, region_id: UUID, most: int = 50) -> list[Decided]:
    """What was decided about pairs, newest first."""
    days = int(profiles.rules(("merge_undo_days",))["merge_undo_days"].value)
    since = clock.now() - timedelta(days=days)
    rows = PersonMerge.objects.visible_to(actor).filter(region_id=region_id).select_related("kept").order_by("-at")[:most]
    return [
        Decided(
            row.pk, row.kept_id, masks.mask_name(row.kept.name), row.state, row.get_state_display(), row.at, row.by_name,
            row.state == PersonMerge.State.MERGED and row.at >= since,
        )
        for row in rows
    ]  # fmt: skip
