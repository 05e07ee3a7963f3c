"""Addresses that answer as a fragment to htmx and as a full page to everybody else."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from linli.kernel.errors import NotVisible
from linli.regions import queries, rules
from linli.regions.forms import OnForm
from linli.regions.models import Region
from linli.regions.views.pages import region_page, search_page

LONGEST = 60


@require_GET
def region(request: HttpRequest, region_id: UUID) -> HttpResponse:
    """The page of one region on a day."""
    one = Region.objects.defer("terms").filter(pk=region_id).first()
    if one is None:
        raise NotVisible
    form = OnForm(request.GET)
    return search_page(request, form) if form.typed() else region_page(request, one, form)


@require_GET
@vary_on_headers("HX-Request")
def children(request: HttpRequest, region_id: UUID) -> HttpResponse:
    """The next branch of the picker's tree; without htmx the page of the region."""
    if not request.headers.get("HX-Request"):
        return region(request, region_id)
    levels, within = _levels(request), _within(request)
    branch = queries.branch_at(region_id, levels, within, OnForm(request.GET).day())
    context = {"branch": branch, "name": _name(request), "levels": ",".join(levels), "root": within}
    return render(request, "regions/picker.html#branch", context)


@require_GET
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """Choices for a picker (htmx, with the field's `name`), else a page of links."""
    if request.headers.get("HX-Request") and "name" in request.GET:
        name = _name(request)
        typed = request.GET.get(f"{name}_q", "").strip()[:LONGEST]
        hits = queries.fitting(typed, _levels(request), _within(request)) if typed else []
        return render(request, "regions/picker.html#hits", {"name": name, "typed": typed, "hits": hits})
    return search_page(request, OnForm(request.GET))


def _levels(request: HttpRequest) -> tuple[str, ...]:
    asked = request.GET.get("levels", rules.COMMUNITY).split(",")
    return tuple(level for level in asked if level in rules.LEVELS)


def _name(request: HttpRequest) -> str:
    name = request.GET.get("name", "region")
    return name if name.isidentifier() else "region"


def _within(request: HttpRequest) -> UUID | None:
    return queries.uuid_or_none(request.GET.get("within", ""))
