"""What stands on the map of a region and in the list below it: the same open matters, counted once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

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
    """Matters of the regions, or of one grid of them, that the map shows. Never a restricted one."""
    found = requests.open_on_map(actor, region_ids, MOST_ROWS, grid_id)
    return Signs(found.rows, {"open": found.total - found.late, "late": found.late}, found.total)
