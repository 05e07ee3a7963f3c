"""`/map/nearest/` and `/map/cover/`: what one can walk to from a point, and who cannot."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.addresses import contract as addresses
from linli.insight.forms import WhereForm
from linli.insight.queries import walking
from linli.insight.queries.ground import shape_at
from linli.insight.rules import degrees
from linli.insight.views.common import region_asked
from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest
from linli.regions import contract as regions

UNPROCESSABLE = 422
TOO_WIDE = (regions.CITY, regions.DISTRICT)


@require_safe
@staff_page("insight.map")
def nearest(request: ActedRequest) -> HttpResponse:
    """The nearest facility of each kind from a point of the map or a typed address."""
    form = WhereForm(request.GET or None)
    context: dict[str, object] = {"form": form, "nav": "map", "walk": walking.walk()}
    status = 200
    if form.is_bound and not form.is_valid():
        context["problem"] = next(iter(next(iter(form.errors.values()))))
        status = UNPROCESSABLE
    elif form.is_bound:
        context |= _from(request, form)
    context["brief"] = bool(request.headers.get("HX-Request"))
    part = "insight/nearest.html#answer" if context["brief"] else "insight/nearest.html"
    return render(request, part, context, status=status)


def _from(request: ActedRequest, form: WhereForm) -> dict[str, object]:
    data = form.cleaned_data
    if data.get("lon") is not None and data.get("lat") is not None:
        return {"found": walking.nearest(data["lon"], data["lat"]), "from_words": "图上点的地方"}
    match = addresses.match_address(request.actor, data["q"])
    pin = next((pin for pk in (match.building_id, match.compound_id) if pk and (pin := shape_at(pk))), None)
    if pin is None:
        return {"unplaced": True, "matched": match.label}
    lon, lat = degrees(pin.x, pin.y)
    return {"found": walking.nearest(lon, lat), "from_words": match.label}


@require_safe
@staff_page("insight.map")
def cover(request: ActedRequest) -> HttpResponse:
    """Of each community's houses, from how many a facility of each kind is reached on foot in time."""
    region = region_asked(request)
    context: dict[str, object] = {"nav": "map", "region": region, "walk": walking.walk()}
    if region.level in TOO_WIDE:
        context["below"] = [one for one in regions.children(region.id) if request.actor.sees(one.id)]
    else:
        context["rows"] = _rows(request, region)
    return render(request, "insight/cover.html", context)


def _rows(request: ActedRequest, region: regions.RegionInfo) -> list[dict[str, object]]:
    ids: list[UUID] = [region.id]
    if region.level == regions.TOWNSHIP:
        ids = [one.id for one in regions.children(region.id) if request.actor.sees(one.id)]
    elif region.level in {regions.GRID, regions.GROUP}:
        ids = [region.path_ids[-2]]
    names = {one.id: one for one in regions.infos(ids)}
    return [{"region": names[one.region_id], "cover": one} for one in walking.covered(ids)]
