"""Reads of the tree at a date: info, children, breadcrumb, subtree. No recursion: RegionAncestor holds the closure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from linli.kernel import clock, stamps
from linli.regions import rules
from linli.regions.models import Region, RegionAncestor, RegionCode, RegionPlacement

# Every change of the tree renews it (operations.closure).
TREE = stamps.declare("regions.tree", "SELECT version::text FROM regions_regionstamp WHERE id = 1")
# A parent with more children than this is a fault of data, not a page to draw.
MOST_CHILDREN = 1000


@dataclass(frozen=True)
class RegionInfo:
    """A region as it was on a day. `path` and `path_ids` run from the city down to the region itself."""

    id: UUID
    name: str
    short_name: str
    level: str
    level_label: str
    kind: str
    path: tuple[str, ...]
    path_ids: tuple[UUID, ...]
    codes: tuple[tuple[str, str], ...]
    demo: bool

    @property
    def code(self) -> str:
        """One code: the statistical one, the civil-affairs one where there is no other, empty without any."""
        return self.codes[0][1] if self.codes else ""

    @property
    def code_system(self) -> str:
        """The system `code` belongs to."""
        return self.codes[0][0] if self.codes else ""

    @property
    def nbs(self) -> str:
        """统计用区划代码, empty without one."""
        return dict(self.codes).get(rules.NBS, "")

    @property
    def mca(self) -> str:
        """民政区划代码, empty without one."""
        return dict(self.codes).get(rules.MCA, "")

    @property
    def full_name(self) -> str:
        """The path without the city, as one writes it on a form."""
        return "".join(self.path[1:] or self.path)

    @property
    def parent_name(self) -> str:
        """Where it lies, without the city and without itself."""
        return "".join(self.path[1:-1])

    @property
    def code_label(self) -> str:
        """Chinese name of the code's system."""
        return rules.SYSTEMS.get(self.code_system, "")


def on_day(day: date, prefix: str = "") -> Q:
    """Rows whose span covers the day; `prefix` leads to a related table."""
    until = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & until


# One statement for whole lists: through the ORM the same took four times as long, and every page asks it.
_INFOS = """
SELECT one.id, one.level, one.kind, one.demo,
       array_agg(up.ancestor_id ORDER BY up.depth DESC),
       array_agg(coalesce(former.name, higher.name) ORDER BY up.depth DESC),
       ARRAY(SELECT ARRAY[code.system, code.code] FROM regions_regioncode AS code
             WHERE code.region_id = one.id AND code.valid_from <= %(day)s AND (code.valid_to IS NULL OR code.valid_to > %(day)s)
             ORDER BY code.system DESC)
FROM regions_regionancestor AS up
JOIN regions_region AS one ON one.id = up.region_id
JOIN regions_region AS higher ON higher.id = up.ancestor_id
LEFT JOIN regions_regionname AS former
       ON former.region_id = up.ancestor_id AND former.valid_from <= %(day)s AND former.valid_to > %(day)s
WHERE up.region_id {which} AND up.valid_from <= %(day)s AND (up.valid_to IS NULL OR up.valid_to > %(day)s)
GROUP BY one.id
"""
_SOME = _INFOS.format(which="= ANY(%(ids)s)")
_LINE = _INFOS.format(
    which="""IN (
    SELECT ancestor_id FROM regions_regionancestor
    WHERE region_id = %(region)s AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
)"""
)
_BELOW = """
SELECT place.child_id, place.hierarchy FROM regions_regionplacement AS place
JOIN regions_region AS child ON child.id = place.child_id
WHERE place.parent_id = %(region)s AND place.valid_from <= %(day)s AND (place.valid_to IS NULL OR place.valid_to > %(day)s)
ORDER BY child.demo, place.position LIMIT %(most)s
"""


def _rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def infos(region_ids: Iterable[UUID], on: date | None = None) -> list[RegionInfo]:
    """The regions as of a day (today when None), in the order asked; those that did not exist then are left out."""
    wanted, day = dict.fromkeys(region_ids), on or clock.today()
    if not wanted:
        return []
    kept = _infos.now()
    missing = [pk for pk in wanted if (pk, day) not in kept]
    if missing:
        kept.update(((row[0], day), _info(row)) for row in _rows(_SOME, {"ids": missing, "day": day}))
    return [kept[pk, day] for pk in wanted if (pk, day) in kept]


