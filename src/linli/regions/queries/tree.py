"""Reads of the tree at a date: info, children, breadcrumb, subtree. No recursion: RegionAncestor holds the closure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from linli.kernel import clock
from linli.regions import rules
from linli.regions.models import Region, RegionAncestor, RegionCode, RegionName, RegionPlacement, RegionStamp

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


def infos(region_ids: Iterable[UUID], on: date | None = None) -> list[RegionInfo]:
    """The regions as of a day (today when None), in the order asked; those that did not exist then are left out."""
    day = on or clock.today()
    wanted = list(dict.fromkeys(region_ids))
    former = RegionName.objects.filter(on_day(day), region_id=OuterRef("ancestor_id")).values("name")[:1]
    rows = (
        RegionAncestor.objects.filter(on_day(day), region_id__in=wanted)
        .annotate(called=Coalesce(Subquery(former), F("ancestor__name")))
        .order_by("region_id", "-depth")
        .select_related("ancestor")
        .defer("ancestor__terms")
    )
    lines: dict[UUID, list[RegionAncestor]] = defaultdict(list)
    for row in rows:
        lines[row.region_id].append(row)
    codes = _codes(wanted, day)
    return [_info(lines[pk], tuple(codes[pk])) for pk in wanted if pk in lines]


def _info(line: list[RegionAncestor], codes: tuple[tuple[str, str], ...]) -> RegionInfo:
    names = tuple(getattr(row, "called", row.ancestor.name) for row in line)
    region = line[-1].ancestor
    return RegionInfo(
        id=region.pk,
        name=names[-1],
        short_name=rules.short_name(names[-1]),
        level=region.level,
        level_label=rules.LEVELS[region.level],
        kind=rules.KINDS[region.kind],
        path=names,
        path_ids=tuple(row.ancestor_id for row in line),
        codes=codes,
        demo=region.demo,
    )


def _codes(region_ids: list[UUID], day: date) -> dict[UUID, list[tuple[str, str]]]:
    """System and code of each region, the statistical one first."""
    rows = RegionCode.objects.filter(on_day(day), region_id__in=region_ids).order_by("-system")
    codes: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for region_id, system, code in rows.values_list("region_id", "system", "code"):
        codes[region_id].append((system, code))
    return codes


def info(region_id: UUID, on: date | None = None) -> RegionInfo | None:
    """One region as of a day, or None when it did not exist then."""
    return next(iter(infos([region_id], on)), None)


def breadcrumb(region_id: UUID, on: date | None = None) -> list[RegionInfo]:
    """The region and everything above it, from the city down; empty when it did not exist that day."""
    found = info(region_id, on)
    return infos(found.path_ids, on) if found else []


def ancestors(region_id: UUID, on: date | None = None) -> tuple[UUID, ...]:
    """Ids above the region, the nearest first, without itself."""
    rows = RegionAncestor.objects.filter(on_day(on or clock.today()), region_id=region_id, depth__gt=0)
    return tuple(rows.order_by("depth").values_list("ancestor_id", flat=True))


def children(region_id: UUID | None, on: date | None = None, hierarchy: str = rules.ADMINISTRATIVE) -> list[RegionInfo]:
    """Regions directly below, in the order of their codes; None asks for the top. Demo places come last."""
    day = on or clock.today()
    if region_id is None:
        top = Region.objects.filter(on_day(day), level=rules.CITY).values_list("pk", flat=True)
        return infos(top, day)
    below = _placed(region_id, day).filter(hierarchy=hierarchy)
    return infos(below.values_list("child_id", flat=True)[:MOST_CHILDREN], day)


def branches(region_id: UUID, on: date | None = None) -> dict[str, list[RegionInfo]]:
    """Regions directly below in every hierarchy that has any, by hierarchy."""
    day = on or clock.today()
    placed = dict(_placed(region_id, day).values_list("child_id", "hierarchy")[:MOST_CHILDREN])
    trees: dict[str, list[RegionInfo]] = defaultdict(list)
    for one in infos(placed, day):
        trees[placed[one.id]].append(one)
    return trees


def _placed(region_id: UUID, day: date) -> QuerySet[RegionPlacement]:
    return RegionPlacement.objects.filter(on_day(day), parent_id=region_id).order_by("child__demo", "position")


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


_subtrees: dict[tuple[UUID, date], tuple[UUID, frozenset[UUID]]] = {}
_MOST_CACHED = 2000


def subtree_ids(region_id: UUID, on: date | None = None) -> frozenset[UUID]:
    """The region and everything below it that day, grids and groups included: what a grant there covers.

    Cached in the process under the stamp that every change of the tree renews.
    """
    key = (region_id, on or clock.today())
    version = RegionStamp.objects.filter(pk=1).values_list("version", flat=True).first()
    kept = _subtrees.get(key)
    if kept is not None and version is not None and kept[0] == version:
        return kept[1]
    rows = RegionAncestor.objects.filter(on_day(key[1]), ancestor_id=region_id)
    found = frozenset(rows.values_list("region_id", flat=True))
    if version is not None:
        if len(_subtrees) >= _MOST_CACHED:
            _subtrees.clear()
        _subtrees[key] = (version, found)
    return found


def by_code(system: str, code: str, on: date | None = None) -> RegionInfo | None:
    """The region a code of one system means that day. The other system may mean another region by the same number."""
    rows = RegionCode.objects.filter(on_day(on or clock.today()), system=system, code=code)
    region_id = rows.values_list("region_id", flat=True).first()
    return info(region_id, on) if region_id else None
