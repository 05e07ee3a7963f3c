"""Drawing the ground of a demo place."""

import math
from dataclasses import dataclass
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry
from shapely import transform
from shapely.geometry.base import BaseGeometry

from linli.insight import rules
from linli.insight.models import BasemapFeature
from linli.insight.operations.sketch import Ground, Plan, sketch
from linli.kernel.actor import Actor
from linli.kernel.operations import operation

LonLat = tuple[float, float]


@dataclass(frozen=True)
class NewGround:
    """A place to draw around: its outline and its compounds (or groups) as rings of (lon, lat) in WGS-84.

    `drawn` is ground drawn by hand: (kind of `rules.GROUND`, name, points); of other kinds believable ground is invented.
    """

    region_id: UUID
    outline: tuple[LonLat, ...]
    compounds: tuple[tuple[LonLat, ...], ...]
    seed: int = 1
    rural: bool = False
    water_name: str = ""
    road_names: tuple[str, ...] = ()
    drawn: tuple[tuple[str, str, tuple[LonLat, ...]], ...] = ()


class _Frame:
    """Local metres around the middle of a place."""

    def __init__(self, outline: tuple[LonLat, ...]) -> None:
        points = [rules.mercator(*point) for point in outline]
        self.x = sum(x for x, _ in points) / len(points)
        self.y = sum(y for _, y in points) / len(points)
        self.stretch = rules.stretch(sum(lat for _, lat in outline) / len(outline))

    def local(self, point: LonLat) -> tuple[float, float]:
        x, y = rules.mercator(*point)
        return (x - self.x) / self.stretch, (y - self.y) / self.stretch

    def world(self, shape: BaseGeometry) -> GEOSGeometry:
        moved = transform(shape, lambda points: points * self.stretch + (self.x, self.y))
        return GEOSGeometry(memoryview(moved.wkb), srid=3857)


def draw_ground(actor: Actor, new: NewGround) -> int:
    """Draw the ground of a demo place anew; how many features. Raises NotVisible, NotPermitted."""
    with operation(actor, "insight.draw_ground") as op:
        op.require(new.region_id)
        frame = _Frame(new.outline)
        plan = Plan(
            outline=[frame.local(point) for point in new.outline],
            compounds=tuple([frame.local(point) for point in ring] for ring in new.compounds),
            seed=new.seed,
            rural=new.rural,
            water_name=new.water_name,
            road_names=new.road_names,
            drawn=tuple((kind, name, [frame.local(point) for point in points]) for kind, name, points in new.drawn),
        )
        BasemapFeature.objects.filter(region_id=new.region_id).delete()
        rows = [_row(new.region_id, ground, frame) for ground in sketch(plan) if not ground.shape.is_empty]
        BasemapFeature.objects.bulk_create(rows)
        op.record(rows[0], note=f"{len(rows)} 项")
        return len(rows)


def _row(region_id: UUID, ground: Ground, frame: _Frame) -> BasemapFeature:
    width = ground.width if math.isfinite(ground.width) else 0.0
    return BasemapFeature(region_id=region_id, kind=ground.kind, name=ground.name, width=width, geometry=frame.world(ground.shape))
