"""Two communities on invented ground, built through operations: one the actor works in, one next door with canary names."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from linli.insight.contract import NewGround, draw_ground
from linli.insight.rules import degrees, mercator, stretch
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.permissions import everything
from linli.places import contract as places
from linli.regions import contract as regions
from linli.regions.models import Region, RegionAncestor, RegionPlacement

LON, LAT = 106.6, 29.58
LonLat = tuple[float, float]


@dataclass(frozen=True)
class Town:
    """Ids of what was built."""

    township: UUID
    own: UUID
    other: UUID
    compound: UUID
    building: UUID
    other_building: UUID
    builder: Actor


def at(east: float, north: float) -> LonLat:
    """Metres from the middle of the town to (lon, lat)."""
    x, y = mercator(LON, LAT)
    return degrees(x + east * stretch(LAT), y + north * stretch(LAT))


def ring(west: float, south: float, east: float, north: float) -> tuple[LonLat, ...]:
    """A closed rectangle in metres from the middle of the town."""
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return tuple(at(*corner) for corner in corners)


def wkt(points: tuple[LonLat, ...]) -> str:
    """A ring as WKT."""
    return f"POLYGON(({', '.join(f'{lon} {lat}' for lon, lat in points)}))"


def _region(name: str, level: str, parent: Region | None) -> Region:
    """Townships come from the published list; a test needs one without loading all of it."""
    region = Region.objects.create(
        name=name, short_name=name, level=level, position=name, valid_from=date(2020, 1, 1), initials="", terms=[], demo=True
    )
    RegionAncestor.objects.create(ancestor=region, region=region, depth=0, valid_from=region.valid_from)
    if parent:
        RegionPlacement.objects.create(
            child=region, parent=parent, hierarchy=regions.ADMINISTRATIVE, position="1", valid_from=region.valid_from
        )
        for above in RegionAncestor.objects.filter(region=parent):
            RegionAncestor.objects.create(ancestor=above.ancestor, region=region, depth=above.depth + 1, valid_from=region.valid_from)
    return region


def _builder(*region_ids: UUID) -> Actor:
    return Actor.system("builder", frozenset(p.name for p in everything()), frozenset(region_ids), door="command")


def build_town() -> Town:
    """金竹 (own) and 石坝 (other) side by side, a compound with two buildings in each, ground drawn around the first."""
    city = _region("试验市", regions.CITY, None)
    district = _region("云溪区", regions.DISTRICT, city)
    township = _region("临江街道", regions.TOWNSHIP, district)
    builder = _builder(township.pk)
    own = regions.create_region(builder, regions.NewRegion(township.pk, "金竹社区", regions.COMMUNITY, valid_from=date(2020, 1, 1)))
    other = regions.create_region(builder, regions.NewRegion(township.pk, "石坝社区", regions.COMMUNITY, valid_from=date(2020, 1, 1)))
    builder = _builder(township.pk, own, other)
    _outline(builder, own, ring(-200, -150, 200, 150))
    _outline(builder, other, ring(210, -150, 600, 150))
    compound, building = _compound(builder, own, "金竹苑", -150)
    _, other_building = _compound(builder, other, "白鹭CANARY苑", 300)
    draw_ground(builder, NewGround(own, ring(-200, -150, 200, 150), (ring(-150, -60, 20, 60),), seed=3, water_name="溪江"))
    return Town(township.pk, own, other, compound, building, other_building, builder)


def _outline(builder: Actor, region_id: UUID, points: tuple[LonLat, ...]) -> None:
    regions.set_boundary(builder, regions.NewOutline(region_id, wkt(points), regions.SYNTHETIC, "测试", valid_from=date(2020, 1, 1)))


def _compound(builder: Actor, region_id: UUID, name: str, west: float) -> tuple[UUID, UUID]:
    outline = ring(west, -60, west + 170, 60)
    compound = places.add_compound(builder, places.NewCompound(region_id, name, "commercial", outline=outline, demo=True))
    ids = [
        places.add_building(
            builder,
            places.NewBuilding(
                compound, str(n), units=("1", "2"), floors_above=6, outline=ring(west + 20 + 60 * n, -10, west + 60 + 60 * n, 12)
            ),
        )
        for n in (1, 2)
    ]
    return compound, ids[0]


def staff(*region_ids: UUID, permissions: frozenset[str] = frozenset({"insight.map"})) -> Actor:
    """Somebody who works in the regions."""
    return Actor.system("工作人员", permissions, frozenset(region_ids), door="desk")


def stranger() -> Actor:
    """Somebody whose region is neither."""
    return staff(new_id())
