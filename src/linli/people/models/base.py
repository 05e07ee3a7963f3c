"""What the tables of this context have in common."""

from uuid import UUID

from linli.kernel.actor import Actor


def choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    """Labels as Django wants them."""
    return list(labels.items())


def regions_with(actor: Actor, permission: str) -> tuple[UUID, ...]:
    """The regions where the actor holds the permission."""
    covered = (grant.region_ids for grant in actor.grants if permission in grant.permissions)
    return tuple(sorted(frozenset[UUID]().union(*covered)))
