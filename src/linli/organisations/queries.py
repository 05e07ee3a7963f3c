"""Reads of 组织 for its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.models import in_scope
from linli.organisations.models import Organisation, PropertyContract
from linli.places import contract as places
from linli.regions import contract as regions

PAGE = 50
OWNERS = "owners_committee"


@dataclass(frozen=True)
class Units:
    """A page of units by name; `more` is the id to go on after, None at the end."""

    rows: list[Organisation]
    more: UUID | None


@dataclass(frozen=True)
class Contract:
    """A compound the company keeps, from when to when."""

    compound: str
    compound_id: UUID
    title: str
    starts_on: date
    ends_on: date | None


def _around(region_ids: Sequence[UUID]) -> list[UUID]:
    """The area with the regions above it: a community works with its township's and district's units."""
    above = regions.ancestors(region_ids[0]) if region_ids else ()
    return [*region_ids, *above]


def units_in(region_ids: Sequence[UUID], *, kind: str = "", text: str = "", closed: bool = False, after: UUID | None = None) -> Units:
    """Units of an area, open ones unless asked otherwise."""
    rows = Organisation.objects.filter(in_scope("region_id", _around(region_ids))).select_related("region")
    rows = rows if closed else rows.filter(closed_on=None)
    rows = rows.filter(kind=kind) if kind else rows
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(short_name__icontains=text) | Q(unified_code__istartswith=text))
    if after and (last := rows.filter(pk=after).values_list("name", flat=True).first()):
        rows = rows.filter(Q(name__gt=last) | Q(name=last, pk__gt=after))
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    return Units(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def unit_card(actor: Actor, unit_id: UUID) -> Organisation:
    """A unit of the area or above it. Raises NotVisible."""
    row = Organisation.objects.filter(pk=unit_id).select_related("region").first()
    if row is None:
        raise NotVisible
    near = actor.wide or actor.sees(row.region_id) or (actor.region_id and row.region_id in regions.ancestors(actor.region_id))
    if not near:
        raise NotVisible
    return row


def contracts_of(actor: Actor, unit_id: UUID) -> list[Contract]:
    """Property contracts of a company within the actor's area, the running ones first."""
    rows = PropertyContract.objects.visible_to(actor).filter(organisation_id=unit_id).select_related("compound")
    return [
        Contract(row.compound.name, row.compound_id, row.title, row.starts_on, row.ends_on) for row in rows.order_by("-starts_on")[:PAGE]
    ]


@dataclass(frozen=True)
class OwnCompound:
    """A compound's static facts, with who keeps it and what the contract says; nothing about who lives there."""

    compound: places.CompoundInfo
    buildings: tuple[tuple[places.BuildingInfo, int], ...]
    houses: int
    contract: PropertyContract | None


def standing_contracts(on: date | None = None) -> dict[object, PropertyContract]:
    """Compound → the contract that runs on a day (today when None), within the scope of the transaction."""
    day = on or clock.today()
    rows = PropertyContract.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day).select_related("organisation")
    return {row.compound_id: row for row in rows.order_by("starts_on")}


def own_compounds(actor: Actor) -> list[OwnCompound]:
    """The compounds that are the acting unit's: of an owners' committee the one it is named after, of a company those it keeps."""
    contracts = standing_contracts()
    found = []
    for compound in places.compounds_of(actor.scope):
        contract = contracts.get(compound.id)
        keeps = contract is not None and actor.unit in {contract.organisation.name, contract.organisation.short_name}
        if named_after(actor.unit, compound) if actor.role == OWNERS else keeps:
            buildings = tuple(places.buildings_of(compound.id))
            found.append(OwnCompound(compound, buildings, sum(houses for _, houses in buildings), contract))
    return found


def named_after(unit: str, compound: places.CompoundInfo) -> bool:
    """Whether a unit carries the compound's name: 金竹苑业主委员会 is that of 金竹苑, never of 金竹苑二期."""
    return unit in {f"{name}{word}" for name in (compound.name, *compound.aliases) for word in ("业主委员会", "业委会", "物业管理委员会")}
