"""可能重复: pairs side by side, merging, telling apart, and taking a merge back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible, Refused
from linli.kernel.filled import op_id
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.people import contract as people
from linli.quality.views.shared import HOME, chosen, crumbs, page

TWINS = f"{HOME}twins/"


@require_GET
@staff_page("people.merge")
def twins(request: ActedRequest) -> HttpResponse:
    """Pairs that may be one person, and what was decided about others."""
    region, here = chosen(request, "people.merge")
    context = {
        "region": region,
        "here": here,
        "pairs": people.pairs(request.actor, region.id) if region else [],
        "decided": people.merges(request.actor, region.id) if region else [],
        "op_id": new_id(),
        "crumbs": crumbs(("可能重复", "")),
    }
    return page(request, "quality/twins.html", context)


@require_http_methods(["GET", "POST"])
@staff_page("people.merge")
def twin(request: ActedRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """Two rows side by side; posting decides."""
    found = people.compare(request.actor, person_id, other_id)
    if found is None:
        raise NotVisible
    pair, region_id = found
    problem = ""
    if request.method == "POST":
        try:
            said = _decide(request, pair)
        except (NotVisible, NotPermitted):
            raise
        except Refused as refusal:
            problem = refusal.message
        else:
            messages.success(request, said)
            return HttpResponseRedirect(f"{TWINS}?region={region_id}")
    kept = pair.other if pair.other.has_paper and not pair.one.has_paper else pair.one
    context = {
        "pair": pair,
        "kept": kept,
        "problem": problem,
        "op_id": new_id(),
        "crumbs": crumbs(("可能重复", f"{TWINS}?region={region_id}"), ("比一比", "")),
    }
    return page(request, "quality/twin.html", context, status=422 if problem else 200)


def _decide(request: ActedRequest, pair: people.Twin) -> str:
    if request.POST.get("decision") == "apart":
        people.tell_apart(request.actor, pair.one.id, pair.other.id, op_id=op_id(request))
        return "记下了：不是同一个人，以后不再提。"
    kept = uuid_or_none(request.POST.get("kept", ""))
    if kept not in {pair.one.id, pair.other.id}:
        message = "先选留下哪一条。"
        raise Invalid(message)
    merged = pair.other.id if kept == pair.one.id else pair.one.id
    people.merge(request.actor, kept, merged, op_id=op_id(request))
    return "合并好了。30 天内可以在下面分开。"


@require_POST
@staff_page("people.merge")
def part(request: ActedRequest, merge_id: UUID) -> HttpResponse:
    """Take a merge back."""
    try:
        made = people.part(request.actor, merge_id, op_id=op_id(request))
    except NotNow as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(TWINS)
    messages.success(request, "分开了，两个人都和合并以前一样。")
    return HttpResponseRedirect(f"{TWINS}?region={made.region_id}")
