"""`/map/card/`: the card of one matter, one sign, one building, compound or facility; a fragment beside the map, or a page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.insight.queries import cards
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.places import contract as places


@require_safe
@staff_page("insight.map")
def card(request: ActedRequest) -> HttpResponse:
    """What stands at a sign of the map, or in a line of the list below it."""
    found = _card(request)
    part = "insight/card.html#card" if request.headers.get("HX-Request") else "insight/card.html"
    return render(
        request,
        part,
        {
            "card": found,
            "nav": "map",
            "may_wall": request.actor.may_anywhere("places.view"),
            "may_facility": request.actor.may_anywhere("places.view_facilities"),
        },
    )


def _card(request: ActedRequest) -> cards.Card:
    actor = request.actor
    matter_id, building_id, compound_id = (uuid_or_none(request.GET.get(name, "")) for name in ("request", "building", "compound"))
    facility_id = uuid_or_none(request.GET.get("facility", ""))
    if facility_id:
        return cards.of_facility(actor, facility_id)
    if matter_id:
        return cards.of_matter(actor, matter_id)
    if building_id:
        building = places.building(building_id)
        if building is None or not actor.sees(building.region_id):
            raise NotVisible
        return cards.of_building(actor, building, [building.region_id])
    if compound_id:
        compound = places.compound(compound_id)
        if compound is None or not actor.sees(compound.region_id):
            raise NotVisible
        return cards.of_compound(actor, compound, [compound.region_id])
    return cards.of_cell(actor, request.GET.get("cell", ""))
