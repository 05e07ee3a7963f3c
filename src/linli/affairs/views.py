"""事情总表: what happened where, with the way to each source; the source's page asks its own permission."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.affairs import queries, rules
from linli.affairs.sources import LINKS, READERS
from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none

ASKED = ("type", "state", "q", "region", "building", "since", "until")


@require_GET
@staff_page("affairs.view")
def affairs(request: ActedRequest) -> HttpResponse:
    """The list by type, state, place and days, and the counts of each community."""
    said = {name: request.GET.get(name, "").strip()[:60] for name in ASKED}
    wanted = queries.Wanted(
        said["type"] if said["type"] in rules.TYPES else "",
        said["state"] if said["state"] in rules.STATES else "",
        said["q"],
        uuid_or_none(said["region"]),
        uuid_or_none(said["building"]),
        _day(said["since"]),
        _day(said["until"]),
    )
    found = queries.affairs(request.actor, wanted, uuid_or_none(request.GET.get("after", "")))
    counted = queries.by_community(request.actor)
    context = {
        "nav": "affairs",
        "rows": [(row, _source(request, row.type, row.parent_id)) for row in found.rows],
        "more": f"?{urlencode({name: text for name, text in said.items() if text} | {'after': found.more})}" if found.more else "",
        "said": said,
        "filtered": any(said.values()),
        "types": rules.TYPES.items(),
        "states": rules.STATES.items(),
        "counted": counted,
        "number": sum(sums["all"] for _, _, sums in counted),
        "open": sum(sums["open"] for _, _, sums in counted),
    }
    return render(request, "affairs/list.html", context)


def _source(request: ActedRequest, kind: str, parent_id: object) -> str:
    """Where the affair itself is read, for a post that may open that page."""
    return LINKS[kind].format(parent_id) if any(map(request.actor.may_anywhere, READERS[kind])) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
