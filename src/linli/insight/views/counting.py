"""`画圈数一数`: how many people, houses, matters, compounds and facilities of one's own scope lie in a drawn area."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.insight.forms import AreaForm
from linli.insight.queries.counts import Within, within
from linli.insight.queries.ground import counts_within, facilities_within
from linli.kernel import clock
from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest
from linli.places import contract as places

UNPROCESSABLE = 422
WORDS = (("open", "未结的事", "件"), ("building", "楼", "栋"), ("compound", "小区", "个"), ("facility", "设施", "处"))


@require_safe
@staff_page("insight.map")
def count(request: ActedRequest) -> HttpResponse:
    """A sentence for the map, or a page of its own."""
    form = AreaForm(request.GET)
    context: dict[str, object] = {"form": form, "nav": "map"}
    if not form.is_valid():
        context["problem"] = next(iter(next(iter(form.errors.values()))))
        return _answer(request, context, UNPROCESSABLE)
    area = form.area()
    counts, found, kinds = counts_within(request.actor, area), within(request.actor, area), facilities_within(request.actor, area)
    context["lines"] = [*_people(found), *((word, counts[code], unit) for code, word, unit in WORDS)]
    context["states"] = [(label, found.states[code]) for code, label in places.STATE_LABELS.items() if found.states[code]]
    context["kinds"] = [(label, kinds[code]) for code, label in places.FACILITY_KINDS.items() if kinds[code]]
    context["counted_at"] = clock.local(found.counted_at) if found.counted_at else None
    context["small"] = "<" in found.people + found.elders
    context["metres"] = form.cleaned_data["metres"]
    return _answer(request, context, 200)


def _people(found: Within) -> list[tuple[str, object, str]]:
    return [("住的人", found.people, "人"), ("其中 60 岁以上", found.elders, "人"), ("房屋", found.houses, "套")]


def _answer(request: ActedRequest, context: dict[str, object], status: int) -> HttpResponse:
    part = "insight/count.html#answer" if request.headers.get("HX-Request") else "insight/count.html"
    return render(request, part, context, status=status)
