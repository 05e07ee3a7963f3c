"""What happened to projects, in ids only."""

from uuid import UUID

from linli.kernel.outbox import event


@event
class ProjectProposed:
    """A project was proposed."""

    aggregate_id: UUID
    region_id: UUID


@event
class ProjectMoved:
    """A project took a step, forwards or back."""

    aggregate_id: UUID
    region_id: UUID
    state: str


@event
class ProjectCorrected:
    """A project's data were corrected, its place perhaps."""

    aggregate_id: UUID
    region_id: UUID


@event
class ProjectPaid:
    """Money was paid for a project."""

    aggregate_id: UUID
    region_id: UUID
    payment_id: UUID
