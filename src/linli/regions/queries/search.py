"""Finding a region by name, pinyin initials or code.

PostgreSQL's full text does not segment Chinese and its trigrams need three characters, so each region carries pairs
of neighbouring characters in an indexed array; the exact text is checked afterwards.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from linli.kernel import clock
from linli.regions import rules
from linli.regions.models import Region, RegionAncestor, RegionCode
from linli.regions.queries.tree import RegionInfo, infos, on_day

LIMIT = 20


@dataclass(frozen=True)
class Found:
    """A hit; `systems` and `code` say where a typed number was found, empty for a name."""

    region: RegionInfo
    systems: tuple[str, ...] = ()
    code: str = ""

    @property
    def systems_label(self) -> str:
        """Chinese names of the code's systems."""
        return "、".join(rules.SYSTEMS[system] for system in self.systems)


def search(
    typed: str,
    within: UUID | None = None,
    on: date | None = None,
    limit: int = LIMIT,
    levels: Collection[str] = (),
) -> list[Found]:
    """Regions that fit what was typed, the best first; `levels` keeps only these, `within` only what lies there.

    `渝北 双龙` looks for 双龙 in what is or once was 渝北; `slc` for pinyin initials; digits for codes of both systems,
    each hit saying which. A single character only matches the beginning of a name.
    """
    day = on or clock.today()
    for way in rules.wanted(typed):
        if way.is_code:
            codes = RegionCode.objects.filter(on_day(day), *_kept(levels, within, day, "region"))
            return _by_code(way.word, codes, day, limit)
        hits = _named(way, Region.objects.filter(on_day(day), *_kept(levels, within, day)))
        ids = list(hits.values_list("pk", flat=True)[:limit])
        if ids:
            return [Found(region) for region in infos(ids, day)]
    return []


def gone(typed: str, on: date | None = None, limit: int = LIMIT) -> list[Region]:
    """Regions that fit what was typed but no longer exist on the day: to say so, never to choose."""
    day = on or clock.today()
    for way in rules.wanted(typed):
        hits = Region.objects.none() if way.is_code else _named(way, Region.objects.filter(valid_to__lte=day))
        found = list(hits[:limit])
        if found:
            return found
    return []


def _named(wanted: rules.Wanted, regions: QuerySet[Region]) -> QuerySet[Region]:
    hits = _by_name(wanted, regions)
    for name in wanted.around:
        hits = hits.filter(_lies_in(name))
    return hits.order_by("rank", "depth", "demo", "position")


def _by_name(wanted: rules.Wanted, regions: QuerySet[Region]) -> QuerySet[Region]:
    word, field = wanted.word, "initials" if wanted.is_latin else "short_name"
    rank = Case(
        When(Q(**{field: word}), then=Value(0)),
        When(Q(**{f"{field}__startswith": word}), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    depth = Case(*(When(level=level, then=Value(n)) for level, n in rules.DEPTH.items()), output_field=IntegerField())
    pairs = rules.bigrams(word)
    fits = Q(terms__contains=pairs, **{f"{field}__contains": word}) if pairs else Q(short_name__startswith=word)
    return regions.filter(fits).annotate(rank=rank, depth=depth)


def _kept(levels: Collection[str], within: UUID | None, day: date, relation: str = "") -> list[Q | Exists]:
    kept: list[Q | Exists] = []
    if levels:
        kept.append(Q(**{f"{relation}__level__in" if relation else "level__in": list(levels)}))
    if within is not None:
        key = OuterRef(f"{relation}_id" if relation else "pk")
        kept.append(Exists(RegionAncestor.objects.filter(on_day(day), ancestor_id=within, region_id=key)))
    return kept


def _lies_in(name: str) -> Exists:
    # Of any date: people go on saying 渝北 long after the district is gone.
    above = RegionAncestor.objects.filter(region_id=OuterRef("pk"), depth__gt=0)
    return Exists(above.filter(ancestor__short_name__contains=name))


def _by_code(digits: str, codes: QuerySet[RegionCode], day: date, limit: int) -> list[Found]:
    rows = codes.filter(code__startswith=digits).order_by("code", "-system")
    hits: dict[tuple[str, UUID], tuple[str, ...]] = {}
    for region_id, system, code in rows.values_list("region_id", "system", "code")[: 2 * limit]:
        hits[code, region_id] = (*hits.get((code, region_id), ()), system)
    first = list(hits.items())[:limit]
    regions = {region.id: region for region in infos([pk for (_, pk), _ in first], day)}
    return [Found(regions[pk], systems, code) for (code, pk), systems in first if pk in regions]
