"""What other contexts may ask of 组织."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, When

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.organisations import operations, rules
from linli.organisations.models import Organisation, PropertyContract
from linli.organisations.operations import NewContract, NewOrganisation
from linli.regions import contract as regions

KINDS = rules.KINDS

__all__ = [
    "KINDS",
    "NewContract",
    "NewOrganisation",
    "Property",
    "Unit",
    "add_organisation",
    "property_of",
    "sign_contract",
    "unit",
    "units",
    "units_for",
]


@dataclass(frozen=True)
class Unit:
    """A unit by its public office data."""

    id: UUID
    region_id: UUID
    kind: str
    kind_label: str
    name: str
    short_name: str
    phone: str
    address: str
    hours: str
    demo: bool

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


@dataclass(frozen=True)
class Property:
    """Who keeps a compound and what the contract says, clause by clause (empty: the contract is silent)."""

    unit: Unit
    title: str
    starts_on: date
    public_lighting: str
    shared_parts: str
    cleaning: str
    security: str


def _unit(row: Organisation) -> Unit:
    return Unit(
        row.pk, row.region_id, row.kind, rules.KINDS[row.kind], row.name, row.short_name, row.phone, row.address, row.hours, row.demo
    )


def unit(organisation_id: UUID) -> Unit | None:
    """One unit."""
    return units([organisation_id]).get(organisation_id)


def units(organisation_ids: Iterable[UUID]) -> dict[UUID, Unit]:
    """Several units, in one query."""
    return {row.pk: _unit(row) for row in Organisation.objects.filter(pk__in=list(organisation_ids))}


def units_for(region_id: UUID, kinds: Iterable[str] = rules.HANDLING) -> list[Unit]:
    """Units a matter of this region can be handed to: its own and those of the regions above, nearest first, by kind."""
    line = [region_id, *regions.ancestors(region_id)]
    nearness = Case(*(When(region_id=one, then=place) for place, one in enumerate(line)), output_field=IntegerField())
    wanted = list(kinds)
    rows = Organisation.objects.filter(region_id__in=line, kind__in=wanted, closed_on=None).annotate(nearness=nearness)
    return [_unit(row) for row in sorted(rows, key=lambda row: (row.nearness, wanted.index(row.kind), row.name))]


def property_of(compound_id: UUID, on: date | None = None) -> Property | None:
    """The company that keeps the compound on a day (today when None), within the scope of the transaction."""
    day = on or clock.today()
    rows = PropertyContract.objects.filter(compound_id=compound_id, starts_on__lte=day).select_related("organisation")
    row = rows.order_by("-starts_on").first()
    if row is None or (row.ends_on is not None and row.ends_on < day):
        return None
    return Property(_unit(row.organisation), row.title, row.starts_on, row.public_lighting, row.shared_parts, row.cleaning, row.security)


def add_organisation(actor: Actor, new: NewOrganisation, *, op_id: UUID | None = None) -> UUID:
    """Register a unit; its id. Raises NotVisible, NotPermitted, Invalid, Conflict."""
    return operations.register(actor, new, op_id=op_id).pk


def sign_contract(actor: Actor, new: NewContract, *, op_id: UUID | None = None) -> UUID:
    """Enter a property contract; its id. Raises NotVisible, NotPermitted, Invalid."""
    return operations.sign_contract(actor, new, op_id=op_id).pk
