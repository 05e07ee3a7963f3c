"""What happened on the board."""

from uuid import UUID

from linli.kernel.outbox import event


@event
class BulletinPublished:
    """A notice was posted."""

    aggregate_id: UUID
    region_id: UUID


@event
class BulletinTakenDown:
    """A notice was taken down."""

    aggregate_id: UUID
    region_id: UUID
