"""Identifiers made by the application (design §6)."""

import uuid

from uuid6 import uuid7


def new_id() -> uuid.UUID:
    """A UUIDv7: sorts by time, so it tells its time."""
    return uuid.UUID(int=uuid7().int)


def random_id() -> uuid.UUID:
    """A random UUID for rows that must not be linkable by time (tips, ballots, query codes)."""
    return uuid.uuid4()


def is_random(identity: uuid.UUID) -> bool:
    """Whether an id tells no time."""
    return identity.version == 4
