"""设施: the list with what is due, a facility's card with its history, registering, looking after."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.organisations.forms import FacilityForm, FoundForm
from linli.organisations.views.shared import area, communities, crumbs, page
from linli.places import contract as places

LIST = "/organisations/facilities/"
SAID = (
    "kind", "name", "code", "place_text", "lon", "lat", "owner", "maintainer", "maintainer_phone", "cycle_days", "open_hours", "accessible",
    "warranty_until",
)  # fmt: skip
PAGE = 50


@require_GET
@staff_page("places.view_facilities")
def facilities(request: ActedRequest) -> HttpResponse:
    """Facilities of the area, filtered by kind, state and what is overdue."""
    text = request.GET.get("q", "").strip()[:60]
    wanted = places.Wanted(request.GET.get("kind", ""), request.GET.get("state", ""), text, "late" in request.GET)
    here, grids = area(request.actor), request.actor.grids
    last, last_id = request.GET.get("name", ""), uuid_or_none(request.GET.get("after", ""))
    rows = places.facilities(here, wanted, grids=grids, after=(last, last_id) if last_id else None)
    kinds, states, late = places.facility_counts(here, grids=grids)
    kept = {"kind": wanted.kind, "state": wanted.state, "q": text} | ({"late": "1"} if wanted.late else {})
    more = urlencode(kept | {"name": rows[PAGE - 1].name, "after": rows[PAGE - 1].id}) if len(rows) > PAGE else ""
    context = {
        "tab": "facilities",
        "rows": rows[:PAGE],
        "more": f"?{more}" if more else "",
        "wanted": wanted,
        "kinds": [(code, label, kinds[code]) for code, label in places.FACILITY_KINDS.items() if kinds[code]],
        "states": [(code, label, states[code]) for code, label in places.FACILITY_STATES.items() if states[code]],
        "late": late,
        "total": sum(kinds.values()),
        "may_register": bool(communities(request, "places.register_facility")),
    }
    return page(request, "organisations/facilities.html", context)


@require_http_methods(["GET", "POST"])
@staff_page("places.view_facilities")
def facility(request: ActedRequest, facility_id: UUID) -> HttpResponse:
    """A facility's card; posting says what somebody found."""
    row = places.facility(request.actor, facility_id)
    steps = places.facility_steps(row.state)
    form = FoundForm(request.POST or None, steps=steps, initial={"step": "found_good"})
    if request.method == "POST" and form.is_valid():
        try:
            places.check_facility(
                request.actor, facility_id, form.cleaned_data["step"], note=form.cleaned_data["note"], op_id=op_id(request)
            )
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "记下了。" if form.cleaned_data["step"] != "found_faulty" else "记下了，已经自动报修，在“事项”里看。")
            return HttpResponseRedirect(f"{LIST}{facility_id}/")
    context = {
        "tab": "facilities",
        "row": row,
        "form": form,
        "steps": steps,
        "checks": places.facility_checks(request.actor, facility_id),
        "may_check": request.actor.may("places.check_facility", row.region_id),
        "may_change": request.actor.may("places.register_facility", row.region_id),
        "op_id": new_id(),
        "crumbs": crumbs(("设施", LIST), (row.name, "")),
    }
    return page(request, "organisations/facility.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff_page("places.register_facility")
def register(request: ActedRequest) -> HttpResponse:
    """A new facility. A refusal keeps what was typed."""
    here = [info for info in communities(request, "places.register_facility") if info.level == "community"]
    region_id = uuid_or_none(request.POST.get("region", "") or request.GET.get("region", "")) or (here[0].id if here else None)
    form = FacilityForm(request.POST or None, compounds=_compounds(region_id), initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid() and region_id:
        try:
            made = places.register_facility(request.actor, _new(region_id, form), op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, f"{made.name}登记好了。")
            return HttpResponseRedirect(f"{LIST}{made.pk}/")
    context: dict[str, object] = {"here": here, "region_id": region_id, "title": "登记设施", "back": LIST}
    return _form(request, form, context)


@require_http_methods(["GET", "POST"])
@staff_page("places.register_facility")
def change(request: ActedRequest, facility_id: UUID) -> HttpResponse:
    """Correct a facility's data."""
    row = places.facility(request.actor, facility_id)
    if not request.actor.may("places.register_facility", row.region_id):
        raise NotVisible
    initial = {name: getattr(row, name) for name in (*SAID, "version", "compound_id")}
    form = FacilityForm(request.POST or None, compounds=_compounds(row.region_id), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            new = _new(row.region_id, form, building_id=row.building_id)
            places.change_facility(request.actor, facility_id, new, version=form.cleaned_data["version"] or 0)
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "改好了。")
            return HttpResponseRedirect(f"{LIST}{facility_id}/")
    return _form(request, form, {"title": f"改{row.name}", "back": f"{LIST}{facility_id}/"})


def _compounds(region_id: UUID | None) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in places.compounds_of([region_id])] if region_id else []


def _new(region_id: UUID, form: FacilityForm, *, building_id: UUID | None = None) -> places.NewFacility:
    said = {name: form.cleaned_data[name] for name in SAID}
    compound_id = uuid_or_none(form.cleaned_data["compound_id"])
    return places.NewFacility(region_id, compound_id=compound_id, building_id=building_id, **said)


def _form(request: ActedRequest, form: forms.Form, context: dict[str, object]) -> HttpResponse:
    trail = crumbs(("设施", LIST), (str(context["title"]), ""))
    whole = {"tab": "facilities", "form": form, "op_id": new_id(), "crumbs": trail} | context
    return page(request, "organisations/form.html", whole, status=422 if form.errors else 200)
