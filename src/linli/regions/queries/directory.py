"""All names of divisions with everything they were ever called and placed under: what an address is read with.

People write 渝北区 long after the district is gone, so former names and former parents stay in the directory.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from linli.kernel import stamps
from linli.regions import rules
from linli.regions.models import Region, RegionName, RegionPlacement
from linli.regions.queries.tree import TREE


@dataclass(frozen=True)
class DirectoryEntry:
    """One division: its names, the present one first, and its parents of all times, the present one first."""

    id: UUID
    level: str
    names: tuple[str, ...]
    parent_ids: tuple[UUID, ...]
    gone: bool


_ADDRESSED = (rules.DISTRICT, rules.TOWNSHIP, rules.COMMUNITY, rules.GROUP)
_kept: stamps.Kept[None, tuple[DirectoryEntry, ...]] = stamps.Kept(TREE)


def directory() -> tuple[DirectoryEntry, ...]:
    """Districts, townships, communities and groups, past and present. Cached under the stamp of the tree."""
    return _kept.get(None, _read)


def _read() -> tuple[DirectoryEntry, ...]:
    former: dict[UUID, list[str]] = defaultdict(list)
    for region_id, name in RegionName.objects.order_by("-valid_from").values_list("region_id", "name"):
        former[region_id].append(name)
    parents: dict[UUID, list[UUID]] = defaultdict(list)
    placed = RegionPlacement.objects.exclude(hierarchy=rules.GRIDS).order_by("-valid_from")
    for child_id, parent_id in placed.values_list("child_id", "parent_id"):
        parents[child_id].append(parent_id)
    rows = Region.objects.filter(level__in=_ADDRESSED).values_list("pk", "level", "name", "valid_to")
    return tuple(
        DirectoryEntry(pk, level, (name, *former[pk]), tuple(parents[pk]), gone=valid_to is not None) for pk, level, name, valid_to in rows
    )
