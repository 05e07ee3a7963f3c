"""New, renamed and closed regions: what changes between two editions of the official list.

Communities are set up, merged and dissolved by the district (居民委员会组织法 §6, 村民委员会组织法 §3); grids and
residents' groups by the township. Closing never deletes: history and old records keep their place.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.operations import operation
from linli.regions import rules
from linli.regions.models import (
    Region,
    RegionAncestor,
    RegionBoundary,
    RegionCode,
    RegionContact,
    RegionName,
    RegionPlacement,
)
from linli.regions.operations.closure import graft, touch_tree
from linli.regions.operations.pinyin import initials_of


@dataclass(frozen=True)
class NewRegion:
    """What is needed to set up a region below a parent."""

    parent_id: UUID
    name: str
    level: str
    kind: str = ""
    demo: bool = False
    valid_from: date | None = None


def create(actor: Actor, new: NewRegion, *, op_id: UUID | None = None) -> Region:
    """Set up a grid, a residents' group or a community. Raises NotVisible, NotPermitted, Invalid, NotNow."""
    name = "regions.create_community" if new.level == rules.COMMUNITY else "regions.create"
    with operation(actor, name, op_id, content=asdict(new)) as op:
        if op.done_before:
            return Region.objects.get(pk=op.done_before)
        op.require(new.parent_id)
        # The lock makes two people who set up grids at the same moment take different places in the order.
        parent = Region.objects.select_for_update().filter(pk=new.parent_id).first()
        if parent is None:
            raise NotVisible
        start = new.valid_from or clock.today()
        _fits(parent, new, start)
        region = _described(Region(id=new_id(), level=new.level, demo=new.demo or parent.demo, valid_from=start), new.name)
        region.kind = new.kind or rules.kind_of(new.name, new.level)
        hierarchy = rules.HIERARCHY_OF_LEVEL.get(new.level, rules.ADMINISTRATIVE)
        siblings = RegionPlacement.objects.filter(parent=parent, hierarchy=hierarchy).count()
        region.position = f"{parent.position}{siblings + 1:03d}"
        region.save(force_insert=True)
        RegionPlacement.objects.create(child=region, parent=parent, hierarchy=hierarchy, position=region.position, valid_from=start)
        graft(region.pk, parent.pk, start)
        op.record(region, region_id=parent.pk, name=["", region.name])
    return region


def _fits(parent: Region, new: NewRegion, start: date) -> None:
    if not new.name.strip():
        raise Invalid("请写名称。", {"name": ["请写名称"]})
    if rules.PARENT_LEVEL.get(new.level) != parent.level or new.level in {rules.DISTRICT, rules.TOWNSHIP}:
        text = f"{rules.LEVELS.get(new.level, new.level)}不能建在{rules.LEVELS[parent.level]}下面。"
        raise Invalid(text, {"level": [text]})
    if not rules.Span(parent.valid_from, parent.valid_to).covers(start):
        raise NotNow(f"{parent.name}在 {start:%Y-%m-%d} 不存在，请换一个开始日期。", code="parent_not_there")
    same = RegionPlacement.objects.filter(parent=parent, child__name=new.name.strip(), valid_to__isnull=True)
    if same.exists():
        text = f"{parent.short_name}下面已经有“{new.name.strip()}”。"
        raise Invalid(text, {"name": [text]})


def _described(region: Region, name: str) -> Region:
    region.name = name.strip()
    region.short_name = rules.short_name(region.name)
    region.initials = initials_of(region.short_name)
    region.terms = rules.terms(region.short_name, region.initials)
    return region


def rename(actor: Actor, region_id: UUID, name: str, *, on: date | None = None, reason: str) -> Region:
    """Give a region a new name from a day on; the former one stays for earlier dates.

    Raises NotVisible, NotPermitted, Invalid, NotNow.
    """
    with operation(actor, "regions.rename") as op:
        region = _held(region_id)
        op.require(region_id)
        day = on or clock.today()
        before = region.name
        if not name.strip() or name.strip() == before:
            raise Invalid("请写一个新名称。", {"name": ["请写一个新名称"]})
        last = RegionName.objects.filter(region=region).order_by("-valid_to").first()
        since = last.valid_to if last else region.valid_from
        if day <= since:
            raise NotNow(f"现在的名称从 {since:%Y-%m-%d} 起用，新名称要晚一天以上。", code="too_early")
        RegionName.objects.create(region=region, name=before, valid_from=since, valid_to=day)
        _described(region, name).save()
        touch_tree()
        op.record(region, region_id=region_id, note=reason, name=[before, region.name])
    return region


def close(actor: Actor, region_id: UUID, *, on: date | None = None, reason: str) -> Region:
    """Dissolve a grid, group or community from a day on. Raises NotVisible, NotPermitted, Invalid, NotNow."""
    with operation(actor, "regions.close") as op:
        region = _held(region_id)
        op.require(region_id)
        day = on or clock.today()
        if region.level in {rules.CITY, rules.DISTRICT, rules.TOWNSHIP}:
            raise Invalid("区县和乡镇街道的撤并由市里随区划数据一起更新，不在这里改。")
        if region.valid_to is not None or day <= region.valid_from:
            raise NotNow(f"{region.name}从 {region.valid_from:%Y-%m-%d} 起，不能在这一天撤销。", code="not_open")
        below = RegionPlacement.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), parent=region)
        if below.exists():
            raise NotNow(f"{region.name}下面还有 {below.count()} 个网格或小组，请先撤销或划走。", code="has_children")
        region.valid_to = day
        region.save(update_fields=["valid_to"])
        for rows in _dated_rows(region):
            rows.filter(valid_from__gte=day).delete()
            rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).update(valid_to=day)
        touch_tree()
        op.record(region, region_id=region_id, note=reason, valid_to=[None, day])
    return region


def _held(region_id: UUID) -> Region:
    region = Region.objects.select_for_update().filter(pk=region_id).first()
    if region is None:
        raise NotVisible
    return region


def _dated_rows(region: Region) -> tuple[QuerySet[Any], ...]:
    return (
        RegionPlacement.objects.filter(child=region),
        RegionAncestor.objects.filter(region=region),
        RegionCode.objects.filter(region=region),
        RegionBoundary.objects.filter(region=region),
        RegionContact.objects.filter(region=region),
    )
