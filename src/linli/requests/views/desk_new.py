"""替人登记: one page for a caller or a visitor, then the slip with number and query code."""

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotVisible, Refused
from linli.kernel.middleware import ActedRequest
from linli.regions import contract as regions
from linli.requests import operations, queries
from linli.requests.forms.desk import DeskForm
from linli.requests.operations import Filing, Place, Requester
from linli.requests.queries import whereabouts
from linli.requests.rules import emergency
from linli.requests.views.desk import place_crumbs
from linli.requests.views.desk_acts import uuids
from linli.requests.views.desk_place import chosen_place, guesses

UNPROCESSABLE = 422
FIRST_CHANNEL = {"grid_worker": "grid", "rep": "grid", "property": "property"}


def _community(request: ActedRequest) -> regions.RegionInfo | None:
    """The community that is filed into: the post's own, or one of those below that was chosen."""
    scope = request.actor.scope
    picked = [one for one in uuids([str(request.POST.get("region", request.GET.get("region", "")))]) if one in scope]
    home = request.actor.grants[0].region_id if request.actor.grants else None
    wanted = picked[0] if picked else home
    found = regions.info(wanted) if wanted else None
    return found if found and found.level == regions.COMMUNITY else None


@require_http_methods(["GET", "POST"])
@staff_page("requests.file_for_other")
def new(request: ActedRequest) -> HttpResponse:
    """Write down what a caller or a visitor says. A second press with the same op_id files nothing new."""
    community = _community(request)
    first = {"channel": FIRST_CHANNEL.get(request.actor.role, "phone"), "privacy": "hidden"}
    form = DeskForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and "look" not in request.POST and community:
        if form.is_valid():
            return _file(request, form, community)
        return _page(request, form, community, status=UNPROCESSABLE)
    return _page(request, form, community)


def _page(
    request: ActedRequest, form: DeskForm, community: regions.RegionInfo | None, place_error: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    typed = str(request.POST.get("address", ""))[:120]
    danger = emergency.detect("", str(request.POST.get("text", "")), ticked=bool(request.POST.get("danger")))
    context: dict[str, Any] = {
        "form": form, "community": community, "typed": typed, "place_error": place_error, "error": error, "danger": danger,
        "building": request.POST.get("building", "") or request.POST.get("building_listed", ""),
        "near": guesses(request, community.id, typed) if community and place_error else [],
        "buildings": whereabouts.buildings_to_pick(community.id) if community else [],
        "communities": _choices(request) if community is None or len(request.actor.scope) > 1 else [],
        "nav": "desk", "crumbs": [*place_crumbs(request.actor), {"name": "替人登记"}],
    }  # fmt: skip
    return render(request, "requests/desk_new.html", context, status=status)


def _choices(request: ActedRequest) -> list[regions.RegionInfo]:
    home = request.actor.grants[0].region_id if request.actor.grants else None
    return [one for one in regions.children(home) if one.level == regions.COMMUNITY] if home else []


def _place(request: ActedRequest, community: UUID) -> Place | None:
    """The place, None when an address fits several; a community alone where nothing was given."""
    typed = str(request.POST.get("address", "")).strip()[:120]
    found = chosen_place(request, community)
    if found is not None:
        return found
    if not typed:
        return Place(community)
    if guesses(request, community, typed) and not request.POST.get("unsure"):
        return None
    return Place(community, text=typed)


def _file(request: ActedRequest, form: DeskForm, community: regions.RegionInfo) -> HttpResponse:
    said = form.cleaned_data
    place = _place(request, community.id)
    if place is None:
        return _page(request, form, community, place_error="像这几处，选一个；都不是就勾“先这样记”。", status=UNPROCESSABLE)
    filing = Filing(
        type=said["type"], text=said["text"], place=place, privacy=said["privacy"], channel=said["channel"],
        occurred_on=said["occurred_on"], in_danger=said["danger"], about=said["about"],
    )  # fmt: skip
    try:
        row = operations.file_for_other(
            request.actor, filing, Requester(said["name"], said["phone"]), op_id=said["op_id"], uploads=request.FILES.getlist("photo")
        )
    except Refused as refusal:
        names = {"requester_name": "name", "photo": None}
        for name, texts in (refusal.fields if isinstance(refusal, Invalid) else {}).items():
            field = names.get(name, name)
            for text in texts:
                form.add_error(field if field in form.fields else None, text)
        error = "" if form.errors else refusal.message
        return _page(request, form, community, error=error, status=refusal.status)
    if not queries.sees(request.actor, row.pk):
        who = "牵涉人身安全，书记和指挥中心马上接手" if row.restricted else "反映的是您这一边的人，交给上一级看"
        messages.success(request, f"登记好了，编号 {row.number}，请居民记下。这件{who}，您这里看不到。")
        return HttpResponseRedirect("/desk/")
    messages.success(request, f"登记好了，编号 {row.number}。把回执单给居民，或念给他记下。")
    return HttpResponseRedirect(f"/desk/requests/{row.pk}/slip/")


@never_cache
@require_GET
@staff_page("requests.file_for_other")
def slip(request: ActedRequest, request_id: UUID) -> HttpResponse:
    """回执单: number, query code and where to look, for who has no account.

    Only for what was written down at the desk, and for a restricted matter whose requester lost the code that opens it.
    """
    found = queries.slip(request.actor, request_id)
    if not found.filed_by and not found.restricted:
        raise NotVisible
    address = request.build_absolute_uri("/track/")
    picture = segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True, svgclass="slip-qr", lineclass="slip-qr-line")
    return render(
        request,
        "requests/desk_slip.html",
        {"slip": found, "qr": picture, "address": address, "request_id": request_id, "nav": "desk"},
    )
