"""工作台: the queue, its filters and tabs, what was chosen in it, and the alerts above it (look D1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from linli.kernel import words as sealed_words
from linli.kernel.actor import Actor
from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.regions import contract as regions
from linli.requests import operations, queries
from linli.requests.queries import Filters, desk_more
from linli.requests.rules import catalogue, states, words
from linli.requests.views.desk_views import MOST, views_of
from linli.requests.views.filters import ANYBODY, as_query, filters_of

OPEN_TABS = tuple(code for code in queries.TABS if code != "closed")
GROUP_NOTES = {"new": "等分类", "stopped": "居民能看到为什么停"}
FEW_REGIONS = 12


@dataclass(frozen=True)
class Choice:
    """One filter: a list to choose from, or the chosen value with the address that lets go of it."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""
    without: str = ""


def _grids(actor: Actor) -> tuple[tuple[str, str], ...]:
    if len(actor.scope) > FEW_REGIONS or actor.grids:
        return ()
    home = actor.grants[0].region_id if actor.grants else None
    found = regions.children(home, hierarchy=regions.GRIDS) if home else []
    return tuple((str(grid.id), grid.name) for grid in found)


def _choices(actor: Actor, filters: Filters) -> list[Choice]:
    open_states = [(code, state.label) for code, state in states.STATUSES.items() if (code in states.OPEN) != (filters.tab == "closed")]
    rows: tuple[tuple[str, str, str, Iterable[tuple[str, str]], str], ...] = (
        ("grid", "grid_id", "网格", _grids(actor), str(filters.grid_id or "")),
        ("sanshi", "sanshi", "三事", words.SANSHI.items(), filters.sanshi),
        ("category", "category", "类别", ((code, one.name) for code, one in catalogue.CATEGORIES.items()), filters.category),
        ("status", "status", "状态", open_states, filters.status),
        ("channel", "channel", "来源", words.CHANNELS.items(), filters.channel),
    )
    found = []
    for name, field, label, options, value in rows:
        listed = tuple(options)
        chosen = dict(listed).get(value, "")
        without = as_query(filters, **{field: None if field == "grid_id" else ""})
        if listed:
            found.append(Choice(name, label, listed, chosen, without if chosen else ""))
    return found


def _shell(actor: Actor, filters: Filters, base: str) -> dict[str, Any]:
    counted = queries.counts(actor)
    tabs = [
        {
            "code": code,
            "label": queries.TABS[code],
            "count": counted[code],
            "query": as_query(filters, tab=code),
            "here": code == filters.tab,
        }
        for code in OPEN_TABS
    ]
    if base != "/desk/":
        tabs.append({"code": "closed", "label": "办完的", "query": as_query(filters, tab="closed"), "here": filters.tab == "closed"})
    return {"tabs": tabs, "open_count": counted["all"], "base": base}


def _views(request: ActedRequest, filters: Filters) -> dict[str, Any]:
    """The kept views, the one shown now, and whether these filters may be kept."""
    views, here = views_of(request), as_query(filters, text="")
    shown = next((one for one in views if one.query == here), None)
    narrowed = as_query(replace(filters, tab="", text="")) != ""
    return {"views": views, "view": shown, "view_query": here, "may_keep": narrowed and shown is None and len(views) < MOST}


def _list(request: ActedRequest, *, base: str, default: str, title: str) -> HttpResponse:
    actor, filters = request.actor, filters_of(request.GET, default)
    page = queries.desk(actor, filters, after=request.GET.get("after", ""))
    context = {
        "page": page,
        "groups": [(group, GROUP_NOTES.get(group.key, "")) for group in page.groups],
        "filters": filters,
        "sealed": sealed_words.into_address(filters.text),
        "one_day": ("today",),
        "answered": desk_more.answered_by(row.id for row in page.rows if row.emergency),
        "choices": _choices(actor, filters),
        "query": as_query(filters),
        **_views(request, filters),
        "without_text": as_query(filters, text=""),
        "filtered": as_query(replace(filters, tab="")) != "",
        "alerts": queries.alerts(actor),
        "may_file": actor.may_anywhere("requests.file_for_other"),
        "may_sort": actor.may_anywhere("requests.dispatch"),
        "first_page": not request.GET.get("after"),
        "title": title,
        "nav": "desk" if base == "/desk/" else "requests",
        "crumbs": place_crumbs(actor),
        "search_hint": "搜编号、题目、地方",
    }
    return render(request, "requests/desk_queue.html", context | _shell(actor, filters, base))


def place_crumbs(actor: Actor) -> list[dict[str, object]]:
    """Where the acting post is: 南岸区 › 弹子石街道 › 金竹社区."""
    region = regions.info(actor.grants[0].region_id) if actor.grants else None
    if region is None:
        return []
    path = region.path[1:] or region.path
    return [{"name": name, "demo": region.demo and name == path[-1]} for name in path]


@require_GET
@staff_page(*ANYBODY)
def queue(request: ActedRequest) -> HttpResponse:
    """今天的事: what waits, the most pressing first; for a post that handles nothing all it sees."""
    handles = any(request.actor.may_anywhere(one) for one in ("requests.sign", "requests.accept"))
    return _list(request, base="/desk/", default="mine" if handles else "all", title="今天的事")


@require_GET
@staff_page(*ANYBODY)
def everything(request: ActedRequest) -> HttpResponse:
    """事项: all matters this post sees, finished ones too."""
    return _list(request, base="/desk/requests/", default="all", title="事项")


@require_POST
@staff_page("requests.see_alert")
def alert(request: ActedRequest, alert_id: UUID) -> HttpResponse:
    """我看到了: who saw an emergency is on record; then to the matter."""
    operations.see_alert(request.actor, alert_id)
    wanted = uuid_or_none(request.POST.get("matter", ""))
    return HttpResponseRedirect(f"/desk/requests/{wanted}/" if wanted else "/desk/")
