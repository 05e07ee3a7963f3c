"""Finding a region by name, pinyin initials or code.

PostgreSQL's full text does not segment Chinese and its trigrams need three characters, so each region carries pairs
of neighbouring characters in an indexed array; the exact text is checked afterwards.
"""

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
    """A hit; `by_code` says in which system the typed number was found, empty for a name."""

    region: RegionInfo
    system: str
    code: str

    @property
    def system_label(self) -> str:
        """Chinese name of the code's system."""
        return rules.SYSTEMS.get(self.system, "")


def search(typed: str, within: UUID | None = None, on: date | None = None, limit: int = LIMIT) -> list[Found]:
    """Regions that fit what was typed, the best first.

    `渝北 双龙村` looks for 双龙村 in places called 渝北; `dfgc` for pinyin initials; digits for codes of both systems,
    each hit saying which. A single character only matches the beginning of a name.
    """
    wanted = rules.wanted(typed)
    if wanted is None:
        return []
    day = on or clock.today()
    if wanted.is_code:
        return _by_code(wanted.word, within, day, limit)
    hits = _inside(_by_name(wanted, day), within, day)
    for name in wanted.around:
        hits = hits.filter(_lies_in(name, day))
    ids = list(hits.order_by("rank", "depth", "demo", "position").values_list("pk", flat=True)[:limit])
    return [Found(region, "", "") for region in infos(ids, day)]


def _by_name(wanted: rules.Wanted, day: date) -> QuerySet[Region]:
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
    return Region.objects.filter(on_day(day), fits).annotate(rank=rank, depth=depth)


def _inside(regions: QuerySet[Region], within: UUID | None, day: date) -> QuerySet[Region]:
    if within is None:
        return regions
    below = RegionAncestor.objects.filter(on_day(day), ancestor_id=within, region_id=OuterRef("pk"))
    return regions.filter(Exists(below))


def _lies_in(name: str, day: date) -> Exists:
    above = RegionAncestor.objects.filter(on_day(day), region_id=OuterRef("pk"), depth__gt=0)
    return Exists(above.filter(ancestor__short_name__contains=name))


def _by_code(digits: str, within: UUID | None, day: date, limit: int) -> list[Found]:
    codes = RegionCode.objects.filter(on_day(day), code__startswith=digits)
    if within is not None:
        below = RegionAncestor.objects.filter(on_day(day), ancestor_id=within, region_id=OuterRef("region_id"))
        codes = codes.filter(Exists(below))
    hits = list(codes.order_by("code", "system").values_list("region_id", "system", "code")[:limit])
    regions = {region.id: region for region in infos([pk for pk, _, _ in hits], day)}
    return [Found(regions[pk], system, code) for pk, system, code in hits if pk in regions]
