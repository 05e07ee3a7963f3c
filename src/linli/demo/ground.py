"""The two places: regions with grids and groups, outlines, phones, compounds and buildings, the drawn ground."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shapely.geometry import Polygon, mapping

from linli.demo.actors import doing, key, platform
from linli.demo.geometry import (
    JINZHU,
    JINZHU_COMPOUNDS,
    JINZHU_GRIDS,
    JINZHU_GROUND,
    JINZHU_OUTLINE,
    QINGLONG,
    QINGLONG_GROUND,
    QINGLONG_GROUPS,
    QINGLONG_OUTLINE,
    BuildingPlan,
    CompoundPlan,
    Origin,
    farmhouses,
)
from linli.insight import contract as insight
from linli.kernel.actor import Actor
from linli.organisations import contract as organisations
from linli.places import contract as places
from linli.regions import contract as regions

Corners = tuple[tuple[float, float], ...]
TOWN_OF_JINZHU, TOWN_OF_QINGLONG = "500108006", "500108108"  # 弹子石街道, 广阳镇: no community of these names there
SINCE = date(2023, 7, 1)
SOURCE = "演示，虚构"
KINDS = {"商品房": "commercial", "老旧小区": "old"}
MODES = {"企业": "company", "社区托管": "community"}


@dataclass
class Ground:
    """Ids of everything laid out."""

    jinzhu: UUID
    jinzhu_town: UUID
    qinglong: UUID
    qinglong_town: UUID
    district: UUID
    city: UUID
    grids: dict[str, UUID] = field(default_factory=dict)
    property_id: UUID | None = None


def _town(code: str) -> regions.RegionInfo:
    found = regions.by_code(regions.NBS, f"{code}000", SINCE) or regions.by_code(regions.NBS, code, SINCE)
    if found is None:
        message = f"township {code} is not loaded: run load_regions first"
        raise LookupError(message)
    return found


def _region(actor: Actor, parent: UUID, name: str, level: str) -> UUID:
    new = regions.NewRegion(parent, name, level, demo=True, valid_from=SINCE)
    return regions.create_region(actor, new, op_id=key(f"region:{parent}:{name}"))


def _outline(actor: Actor, region_id: UUID, shape: Polygon) -> None:
    text = json.dumps(mapping(shape))
    new = regions.NewOutline(region_id, text, regions.SYNTHETIC, SOURCE, valid_from=SINCE)
    regions.set_boundary(actor, new, op_id=key(f"outline:{region_id}"))


def _contact(actor: Actor, region_id: UUID, title: str, phone: str, hours: str = "") -> None:
    new = regions.NewContact(region_id, title, phone, SOURCE, hours=hours, valid_from=SINCE)
    regions.set_contact(actor, new, op_id=key(f"contact:{region_id}"))


def lay_out() -> Ground:
    """Regions, outlines, phones, units, compounds and buildings of both places. Run again, it finds what is there."""
    actor = platform()
    with doing(actor):
        town, village_town = _town(TOWN_OF_JINZHU), _town(TOWN_OF_QINGLONG)
        jinzhu = _region(actor, town.id, "金竹社区", regions.COMMUNITY)
        qinglong = _region(actor, village_town.id, "青龙村", regions.COMMUNITY)
        ground = Ground(jinzhu, town.id, qinglong, village_town.id, town.path_ids[-2], town.path_ids[0])
        _outline(actor, jinzhu, Polygon(JINZHU.ring(JINZHU_OUTLINE)))
        _outline(actor, qinglong, Polygon(QINGLONG.ring(QINGLONG_OUTLINE)))
        _parts(actor, ground, jinzhu, JINZHU, JINZHU_OUTLINE, JINZHU_GRIDS, regions.GRID)
        _parts(actor, ground, qinglong, QINGLONG, QINGLONG_OUTLINE, QINGLONG_GROUPS, regions.GROUP)
        _phones(actor, ground)
    with doing(actor):
        _units(actor, ground)
        for compound in JINZHU_COMPOUNDS:
            _compound(actor, ground, compound)
        for name in QINGLONG_GROUPS:
            _group(actor, ground, name)
        _draw(actor, ground)
    return ground


def _parts(actor: Actor, ground: Ground, parent: UUID, origin: Origin, outline: Corners, parts: Mapping[str, Corners], level: str) -> None:  # noqa: PLR0913, PLR0917  # one set of parts
    whole = Polygon(origin.ring(outline))
    for name, points in parts.items():
        ground.grids[name] = _region(actor, parent, name, level)
        shape = Polygon(origin.ring(points)).intersection(whole.buffer(-1e-6))
        _outline(actor, ground.grids[name], shape.buffer(-2e-7))


def _phones(actor: Actor, ground: Ground) -> None:
    _contact(actor, ground.jinzhu, "金竹社区居民委员会", "023-0000 1206", "每天 8:00–20:00")
    _contact(actor, ground.qinglong, "青龙村村民委员会", "023-0000 2608", "每天 8:00–20:00")
    for number, name in enumerate(JINZHU_GRIDS, 1):
        _contact(actor, ground.grids[name], name, f"023-0000 120{number}", "每天下午在网格里走访")


def _units(actor: Actor, ground: Ground) -> None:
    new = organisations.NewOrganisation(ground.jinzhu, "property", "金竹物业服务中心", phone="023-0000 3301", hours="全天有人", demo=True)
    ground.property_id = organisations.add_organisation(actor, new, op_id=key("unit:property"))
    for region_id, kind, name in (
        (ground.jinzhu, "community_committee", "金竹社区居民委员会"),
        (ground.qinglong, "village_committee", "青龙村村民委员会"),
    ):
        organisations.add_organisation(actor, organisations.NewOrganisation(region_id, kind, name, demo=True), op_id=key(f"unit:{name}"))
    for new in (
        organisations.NewOrganisation(
            ground.jinzhu, "owners_committee", "金竹苑业主委员会", phone="023-0000 3302", hours="周六上午", demo=True
        ),
        organisations.NewOrganisation(ground.jinzhu, "social_org", "金竹邻里互助社", phone="023-0000 3303", hours="9:00–17:00", demo=True),
        organisations.NewOrganisation(
            ground.jinzhu, "care_provider", "金竹养老服务站", phone="023-0000 3304", hours="8:00–18:00", demo=True
        ),
    ):
        organisations.add_organisation(actor, new, op_id=key(f"unit:{new.name}"))


def _compound(actor: Actor, ground: Ground, plan: CompoundPlan) -> None:
    ring = JINZHU.ring(plan.outline)
    new = places.NewCompound(
        ground.jinzhu, plan.name, KINDS[plan.kind], MODES[plan.mode], plan.street, outline=ring, demo=True, built_year=1998 + len(plan.name)
    )
    compound_id = places.add_compound(actor, new, op_id=key(f"compound:{plan.name}"))
    if plan.mode == "企业" and ground.property_id:
        contract = organisations.NewContract(
            compound_id, ground.property_id, f"{plan.name}物业服务合同", SINCE, public_lighting="第 6 条：公共照明由物业维修，接报 24 小时内处理",
            shared_parts="第 7 条：共用部位、共用设施由物业养护", cleaning="第 9 条：每天清运垃圾一次", security="第 11 条：消防通道由物业值守劝离",
        )  # fmt: skip
        organisations.sign_contract(actor, contract, op_id=key(f"contract:{plan.name}"))
    for building in plan.buildings:
        _building(actor, compound_id, building, JINZHU, grid=_grid_of(building, ground), street=plan.street)


def _grid_of(plan: BuildingPlan, ground: Ground) -> UUID | None:
    centre = Polygon(JINZHU.ring(plan.ring())).centroid
    return next((ground.grids[name] for name, ring in JINZHU_GRIDS.items() if Polygon(JINZHU.ring(ring)).contains(centre)), None)


def _building(actor: Actor, compound_id: UUID, plan: BuildingPlan, origin: Origin, *, grid: UUID | None, street: str = "") -> None:
    new = places.NewBuilding(
        compound_id, plan.name, units=tuple(str(number + 1) for number in range(plan.units)) if plan.rooms > 1 else (),
        floors_above=plan.floors, lifts=1 if plan.floors > 8 else 0, grid_id=grid, outline=origin.ring(plan.ring()),  # high-rise
        address=street, entrances=tuple(places.Entrance(floor, f"{name}侧入口") for floor, name in plan.entrances),
    )  # fmt: skip
    places.add_building(actor, new, op_id=key(f"building:{compound_id}:{plan.name}"))


def _group(actor: Actor, ground: Ground, name: str) -> None:
    ring = QINGLONG.ring(QINGLONG_GROUPS[name])
    new = places.NewCompound(ground.qinglong, name, "group", address=f"青龙村{name}", outline=ring, demo=True, aliases=(f"青龙村{name}",))
    compound_id = places.add_compound(actor, new, op_id=key(f"compound:{name}"))
    for plan in farmhouses(name):
        _building(actor, compound_id, plan, QINGLONG, grid=None)


Shapes = tuple[tuple[str, str, Corners], ...]
CLOSED = frozenset({"water", "green"})


def _drawn(origin: Origin, shapes: Shapes) -> Shapes:
    return tuple((kind, name, origin.ring(points) if kind in CLOSED else origin.line(points)) for kind, name, points in shapes)


def _draw(actor: Actor, ground: Ground) -> None:
    town = tuple(JINZHU.ring(compound.outline) for compound in JINZHU_COMPOUNDS)
    groups = tuple(QINGLONG.ring(ring) for ring in QINGLONG_GROUPS.values())
    for new in (
        insight.NewGround(ground.jinzhu, JINZHU.ring(JINZHU_OUTLINE), town, drawn=_drawn(JINZHU, JINZHU_GROUND)),
        insight.NewGround(ground.qinglong, QINGLONG.ring(QINGLONG_OUTLINE), groups, rural=True, drawn=_drawn(QINGLONG, QINGLONG_GROUND)),
    ):
        insight.draw_ground(actor, new)
