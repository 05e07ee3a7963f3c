"""Several matters at once: hand out, merge, print. A page to look at first, then one operation each."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, Refused
from linli.kernel.middleware import ActedRequest
from linli.requests import operations, queries
from linli.requests.models import Request
from linli.requests.operations import To
from linli.requests.queries import desk_more
from linli.requests.rules import states
from linli.requests.views import desk_page
from linli.requests.views.desk_acts import uuids
from linli.requests.views.filters import ANYBODY

MOST, MOST_PAPERS = 50, 12


@require_http_methods(["GET", "POST"])
@staff_page(*ANYBODY)
def bulk(request: ActedRequest) -> HttpResponse:
    """What was ticked in the queue. Rows of others are simply not there."""
    data = request.POST if request.method == "POST" else request.GET
    doing = str(data.get("do", "dispatch"))
    rows = desk_more.several(request.actor, uuids(data.getlist("pick"))[:MOST])
    if doing == "print":
        return _papers(request, rows)
    if request.method == "GET" or not rows:
        return _page(request, doing, rows)
    try:
        with transaction.atomic():
            done = _merge(request, rows) if doing == "merge" else _dispatch(request, rows)
    except Refused as refusal:
        return _page(request, doing, rows, refusal.message, refusal.status)
    messages.success(request, done)
    return HttpResponseRedirect("/desk/")


def _page(request: ActedRequest, doing: str, rows: list[Request], error: str = "", status: int = 200) -> HttpResponse:
    ready = [row for row in rows if row.status in {states.CLASSIFIED, states.HARD}] if doing == "dispatch" else rows
    people = desk_more.receivers(rows[0].region_id) if rows and doing == "dispatch" else []
    context = {
        "doing": doing, "rows": rows, "ready": ready, "not_ready": [row for row in rows if row not in ready], "error": error,
        "people": desk_page.grouped(people, str(request.POST.get("to", ""))), "nav": "desk", "main": request.POST.get("main", ""),
    }  # fmt: skip
    return render(request, "requests/desk_bulk.html", context, status=status)


def _to(request: ActedRequest, region_id: UUID) -> To:
    said = str(request.POST.get("to", ""))
    found = next((one for one in desk_more.receivers(region_id) if one.key == said), None)
    if found is None:
        message = "选一个人或单位，再派单。"
        raise Invalid(message, {"to": [message]})
    return found.to


def _dispatch(request: ActedRequest, rows: list[Request]) -> str:
    ready = [row for row in rows if row.status in {states.CLASSIFIED, states.HARD}]
    to = None
    for row in ready:
        to = _to(request, row.region_id)  # somebody of one community is nobody's choice in another
        operations.dispatch(request.actor, row.pk, to=to, version=row.version)
    return f"{len(ready)} 件交给{to.unit}{to.user_name}了。" if to else "没有能派的，先分好类。"


def _merge(request: ActedRequest, rows: list[Request]) -> str:
    chosen = uuids([str(request.POST.get("main", ""))])
    main = next((row for row in rows if row.pk in chosen), None)
    if main is None:
        message = "选一件当主件，别的并到它。"
        raise Invalid(message, {"main": [message]})
    operations.merge(request.actor, main.pk, [row.pk for row in rows if row.pk != main.pk])
    return f"{len(rows) - 1} 件并到 {main.number} 了，各户各收各的答复。"


def _papers(request: ActedRequest, rows: list[Request]) -> HttpResponse:
    shown = [desk_page.build(request.actor, queries.matter(request.actor, row.pk), None, change=False) for row in rows[:MOST_PAPERS]]
    return render(request, "requests/desk_paper.html", {"papers": shown, "nav": "desk"})
