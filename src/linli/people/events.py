"""What happened to people, in ids only."""

from uuid import UUID

from linli.kernel.outbox import event


@event
class PersonRegistered:
    """A community keeps a new person. `previous_id` is the person's row in the community they left."""

    aggregate_id: UUID
    region_id: UUID
    previous_id: UUID | None


@event
class PersonMovedIn:
    """A person has a new link to a house."""

    aggregate_id: UUID
    region_id: UUID
    house_id: UUID


@event
class PersonMovedOut:
    """A person's stay ended; `left_community` when the community keeps them only as history."""

    aggregate_id: UUID
    region_id: UUID
    left_community: bool


@event
class PeopleMerged:
    """Two rows were one person: what belonged to `merged_id` is the aggregate's now."""

    aggregate_id: UUID
    region_id: UUID
    merged_id: UUID


@event
class PeopleParted:
    """A merge was taken back."""

    aggregate_id: UUID
    region_id: UUID
    merged_id: UUID
