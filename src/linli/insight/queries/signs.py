"""What stands on the map of a region and in the list below it: the same open matters, counted once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.insight.queries.areas import Areas
from linli.kernel.actor import Actor
from linli.requests import contract as requests

MOST_ROWS = 60


@dataclass(frozen=True)
class Signs:
    """Open matters with a place, most pressing first; `counts` by layer code count all of them, not only those listed."""

    rows: tuple[requests.MapRow, ...]
    counts: dict[str, int]
    total: int


def signs(actor: Actor, region_ids: Sequence[UUID], grid_id: UUID | None = None) -> Signs:
    """Matters of the regions, or of one grid, that the map shows. Never a restricted one."""
    found = requests.open_on_map(actor, region_ids, MOST_ROWS, grid_id=grid_id)
    return Signs(found.rows, _counts(found.total, found.late), found.total)


def counted(found: Areas) -> Signs:
    """Counts alone, for a post that sees no single matter."""
    return Signs((), _counts(found.open, found.late), found.open)


def _counts(total: int, late: int) -> dict[str, int]:
    return {"open": total - late, "late": late}
