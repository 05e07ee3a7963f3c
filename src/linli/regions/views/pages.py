"""Pages of 区划: browse both trees by date, search, and what the sources do not agree on."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.kernel.errors import NotVisible
from linli.regions import queries, rules
from linli.regions.forms import OnForm
from linli.regions.models import Region
from linli.regions.queries import RegionInfo
from linli.regions.views.changes import CHANGES
from linli.regions.views.common import DESK, actor_of, base_context


@require_GET
def browse(request: HttpRequest) -> HttpResponse:
    """The top of the tree on a day."""
    form = OnForm(request.GET)
    if form.typed():
        return search_page(request, form)
    top = queries.children(None, form.day())
    if top:
        return region_page(request, Region.objects.get(pk=top[0].id), form)
    return render(request, "regions/nothing.html", base_context(request) | {"form": form, "day": form.day()})


def region_page(request: HttpRequest, one: Region, form: OnForm) -> HttpResponse:
    """One region on a day: where it lies, what lies below, codes, outline, history."""
    day, info = form.day(), queries.info(one.pk, form.day())
    totals = queries.totals(one.pk, day)
    actor = actor_of(request)
    context = base_context(request) | {
        "form": form,
        "day": day,
        "region": one,
        "level": rules.LEVELS[one.level],
        "info": info,
        "crumbs": queries.infos(info.path_ids, day) if info else [],
        "below": _below(one.pk, day),
        "totals": [(label, totals[level]) for level, label in rules.LEVELS.items() if level in totals],
        "codes": queries.codes(one.pk, day),
        "boundary": queries.boundary_note(one.pk, day),
        "contact": queries.contact(one.pk, day),
        "history": queries.history(one),
        "moves": queries.moves(one.pk),
        "doubts": queries.doubts(one.pk),
        "changes": [change for change in CHANGES.values() if change.offered(actor, one)],
    }
    return render(request, "regions/region.html", context)


def _below(region_id: UUID, day: date) -> list[tuple[str, list[tuple[RegionInfo, int]]]]:
    """The regions directly below in each hierarchy, each with how many stand below it in turn."""
    trees = [(label, queries.children(region_id, day, hierarchy)) for hierarchy, label in rules.HIERARCHIES.items()]
    counts = queries.child_counts([child.id for _, infos in trees for child in infos], day)
    return [(label, [(child, counts.get(child.id, 0)) for child in infos]) for label, infos in trees if infos]


def search_page(request: HttpRequest, form: OnForm) -> HttpResponse:
    """Hits as links, and what was abolished before that day."""
    day, typed = form.day(), form.typed()
    context = base_context(request) | {
        "form": form,
        "day": day,
        "typed": typed,
        "hits": queries.search(typed, on=day) if typed else [],
        "gone": queries.gone(typed, day) if typed else [],
    }
    return render(request, "regions/found.html", context)


@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """What the two lists do not agree on, for staff."""
    if actor_of(request).door != DESK:
        raise NotVisible
    groups: dict[str, list[Any]] = {}
    for doubt in queries.doubts():
        groups.setdefault(doubt.get_kind_display(), []).append(doubt)
    return render(request, "regions/report.html", base_context(request) | {"groups": groups})
