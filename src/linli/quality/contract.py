"""What other contexts may ask of 登记质量."""

from uuid import UUID

from linli.kernel.actor import Actor
from linli.quality import operations
from linli.quality.rules import points

__all__ = ["check_community", "points"]


def check_community(actor: Actor, region_id: UUID) -> int:
    """Check a community's ledger today; the score in tenths of a point. Raises NotVisible, NotPermitted."""
    return operations.check_community(actor, region_id).tenths
