"""Printing a map: asked for at the desk, made by a job, taken by who asked."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import typst
from pylopdf_fonts_zh_cn import serif_path

from linli.insight.models import MapSheet
from linli.insight.queries import sheet
from linli.insight.queries.outline import view_of
from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import NotNow, NotVisible
from linli.kernel.operations import operation
from linli.regions import contract as regions
from linli.requests import contract as requests

profiles.declare_rule("map_sheet_hours", "打印的图保存多久", 24, "小时", "D", "做好就取，过后重做")
TEMPLATE = Path(__file__).parents[1] / "sheets" / "map.typ"
NOTES = (
    "来源：区划名录、村（居）委会登记；底图为自有切片，演示地点为手绘。",
    "审图说明：本图由系统按登记数据生成，未经审图，无审图号，只供内部工作使用，不得公开张贴、出版；界线不作划界依据。",
)


def print_map(actor: Actor, region_id: UUID, *, op_id: UUID | None = None) -> MapSheet:
    """Ask for a printed map of a region of one's own. Raises NotVisible, NotPermitted."""
    with operation(actor, "insight.print_map", op_id, content=[region_id]) as op:
        if op.done_before:
            return MapSheet.objects.get(pk=op.done_before)
        op.require(region_id)
        if actor.user_id is None:
            raise NotVisible
        made = MapSheet.objects.create(
            region_id=_row_region(region_id),
            asked_by=actor.user_id,
            asked_at=clock.now(),
            post=f"{actor.unit} {actor.role_label}".strip(),
            grids=[region_id] if _row_region(region_id) != region_id else list(actor.grids),
            points=requests.sees_points(actor),
        )
        op.record(made)
        return made


def make_sheet(actor: Actor, sheet_id: UUID) -> None:
    """Draw the map that was asked for. Raises NotVisible, NotPermitted."""
    with operation(actor, "insight.make_sheet") as op:
        asked = MapSheet.objects.visible_to(actor).select_for_update().filter(pk=sheet_id).first()
        if asked is None:
            raise NotVisible
        op.require(asked.region_id)
        if asked.content is not None:
            op.unchanged()
            return
        asked.content, asked.made_at = _pdf(asked), clock.now()
        asked.save(update_fields=["content", "made_at"])
        op.record(asked, made_at=[None, asked.made_at.isoformat()])


def drop_old_sheets(actor: Actor) -> int:
    """Drop the files nobody fetched in time; how many. Raises NotPermitted."""
    oldest = clock.now() - timedelta(hours=int(profiles.value("map_sheet_hours")))
    with operation(actor, "insight.make_sheet") as op:
        old = list(MapSheet.objects.visible_to(actor).filter(asked_at__lt=oldest, content__isnull=False)[:500])
        for one in old:
            op.require(one.region_id)
        if not old:
            op.unchanged()
            return 0
        MapSheet.objects.filter(pk__in=[one.pk for one in old]).update(content=None)
        op.record(old[0], note=f"{len(old)} 份")
        return len(old)


def take_sheet(actor: Actor, sheet_id: UUID) -> bytes:
    """The file, for who asked and still may. Raises NotVisible, NotNow while it is being made or when it was dropped."""
    found = own_sheet(actor, sheet_id)
    if found.content is None:
        raise NotNow("图还没有做好，或者已经过期清掉了。" if found.made_at is None else "这份图过期清掉了，请再打印一次。")
    return bytes(found.content)


def own_sheet(actor: Actor, sheet_id: UUID) -> MapSheet:
    """A sheet that the actor asked for and whose region is still theirs. Raises NotVisible."""
    found = MapSheet.objects.visible_to(actor).filter(pk=sheet_id).first()
    if found is None or found.asked_by != actor.user_id or not actor.may("insight.print_map", found.region_id):
        raise NotVisible
    return found


def _row_region(region_id: UUID) -> UUID:
    """Rows name the community where a grid or group is meant."""
    place = regions.info(region_id)
    if place is None:
        raise NotVisible
    return place.path_ids[-2] if place.level in {regions.GRID, regions.GROUP} else region_id


def _pdf(asked: MapSheet) -> bytes:
    place = regions.info(asked.region_id)
    if place is None:
        raise NotVisible
    below = sorted(regions.subtree_ids(place.id))
    children = [one.id for one in regions.children(place.id)]
    if place.level == regions.COMMUNITY:
        children = [one.id for one in regions.children(place.id, hierarchy=regions.GRIDS)]
    view = view_of(place.id, below)
    wanted = sheet.Asked(place.id, (place.id, *children), tuple(below), tuple(asked.grids), asked.points)
    drawn = sheet.draw(wanted, view)
    legend = [(sheet.sign(code), f"{sheet.SIGNS[code][1]} {number}") for code, number in drawn.signs.items()]
    words = {
        "title": place.name,
        "made": f"{clock.local(clock.now()):%Y 年 %-m 月 %-d 日 %H:%M} {asked.post}",
        "legend": legend,
        "bar": drawn.bar_mm,
        "metres": f"{drawn.bar_metres} 米" if drawn.bar_metres < 1000 else f"{drawn.bar_metres // 1000} 公里",
        "scale": f"{drawn.scale:,.0f}",
        "notes": [f"边界：{view.quality_label}。粗线为{place.name}，虚线为下级。", *NOTES],
    }
    inputs = {"words": json.dumps(words, ensure_ascii=False), "picture": drawn.svg}
    made: bytes = typst.compile(str(TEMPLATE), format="pdf", font_paths=[str(serif_path().parent)], sys_inputs=inputs)
    return made
