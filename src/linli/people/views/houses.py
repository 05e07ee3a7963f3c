"""改房屋和楼栋的资料, 分户, 合户, and who goes where afterwards."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.people.forms import BuildingFactsForm, HouseFactsForm, MergeHousesForm, SplitHouseForm
from linli.people.operations import succession
from linli.people.queries.succession import waiting
from linli.people.views.shared import KEEP, crumbs, house_crumbs, page
from linli.places import contract as places


def _house(request: ActedRequest, house_id: UUID, permission: str) -> places.HouseInfo:
    found = places.house(house_id)
    if found is None or found.followed_by or not request.actor.may(permission, found.region_id):
        raise NotVisible
    return found


@require_http_methods(["GET", "POST"])
@staff_page("places.correct_house")
def correct(request: ActedRequest, house_id: UUID) -> HttpResponse:
    """The facts of a house."""
    house = _house(request, house_id, "places.correct_house")
    form = HouseFactsForm(request.POST or None, initial=places.facts(request.actor, house_id))

    def done(said: dict[str, Any]) -> str:
        version = said.pop("version")
        places.correct_house(request.actor, house_id, places.HouseFacts(**said), version=version, op_id=op_id(request))
        return f"/registry/houses/{house_id}/"

    return _post(request, form, "改房屋资料", f"/registry/houses/{house_id}/", house_crumbs(house, ("改房屋资料", "")), done)


@require_http_methods(["GET", "POST"])
@staff_page("places.correct_building")
def building(request: ActedRequest, building_id: UUID) -> HttpResponse:
    """The facts of a building."""
    found = places.building(building_id)
    if found is None or not request.actor.may("places.correct_building", found.region_id):
        raise NotVisible
    form = BuildingFactsForm(request.POST or None, initial=places.facts(request.actor, building_id))
    back = f"/registry/buildings/{building_id}/"
    above = f"/registry/compounds/{found.compound_id}/"
    trail = crumbs(found.region_id, (found.compound_name, above), (found.label, back), ("改楼栋资料", ""))

    def done(said: dict[str, Any]) -> str:
        version = said.pop("version")
        places.correct_building(request.actor, building_id, places.BuildingFacts(**said), version=version, op_id=op_id(request))
        return back

    return _post(request, form, "改楼栋资料", back, trail, done)


@require_http_methods(["GET", "POST"])
@staff_page("places.split_house")
def split(request: ActedRequest, house_id: UUID) -> HttpResponse:
    """分户: one house becomes several."""
    house = _house(request, house_id, "places.split_house")
    form = SplitHouseForm(request.POST or None, initial={"version": house.version})

    def done(said: dict[str, Any]) -> str:
        numbers = tuple(part for part in re.split(r"[、,，;；\s]+", said["numbers"]) if part)
        made = places.split_house(request.actor, house_id, numbers, version=said["version"], op_id=op_id(request))
        return f"/registry/buildings/{house.building.id}/?house={made[0]}"

    back = f"/registry/houses/{house_id}/"
    return _post(request, form, "房屋分户", back, house_crumbs(house, ("房屋分户", "")), done)


@require_http_methods(["GET", "POST"])
@staff_page("places.merge_houses")
def merge(request: ActedRequest, house_id: UUID) -> HttpResponse:
    """合户: neighbours of the unit join this house."""
    house = _house(request, house_id, "places.merge_houses")
    rooms = [room for floor in places.wall(request.actor, house.building.id).floors for unit in floor.units for room in unit]
    near = [(str(room.id), room.label) for room in rooms if room.unit == house.unit and room.id != house_id]
    form = MergeHousesForm(request.POST or None, initial={"number": house.number})
    form.fields["houses"].choices = near  # type: ignore[attr-defined]

    def done(said: dict[str, Any]) -> str:
        ids = (house_id, *(UUID(one) for one in said["houses"]))
        made = places.merge_houses(request.actor, ids, said["number"], op_id=op_id(request))
        return f"/registry/buildings/{house.building.id}/?house={made}"

    back = f"/registry/houses/{house_id}/"
    return _post(request, form, "房屋合户", back, house_crumbs(house, ("房屋合户", "")), done)


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.settle_link")
def settle(request: ActedRequest) -> HttpResponse:
    """Who of a split house lives in which part."""
    error = ""
    if request.method == "POST":
        try:
            link, chosen = UUID(request.POST.get("link", "")), UUID(request.POST.get("house", ""))
            succession.settle_link(request.actor, link, chosen, op_id=op_id(request))
        except ValueError:
            error = "先选一套房子。"
        except Refused as refusal:
            error = refusal.message
        else:
            messages.success(request, "定好了。")
            return HttpResponseRedirect("/registry/splits/")
    rows = [(row, new_id()) for row in waiting(request.actor)]
    trail = [{"name": "人口与房屋", "url": "/registry/"}, {"name": "分户以后待定的", "url": ""}]
    return page(request, "people/splits.html", {"rows": rows, "error": error, "crumbs": trail}, status=422 if error else 200)


def _post(  # what one form page is made of
    request: ActedRequest, form: forms.Form, action: str, back: str, trail: list[dict[str, object]], done: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            onward = done(dict(form.cleaned_data))
        except Refused as refusal:
            if isinstance(refusal, Invalid):
                take(form, refusal)
            else:
                take(form, refusal)
        else:
            messages.success(request, "登记好了，以前的记录都还在。")
            return HttpResponseRedirect(onward)
    context = {"form": form, "title": action, "action": action, "house": None, "back": back, "crumbs": trail, "op_id": new_id()}
    return page(request, "people/change_form.html", context, status=422 if form.errors else 200)
