"""Reads of 组织 for its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.models import in_scope
from linli.organisations.models import Organisation, PropertyContract
from linli.regions import contract as regions

PAGE = 50


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
