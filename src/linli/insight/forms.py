"""What a drawn circle or polygon must look like."""

import json
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Polygon

from linli.insight import rules
from linli.insight.queries.ground import circle

MOST_CORNERS = 200
WIDEST_DEGREES = 0.5


def _polygon(text: str) -> Polygon | None:
    try:
        points = json.loads(text)
        ring = [(float(lon), float(lat)) for lon, lat in points]
        return Polygon([*ring, ring[0]], srid=4326) if len(ring) <= MOST_CORNERS else None
    except (ValueError, TypeError, IndexError, RecursionError, GEOSException):
        return None


class AreaForm(forms.Form):
    """A circle (lon, lat, metres) or the corners of a polygon as JSON `[[lon, lat], …]`, all in WGS-84."""

    lon = forms.FloatField(min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(min_value=-85, max_value=85, required=False)
    metres = forms.FloatField(min_value=1, max_value=rules.MOST_METRES, required=False)
    corners = forms.CharField(max_length=20_000, required=False)

    def clean_corners(self) -> GEOSGeometry | None:
        """A polygon from its corners."""
        text = self.cleaned_data["corners"]
        if not text:
            return None
        shape = _polygon(text)
        if shape is None:
            message = "至少点三个角，再点“画好了”。"
            raise forms.ValidationError(message)
        west, south, east, north = shape.extent
        if east - west > WIDEST_DEGREES or north - south > WIDEST_DEGREES:
            message = "画得太大了，放大地图再画。"
            raise forms.ValidationError(message)
        return shape if shape.valid else shape.buffer(0)

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        data: dict[str, Any] = super().clean() or {}
        given = all(data.get(name) is not None for name in ("lon", "lat", "metres"))
        if not self.errors and not data.get("corners") and not given:
            message = f"在图上画一个圈，半径不超过 {rules.MOST_METRES / 1000:g} 公里。"
            raise forms.ValidationError(message)
        return data

    def area(self) -> GEOSGeometry:
        """The drawn area. Only after `is_valid()`."""
        data = self.cleaned_data
        return data["corners"] or circle(data["lon"], data["lat"], data["metres"])


class WhereForm(forms.Form):
    """A point of the map (lon, lat in WGS-84) or a typed address."""

    lon = forms.FloatField(min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(min_value=-85, max_value=85, required=False)
    q = forms.CharField(max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        data: dict[str, Any] = super().clean() or {}
        placed = data.get("lon") is not None and data.get("lat") is not None
        if not self.errors and not placed and not data.get("q"):
            message = "写一个小区和楼号，或者在图上点一个地方。"
            raise forms.ValidationError(message)
        return data