def _info(row: tuple[Any, ...]) -> RegionInfo:
    pk, level, kind, demo, path_ids, path, codes = row
    return RegionInfo(
        id=pk,
        name=path[-1],
        short_name=rules.short_name(path[-1]),
        level=level,
        level_label=rules.LEVELS[level],
        kind=rules.KINDS[kind],
        path=tuple(path),
        path_ids=tuple(path_ids),
        codes=tuple((system, code) for system, code in codes),
        demo=demo,
    )


def info(region_id: UUID, on: date | None = None) -> RegionInfo | None:
    """One region as of a day, or None when it did not exist then."""
    return next(iter(infos([region_id], on)), None)


def breadcrumb(region_id: UUID, on: date | None = None) -> list[RegionInfo]:
    """The region and everything above it, from the city down; empty when it did not exist that day."""
    day, kept = on or clock.today(), _infos.now()
    known = kept.get((region_id, day))
    if known is not None:
        return infos(known.path_ids, day)
    line = sorted(map(_info, _rows(_LINE, {"region": region_id, "day": day})), key=lambda one: len(one.path_ids))
    kept.update(((one.id, day), one) for one in line)
    return line


def ancestors(region_id: UUID, on: date | None = None) -> tuple[UUID, ...]:
    """Ids above the region, the nearest first, without itself."""
    found = info(region_id, on)
    return found.path_ids[-2::-1] if found else ()


def children(region_id: UUID | None, on: date | None = None, hierarchy: str = rules.ADMINISTRATIVE) -> list[RegionInfo]:
    """Regions directly below, in the order of their codes; None asks for the top. Demo places come last."""
    day = on or clock.today()
    if region_id is None:
        return infos(Region.objects.filter(on_day(day), level=rules.CITY).values_list("pk", flat=True), day)
    return branches(region_id, day).get(hierarchy, [])


def branches(region_id: UUID, on: date | None = None) -> dict[str, list[RegionInfo]]:
    """Regions directly below in every hierarchy that has any, by hierarchy."""
    day = on or clock.today()
    placed = dict(_rows(_BELOW, {"region": region_id, "day": day, "most": MOST_CHILDREN}))
    trees: dict[str, list[RegionInfo]] = defaultdict(list)
    for one in infos(placed, day):
        trees[placed[one.id]].append(one)
    return trees


def grids_under(region_ids: Iterable[UUID], on: date | None = None) -> list[UUID]:
    """Grids and residents' groups directly below the regions."""
    rows = RegionAncestor.objects.filter(on_day(on or clock.today()), ancestor_id__in=list(region_ids), depth=1)
    return list(rows.filter(region__level__in=[rules.GRID, rules.GROUP]).values_list("region_id", flat=True))


def child_counts(region_ids: Iterable[UUID], on: date | None = None) -> dict[UUID, int]:
    """How many real (not demo) regions stand directly below each region in the administrative tree."""
    rows = RegionPlacement.objects.filter(
        on_day(on or clock.today()),
        parent_id__in=list(region_ids),
        hierarchy=rules.ADMINISTRATIVE,
        child__demo=False,
    )
    return dict(rows.values_list("parent_id").annotate(number=Count("pk")))


def totals(region_id: UUID, on: date | None = None) -> dict[str, int]:
    """How many real (not demo) regions of each level lie anywhere below."""
    rows = RegionAncestor.objects.filter(on_day(on or clock.today()), ancestor_id=region_id, depth__gt=0, region__demo=False)
    return dict(rows.values_list("region__level").annotate(number=Count("pk")))


_infos: stamps.Kept[tuple[UUID, date], RegionInfo] = stamps.Kept(TREE, most=20_000)
_subtrees: stamps.Kept[tuple[UUID, date], frozenset[UUID]] = stamps.Kept(TREE)


def subtree_ids(region_id: UUID, on: date | None = None) -> frozenset[UUID]:
    """The region and everything below it that day, grids and groups included: what a grant there covers.

    Cached in the process under the stamp that every change of the tree renews.
    """
    day = on or clock.today()
    return _subtrees.get((region_id, day), lambda: _below(region_id, day))


def _below(region_id: UUID, day: date) -> frozenset[UUID]:
    return frozenset(RegionAncestor.objects.filter(on_day(day), ancestor_id=region_id).values_list("region_id", flat=True))


def by_code(system: str, code: str, on: date | None = None) -> RegionInfo | None:
    """The region a code of one system means that day. The other system may mean another region by the same number."""
    rows = RegionCode.objects.filter(on_day(on or clock.today()), system=system, code=code)
    region_id = rows.values_list("region_id", flat=True).first()
    return info(region_id, on) if region_id else None
