"""Comparing the whole index with its sources, community by community; each piece commits, so a broken run goes on where it likes."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from linli.affairs import operations
from linli.affairs.sources import SOURCES
from linli.kernel.actor import Actor
from linli.kernel.jobs import step
from linli.regions import contract as regions


@dataclass
class Found:
    """Sums of one type."""

    looked: int = 0
    missing: int = 0
    different: int = 0
    surplus: int = 0

    @property
    def apart(self) -> int:
        """How many rows were not what the source says."""
        return self.missing + self.different + self.surplus


def whole_city(actor: Actor) -> tuple[UUID, ...]:
    """All regions of today."""
    with step(actor):
        return tuple(one for city in regions.children(None) for one in regions.subtree_ids(city.id))


def compare_all(actor: Actor, region_ids: tuple[UUID, ...], *, repair: bool) -> dict[str, Found]:
    """Compare all types over the regions, a transaction a piece."""
    found = {kind: Found() for kind in SOURCES}
    for kind, sums in found.items():
        for piece in _pieces(actor, kind, region_ids, repair=repair):
            sums.looked += piece.looked
            sums.missing += piece.missing
            sums.different += piece.different
            sums.surplus += piece.surplus
    return found


def _pieces(actor: Actor, kind: str, region_ids: tuple[UUID, ...], *, repair: bool) -> Iterator[operations.Piece]:
    after: UUID | None = None
    while True:
        with step(actor):
            piece = operations.compare(actor, kind, region_ids, after, repair=repair)
        yield piece
        if piece.last is None:
            return
        after = piece.last
