"""Registering compounds and buildings, so that a ledger has houses to fill."""

import re
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.people.forms import BuildingForm, CompoundForm
from linli.people.views.shared import communities, crumbs, page
from linli.places import contract as places


@require_http_methods(["GET", "POST"])
@staff_page("places.register_compound")
def compound(request: ActedRequest, region_id: UUID) -> HttpResponse:
    """A new compound of a community."""
    if region_id not in {info.id for info in communities(request, "places.register_compound")}:
        raise NotVisible
    form = CompoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        new = places.NewCompound(
            region_id,
            said["name"],
            said["kind"],
            said["property_mode"],
            said["address"],
            _several(said["aliases"]),
            lon=said["lon"],
            lat=said["lat"],
        )
        try:
            made = places.add_compound(request.actor, new, op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, f"{said['name']}登记好了。接着登记楼栋。")
            return HttpResponseRedirect(f"/registry/compounds/{made}/buildings/new/")
    return _page(request, form, "登记小区", "/registry/", crumbs(region_id, ("登记小区", "")))


@require_http_methods(["GET", "POST"])
@staff_page("places.register_building")
def building(request: ActedRequest, compound_id: UUID) -> HttpResponse:
    """A new building of a compound."""
    found = places.compound(compound_id)
    if found is None or not request.actor.may("places.register_building", found.region_id):
        raise NotVisible
    form = BuildingForm(request.POST or None, initial={"address": found.address})
    if request.method == "POST" and form.is_valid():
        try:
            places.add_building(request.actor, _new_building(compound_id, form), op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, f"{form.cleaned_data['number']} 登记好了。房屋可以从台账导入。")
            return HttpResponseRedirect(f"/registry/compounds/{compound_id}/")
    back = f"/registry/compounds/{compound_id}/"
    return _page(request, form, f"给{found.name}登记楼栋", back, crumbs(found.region_id, (found.name, back), ("登记楼栋", "")))


def _new_building(compound_id: UUID, form: BuildingForm) -> places.NewBuilding:
    said = form.cleaned_data
    floor, name = said["entrance_floor"], said["entrance_name"]
    return places.NewBuilding(
        compound_id,
        said["number"],
        tuple(str(number) for number in range(1, said["units"] + 1)),
        said["floors_above"],
        address=said["address"],
        plates=_several(said["plates"]),
        entrances=(places.Entrance(floor, name),) if floor is not None and name else (),
        lon=said["lon"],
        lat=said["lat"],
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[、,，;；]", text) if part.strip())


def _page(request: ActedRequest, form: forms.Form, title: str, back: str, trail: list[dict[str, object]]) -> HttpResponse:
    context = {"form": form, "title": title, "action": title, "back": back, "crumbs": trail, "op_id": new_id()}
    return page(request, "people/change_form.html", context, status=422 if form.errors else 200)
