"""改位置 and 转到该办的社区: from a typed address or a picked building to a place, chosen among candidates by a person."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotVisible, Refused
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import whole
from linli.regions import contract as regions
from linli.requests import operations, queries
from linli.requests.operations import Place
from linli.requests.queries import whereabouts
from linli.requests.queries.whereabouts import Guess
from linli.requests.views.desk_acts import uuids

UNPROCESSABLE = 422


def version_of(request: ActedRequest) -> int | None:
    """The version the form was made from."""
    return whole(request.POST.get("version", ""))


def guesses(request: ActedRequest, region_id: UUID, typed: str) -> list[Guess]:
    """Candidates for a typed address, the likeliest first."""
    found = whereabouts.from_address(request.actor, typed, region_id) if typed.strip() else None
    if found is None:
        return []
    return [one for one in (found, *found.others) if one.place.building_id or one.place.compound_id]


def chosen_place(request: ActedRequest, region_id: UUID) -> Place | None:
    """What was picked: a building of the list, a candidate, or an address that fits only one place."""
    data = request.POST
    picked = uuids([str(data.get("building", "")), str(data.get("building_listed", ""))])
    if picked:
        guess = whereabouts.at_building(region_id, picked[0])
        if guess is None or guess.place.region_id != region_id:
            return None
        return replace(guess.place, text=str(data.get("address", "")).strip()[:200] or guess.place.label)
    found = guesses(request, region_id, str(data.get("address", ""))[:120])
    if len(found) == 1 and found[0].sure:
        return found[0].place
    return None


@require_http_methods(["GET", "POST"])
@staff_page("requests.confirm_place")
def place(request: ActedRequest, request_id: UUID) -> HttpResponse:
    """Put the place of a matter right inside its own community."""
    row = queries.visible(request.actor, request_id)
    if row.restricted:
        raise NotVisible
    context: dict[str, Any] = {
        "row": row,
        "buildings": whereabouts.buildings_to_pick(row.region_id),
        "typed": row.place_text,
        "may_transfer": request.actor.may("requests.transfer", row.region_id),
        "nav": "requests",
    }
    if request.method == "GET":
        return render(request, "requests/desk_place.html", context)
    context["typed"] = str(request.POST.get("address", ""))[:120]
    found = chosen_place(request, row.region_id)
    try:
        if found is None:
            message = (
                "对上了好几处，选一个再存。"
                if guesses(request, row.region_id, context["typed"])
                else "没对上这个地址，换个写法，或从楼栋里选。"
            )
            raise Invalid(message, {"address": [message]})
        operations.confirm_place(request.actor, request_id, found, version=version_of(request))
    except Refused as refusal:
        context |= {"error": refusal.message, "near": guesses(request, row.region_id, context["typed"])}
        return render(request, "requests/desk_place.html", context, status=refusal.status)
    messages.success(request, "位置改好了。")
    return HttpResponseRedirect(f"/desk/requests/{request_id}/")


@require_http_methods(["GET", "POST"])
@staff_page("requests.transfer")
def transfer(request: ActedRequest, request_id: UUID) -> HttpResponse:
    """Pass a matter to the community where it belongs; the resident needs to say nothing again."""
    row = queries.visible(request.actor, request_id)
    picker = regions.picker(request.POST, "region", label="转到哪个社区（村）")
    context = {"row": row, "picker": picker, "reason": request.POST.get("reason", ""), "nav": "requests"}
    if request.method == "GET" or picker.finding:
        return render(request, "requests/desk_transfer.html", context)
    if picker.chosen is None:
        picker = regions.picker(request.POST, "region", label="转到哪个社区（村）", error="选一个社区或村。")
        return render(request, "requests/desk_transfer.html", context | {"picker": picker}, status=UNPROCESSABLE)
    place_there = Place(picker.chosen.id, text=row.place_text)
    try:
        moved = operations.transfer(request.actor, request_id, place_there, reason=str(context["reason"]), version=version_of(request))
    except Refused as refusal:
        return render(request, "requests/desk_transfer.html", context | {"error": refusal.message}, status=refusal.status)
    messages.success(request, f"转到{picker.chosen.short_name}了，新编号 {moved.number}，已告诉居民。")
    return HttpResponseRedirect(f"/desk/requests/{request_id}/")
