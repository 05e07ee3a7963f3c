"""Drawing a region's outline. Boundaries must nest and must not overlap among siblings (registry domain §1)."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon
from django.db import connection
from django.db.models import Q

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.operations import operation
from linli.regions import rules
from linli.regions.models import Region, RegionBoundary, RegionPlacement
from linli.regions.queries import ancestors, on_day

WGS84 = 4326
MOST_POINTS = 50_000
PERCENT = 100

_SHARES = """
SELECT region_id, ST_Area(ST_Intersection(geometry, shape)) / nullif(least(ST_Area(geometry), ST_Area(shape)), 0)
FROM regions_regionboundary, (SELECT ST_GeomFromWKB(%s, 4326) AS shape) AS drawn
WHERE id = ANY(%s) AND ST_Intersects(geometry, shape)
"""
_AREA = "SELECT ST_Area(ST_GeomFromWKB(%s, 4326)::geography)"


@dataclass(frozen=True)
class NewOutline:
    """An outline as GeoJSON or WKT text in WGS-84, with what it is worth and where it comes from."""

    region_id: UUID
    geometry: str
    quality: str
    source: str
    note: str = ""
    valid_from: date | None = None


def set_boundary(actor: Actor, new: NewOutline, *, op_id: UUID | None = None) -> RegionBoundary:
    """Give a region an outline from a day on; the one before ends that day.

    Raises NotVisible, NotPermitted, and Invalid when the shape is broken, leaves the region above or overlaps a sibling.
    """
    with operation(actor, "regions.set_boundary", op_id, content=asdict(new)) as op:
        if op.done_before:
            return RegionBoundary.objects.get(pk=op.done_before)
        op.require(new.region_id)
        region = Region.objects.select_for_update().filter(pk=new.region_id).first()
        if region is None:
            raise NotVisible
        day = new.valid_from or clock.today()
        shape = _shape(new)
        _nests(region, shape, new.quality, day)
        _apart(region, shape, day)
        rows = RegionBoundary.objects.filter(region=region)
        rows.filter(valid_from__gte=day).delete()
        rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).update(valid_to=day)
        boundary = RegionBoundary.objects.create(
            id=new_id(),
            region=region,
            geometry=shape,
            area=_number(_AREA, [bytes(shape.wkb)]),
            quality=new.quality,
            source=new.source,
            note=new.note,
            valid_from=day,
        )
        op.record(boundary, region_id=region.pk, quality=["", new.quality])
    return boundary


def _shape(new: NewOutline) -> MultiPolygon:
    if new.quality not in rules.QUALITIES:
        raise Invalid("请选边界质量。", {"quality": ["请选边界质量"]})
    try:
        shape = GEOSGeometry(new.geometry)
    except (ValueError, GEOSException, GDALException) as broken:
        raise Invalid("边界文件读不出来，请用 GeoJSON 或 WKT。", {"geometry": ["读不出来"]}) from broken
    shape.srid = WGS84
    if isinstance(shape, Polygon):
        shape = MultiPolygon(shape, srid=WGS84)
    if not isinstance(shape, MultiPolygon) or shape.empty or not shape.valid:
        raise Invalid("边界要是首尾相接、不打叉的面。", {"geometry": ["边界要是首尾相接、不打叉的面"]})
    west, south, east, north = shape.extent
    if shape.num_points > MOST_POINTS or west < -180 or east > 180 or south < -90 or north > 90:  # degrees
        raise Invalid("坐标要是 WGS-84 经纬度，点数不超过 5 万。", {"geometry": ["坐标不对或点太多"]})
    return shape


_WORTH = {rules.OFFICIAL: 2, rules.DRAWN: 1, rules.SYNTHETIC: 0}


def _nests(region: Region, shape: MultiPolygon, quality: str, day: date) -> None:
    """The nearest region above that has an outline must hold the shape, unless that outline is worth less."""
    above = ancestors(region.pk, day)
    rows = RegionBoundary.objects.filter(on_day(day), region_id__in=above).select_related("region").defer("geometry")
    nearest = min(rows, key=lambda row: above.index(row.region_id), default=None)
    if nearest is None or _WORTH[nearest.quality] < _WORTH[quality]:
        return
    # Larger than what lies above: the share is then taken of the upper one and says nothing, so compare areas too.
    inside = _shares(shape, [nearest.pk]).get(nearest.region_id, 0.0)
    if inside < 1 - rules.TOLERATED_SHARE or _number(_AREA, [bytes(shape.wkb)]) > nearest.area * (1 + rules.TOLERATED_SHARE):
        share = max(1, round((1 - inside) * PERCENT))
        text = f"画到{nearest.region.short_name}外面去了，约有 {share}% 在外面。请改到里面。"
        raise Invalid(text, {"geometry": [text]}, code="not_nested")


def _apart(region: Region, shape: MultiPolygon, day: date) -> None:
    place = RegionPlacement.objects.filter(on_day(day), child=region).first()
    if place is None:
        return
    beside = RegionPlacement.objects.filter(on_day(day), parent_id=place.parent_id, hierarchy=place.hierarchy)
    siblings = beside.exclude(child=region).values("child_id")
    rows = RegionBoundary.objects.filter(on_day(day), region_id__in=siblings, geometry__bboverlaps=shape)
    for sibling_id, share in _shares(shape, list(rows.values_list("pk", flat=True))).items():
        if share > rules.TOLERATED_SHARE:
            name = Region.objects.values_list("short_name", flat=True).get(pk=sibling_id)
            text = f"和{name}重叠了约 {max(1, round(share * PERCENT))}%。请把边界改到不重叠。"
            raise Invalid(text, {"geometry": [text]}, code="overlap")


def _shares(shape: MultiPolygon, boundary_ids: list[UUID]) -> dict[UUID, float]:
    """Overlap with each outline as a share of the smaller of the two."""
    with connection.cursor() as cursor:
        cursor.execute(_SHARES, [bytes(shape.wkb), boundary_ids])
        return {region_id: share or 0.0 for region_id, share in cursor.fetchall()}


def _number(sql: str, values: list[bytes]) -> float:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return float(row[0]) if row else 0.0
