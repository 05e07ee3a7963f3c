"""Regions on the ground: which one a point lies in, and the rows of the map's outlines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.gis.geos import Point, Polygon
from django.db.models import Q

from linli.kernel import clock
from linli.regions import rules
from linli.regions.models import RegionBoundary
from linli.regions.queries.tree import RegionInfo, info, on_day

WGS84 = 4326
# Above this zoom a level's outlines are worth drawing.
LEVEL_FROM_ZOOM = {rules.CITY: 0, rules.DISTRICT: 5, rules.TOWNSHIP: 10, rules.COMMUNITY: 12, rules.GRID: 14, rules.GROUP: 14}


@dataclass(frozen=True)
class Outline:
    """A region's outline as the map draws it; `shape` is WKB in WGS-84."""

    region_id: UUID
    name: str
    level: str
    demo: bool
    quality: str
    quality_label: str
    shape: bytes


def at_point(lon: float, lat: float, on: date | None = None) -> RegionInfo | None:
    """The smallest region with an outline around the point (WGS-84), or None.

    A synthetic outline of a real place decides nothing, so the answer may be a higher region than the eye expects;
    demo places have synthetic outlines only and are found by them.
    """
    day = on or clock.today()
    point = Point(lon, lat, srid=WGS84)
    trusted = ~Q(quality=rules.SYNTHETIC) | Q(region__demo=True)
    around = RegionBoundary.objects.filter(on_day(day), on_day(day, "region__"), trusted, geometry__covers=point)
    region_id = around.order_by("area").values_list("region_id", flat=True).first()
    return info(region_id, day) if region_id else None


def levels_at(zoom: int) -> tuple[str, ...]:
    """Levels whose outlines are drawn at a zoom."""
    return tuple(level for level, least in LEVEL_FROM_ZOOM.items() if zoom >= least)


def outlines(box: tuple[float, float, float, float], levels: Iterable[str], on: date | None = None) -> list[Outline]:
    """Outlines that meet a box (west, south, east, north in WGS-84) at the given levels, larger ones first."""
    day = on or clock.today()
    rows = RegionBoundary.objects.filter(
        on_day(day), on_day(day, "region__"), region__level__in=list(levels), geometry__bboverlaps=Polygon.from_bbox(box)
    )
    return [
        Outline(
            region_id=row.region_id,
            name=row.region.short_name,
            level=row.region.level,
            demo=row.region.demo,
            quality=row.quality,
            quality_label=rules.QUALITIES[row.quality],
            shape=bytes(row.geometry.wkb),
        )
        for row in rows.select_related("region").defer("region__terms").order_by("-area")
    ]
