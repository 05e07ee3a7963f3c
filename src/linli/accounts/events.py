"""What happened with users, posts and switches."""

from uuid import UUID

from linli.kernel.outbox import event


@event
class PostGiven:
    aggregate_id: UUID
    region_id: UUID
    grant_id: UUID


@event
class PostRevoked:
    aggregate_id: UUID
    region_id: UUID
    grant_id: UUID


@event
class ResidentBound:
    """A resident's account now stands for a person of the registry."""

    aggregate_id: UUID
    region_id: UUID
    person_id: UUID


@event
class ModuleSwitched:
    aggregate_id: UUID
    region_id: UUID
