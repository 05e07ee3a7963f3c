"""`{% load mini_map %}`: the small drawn map of a place, as plain SVG: no script, no WebGL, no style attribute."""

from uuid import UUID

from django import template

from linli.insight.queries.picture import Picture, picture

register = template.Library()


@register.inclusion_tag("insight/mini_map.html")
def mini_map(
    place_id: UUID | str | None = None, *, lon: float | None = None, lat: float | None = None, label: str = "", shape: str = "tall"
) -> dict[str, Picture | str | None]:
    """`{% mini_map building_id label="桂苑小区 3 号楼" %}` or `{% mini_map lon=x lat=y %}`; `shape` is tall (phone) or wide (desk).

    Draws published shapes around the place with a pin on it; says so in words where nothing is drawn.
    """
    drawn = picture(UUID(str(place_id)) if place_id else None, lon=lon, lat=lat, shape=shape)
    return {"picture": drawn, "label": label or (drawn.label if drawn else ""), "shape": shape}
