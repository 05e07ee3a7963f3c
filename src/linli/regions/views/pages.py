"""Pages of 区划: browse both trees by date, search, and what the sources do not agree on."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.regions import queries, rules
from linli.regions.forms import OnForm
from linli.regions.models import Region
from linli.regions.queries import RegionInfo
from linli.regions.views.changes import CHANGES
from linli.regions.views.common import actor_of, at_desk, base_context


@require_GET
def browse(request: HttpRequest) -> HttpResponse:
    """The top of the tree on a day."""
    form = OnForm(request.GET)
    if form.typed():
        return search_page(request, form)
    top = Region.objects.filter(level=rules.CITY).first()
    if top is not None:
        return region_page(request, top, form)
    template = "regions/nothing.html" if at_desk(request) else "regions/place.html"
    return render(request, template, base_context(request) | {"title": "区划", "day": form.day()})


def region_page(request: HttpRequest, one: Region, form: OnForm) -> HttpResponse:
    """One region on a day: where it lies, what lies below, codes, outline, history."""
    day, info = form.day(), queries.info(one.pk, form.day())
    context = base_context(request, info, day) | {
        "title": info.name if info else one.name,
        "day": day,
        "region": one,
        "info": info,
        "below": _below(one.pk, day),
        "boundary": queries.boundary_note(one.pk, day),
        "contact": queries.contact(one.pk, day),
    }
    if not at_desk(request):
        return render(request, "regions/place.html", context)
    return render(request, "regions/region.html", context | _for_staff(actor_of(request), one, day))


def _for_staff(actor: Actor, one: Region, day: date) -> dict[str, Any]:
    totals = queries.totals(one.pk, day)
    return {
        "level": rules.LEVELS[one.level],
        "totals": [(label, totals[level]) for level, label in rules.LEVELS.items() if level in totals],
        "codes": queries.codes(one.pk, day),
        "history": queries.history(one),
        "moves": queries.moves(one.pk),
        "doubts": queries.doubts(one.pk),
        "changes": [change for change in CHANGES.values() if change.offered(actor, one)],
    }


def _below(region_id: UUID, day: date) -> list[tuple[str, list[tuple[RegionInfo, int]]]]:
    """The regions directly below in each hierarchy, each with how many stand below it in turn."""
    trees = queries.branches(region_id, day)
    counts = queries.child_counts([child.id for infos in trees.values() for child in infos], day)
    return [
        (label, [(child, counts.get(child.id, 0)) for child in trees[hierarchy]])
        for hierarchy, label in rules.HIERARCHIES.items()
        if hierarchy in trees
    ]


def search_page(request: HttpRequest, form: OnForm) -> HttpResponse:
    """Hits as links, and what was abolished before that day."""
    day, typed = form.day(), form.typed()
    context = base_context(request) | {
        "title": "找区划",
        "crumbs": [{"name": "区划", "url": reverse("regions:browse")}, {"name": "找区划"}],
        "day": day,
        "typed": typed,
        "hits": queries.search(typed, on=day) if typed else [],
        "gone": queries.gone(typed, day) if typed else [],
    }
    return render(request, "regions/found.html" if context["desk"] else "regions/place.html", context)


@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """What the two lists do not agree on, for staff."""
    if not at_desk(request):
        raise NotVisible
    groups: dict[str, list[Any]] = {}
    for doubt in queries.doubts():
        groups.setdefault(doubt.get_kind_display(), []).append(doubt)
    return render(
        request,
        "regions/report.html",
        base_context(request)
        | {"groups": groups, "crumbs": [{"name": "区划", "url": reverse("regions:browse")}, {"name": "对不上的地方"}]},
    )
