"""What happened to imports, in ids only."""

from uuid import UUID

from linli.kernel.outbox import event


@event
class FileLoaded:
    """All good rows of an uploaded file are in the registry. `kind` is the importer's key."""

    aggregate_id: UUID
    region_id: UUID
    kind: str
