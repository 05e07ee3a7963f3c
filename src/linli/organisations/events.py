"""What happened to units."""

from uuid import UUID

from linli.kernel.outbox import event


@event
class OrganisationRegistered:
    """A unit is on the list."""

    aggregate_id: UUID
    region_id: UUID


@event
class PropertyContractSigned:
    """A company keeps a compound from now on."""

    aggregate_id: UUID
    region_id: UUID
    compound_id: UUID
    organisation_id: UUID
