"""One matter at the desk (look D2): seen, acted upon, printed; name and phone shown for a stated purpose."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel import profiles, reads
from linli.kernel.doors import staff_page
from linli.kernel.errors import Conflict, Invalid, NotPermitted, NotVisible, Refused, TooMany
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import whole
from linli.requests import operations, queries
from linli.requests.operations.answering import CANNED
from linli.requests.views import desk_page
from linli.requests.views.desk_acts import BY_VERB, Doing
from linli.requests.views.desk_page import Refusal
from linli.requests.views.filters import ANYBODY, as_query, filters_of


@require_GET
@staff_page(*ANYBODY)
def matter(request: ActedRequest, request_id: UUID) -> HttpResponse:
    """Evidence, decision, clock and history of one matter."""
    return _page(request, request_id)


def _page(
    request: ActedRequest, request_id: UUID, refusal: Refusal | None = None, opened: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    found = queries.matter(actor, request_id)
    data = request.GET if request.method == "GET" else QueryDict(request.POST.get("back", ""))
    filters = filters_of(data, "all")
    previous, following = queries.neighbours(actor, request_id, filters)
    context = desk_page.build(actor, found, refusal, change=bool(request.GET.get("change")))
    context |= {
        "nav": "requests",
        "query": as_query(filters),
        "list_label": queries.TABS[filters.tab],
        "list_url": f"/desk/requests/?{as_query(filters)}",
        "previous": previous,
        "following": following,
        "opened": opened,
        "conflict": isinstance(refusal.error, Conflict) if refusal else False,
        "canned": CANNED,
    }
    return render(request, "requests/desk_matter.html", context, status=status)


@require_POST
@staff_page(*ANYBODY)
def act(request: ActedRequest, request_id: UUID, verb: str) -> HttpResponse:
    """One verb. A refusal shows the page again with the reason and everything that was typed."""
    if verb not in BY_VERB:
        raise NotVisible
    if whole(request.POST.get("canned", "")) is not None:
        return _with_canned(request, request_id, verb)
    run, done = BY_VERB[verb]
    try:
        run(Doing(request.actor, request_id, request.POST, request.FILES.get("photo")))
    except NotVisible:
        raise
    except Refused as refusal:
        return _page(request, request_id, Refusal(verb, refusal, request.POST), status=refusal.status)
    messages.success(request, done)
    back = request.POST.get("back", "")
    query = as_query(filters_of(QueryDict(back), "all"))
    try:
        queries.visible(request.actor, request_id)
    except NotVisible:
        return HttpResponseRedirect("/desk/")
    return HttpResponseRedirect(f"/desk/requests/{request_id}/?{query}")


def _with_canned(request: ActedRequest, request_id: UUID, verb: str) -> HttpResponse:
    """The form again, with a ready-made sentence put under what was typed; it must be changed before it goes."""
    typed = request.POST.copy()
    number = whole(typed["canned"]) or 0
    name = "reply" if verb == "finish" else "text"
    said = CANNED[number] if number < len(CANNED) else ""
    typed[name] = "\n".join(part for part in (str(typed.get(name, "")).strip(), said) if part)
    return _page(request, request_id, Refusal(verb, None, typed))


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page("requests.add_note")
def reveal(request: ActedRequest, request_id: UUID) -> HttpResponse:
    """查看原因 in place, then name and phone for a minute. Without script both are the whole page of the matter."""
    queries.visible(request.actor, request_id)
    box = _reveal_box(request, request_id)
    if request.method == "GET":
        return _reveal_page(request, request_id, box)
    try:
        shown = operations.reveal_requester(
            request.actor, request_id, purpose=request.POST.get("purpose", ""), note=request.POST.get("note", "")
        )
    except (Invalid, TooMany, NotPermitted) as refusal:
        return _reveal_page(request, request_id, box | {"error": refusal.message}, refusal.status)
    return _reveal_page(request, request_id, box | {"value": f"{shown.name} {shown.phone}".strip(), "tel": shown.phone})


def _reveal_box(request: ActedRequest, request_id: UUID) -> dict[str, Any]:
    _, day = reads.used(request.actor)
    order = ("matter", "contact", "emergency", "check", "other")
    return {
        "reasons": [(code, reads.PURPOSES[code]) for code in order],
        "quota": f"今天看过 {day} 次，上限 {profiles.value('reveal_per_day')} 次",
        "seconds": profiles.value("reveal_seconds"),
        "action": f"/desk/requests/{request_id}/reveal/",
        "back": f"/desk/requests/{request_id}/",
    }


def _reveal_page(request: ActedRequest, request_id: UUID, box: dict[str, Any], status: int = 200) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "requests/desk_reveal.html", {"box": box}, status=status)
    return _page(request, request_id, opened=box, status=status)


@require_GET
@staff_page(*ANYBODY)
def paper(request: ActedRequest, request_id: UUID) -> HttpResponse:
    """One matter on paper: for the file, for the visit. Name and phone stay masked."""
    found = queries.matter(request.actor, request_id)
    return render(
        request, "requests/desk_paper.html", {"papers": [desk_page.build(request.actor, found, None, change=False)], "nav": "requests"}
    )
