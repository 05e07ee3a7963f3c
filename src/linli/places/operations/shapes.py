"""Publishing what the map may draw of a place."""

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point, Polygon

from linli.places.models import Building, Compound, PlaceShape

Ring = tuple[tuple[float, float], ...]


def multi_polygon(outline: Ring) -> MultiPolygon | None:
    """An outline of lon/lat corners (WGS-84) as stored; the first corner need not be repeated. None for no outline."""
    if not outline:
        return None
    closed = outline if outline[0] == outline[-1] else (*outline, outline[0])
    return MultiPolygon(Polygon(closed), srid=4326)


def point_of(lon: float | None, lat: float | None, outline: MultiPolygon | None) -> Point | None:
    """The given point, else one on the outline."""
    if lon is not None and lat is not None:
        return Point(lon, lat, srid=4326)
    return outline.point_on_surface if outline else None


def publish(place: Compound | Building) -> None:
    """Write the place's published row; a place that has neither outline nor point is on no map."""
    drawn: GEOSGeometry | None = place.polygon or place.point
    if drawn is None:
        return
    compound = place if isinstance(place, Compound) else place.compound
    PlaceShape.objects.update_or_create(
        pk=place.pk,
        defaults={
            "kind": PlaceShape.COMPOUND if isinstance(place, Compound) else PlaceShape.BUILDING,
            "region_id": place.region_id,
            "parent_id": None if isinstance(place, Compound) else compound.pk,
            "label": place.name if isinstance(place, Compound) else place.label,
            "quality": place.quality,
            "demo": compound.demo,
            "geometry": drawn.transform(3857, clone=True),
            "point": place.point or drawn.point_on_surface,
        },
    )
