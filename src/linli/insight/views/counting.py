"""`画圈数一数`: how many open matters, compounds, buildings and facilities of one's own scope lie inside a drawn area."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.insight.forms import AreaForm
from linli.insight.queries.ground import counts_within
from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest

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
    counts = counts_within(request.actor, form.area())
    context["lines"] = [(word, counts[code], unit) for code, word, unit in WORDS]
    context["metres"] = form.cleaned_data["metres"]
    return _answer(request, context, 200)


def _answer(request: ActedRequest, context: dict[str, object], status: int) -> HttpResponse:
    part = "insight/count.html#answer" if request.headers.get("HX-Request") else "insight/count.html"
    return render(request, part, context, status=status)
