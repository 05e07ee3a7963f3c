"""登记质量: the scores, a community's score with its trend, and the list of what wants mending."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible, Refused
from linli.kernel.filled import op_id, take
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.people import contract as people
from linli.quality import operations, queries, rules
from linli.quality.forms import ExcuseForm
from linli.quality.views.shared import HOME, chosen, communities, crumbs, page
from linli.regions import contract as regions

LIST = f"{HOME}findings/"
BAR, HIGH = 22, 120


@require_GET
@staff_page("quality.view_scores")
def home(request: ActedRequest) -> HttpResponse:
    """Scores of the communities of the area, or of the one community with its trend."""
    city = request.actor.region_id if request.actor.wide else None
    districts = regions.children(city) if city else []
    district = next((info for info in districts if str(info.id) == request.GET.get("district", "")), None)
    # A post of the whole city reads one district at a time: a page never ships eleven thousand communities.
    here = None if request.actor.wide else communities(request, "quality.view_scores")
    ids = [info.id for info in here] if here is not None else regions.subtree_ids(district.id) if district else []
    lines = queries.scores(request.actor, ids)
    one = lines[0] if len(lines) == 1 and len(ids) == 1 else None
    context: dict[str, object] = {
        "lines": lines,
        "one": one,
        "districts": districts,
        "district": district,
        "unchecked": max(0, len(ids) - len(lines)) if here else 0,
    }
    region = one.region if one else here[0] if here and len(here) == 1 else None
    if region is not None:
        context |= _community(request, region)
    return page(request, "quality/home.html", context)


@require_GET
@staff_page("quality.view_scores")
def community(request: ActedRequest, region_id: UUID) -> HttpResponse:
    """The score of one community, its parts, its trend, what is open."""
    if not request.actor.may("quality.view_scores", region_id):
        raise NotVisible
    region = regions.info(region_id)
    if region is None or region.level != regions.COMMUNITY:
        raise NotVisible
    lines = queries.scores(request.actor, [region_id])
    context = {"one": lines[0] if lines else None, "lines": lines, "crumbs": crumbs((region.name, ""))}
    return page(request, "quality/home.html", context | _community(request, region))


def _community(request: ActedRequest, region: regions.RegionInfo) -> dict[str, object]:
    actor = request.actor
    bars = [
        {
            "x": place * (BAR + 6),
            "y": HIGH - score.tenths * HIGH // 1000,
            "height": score.tenths * HIGH // 1000,
            "day": score.day,
            "points": rules.points(score.tenths),
        }
        for place, score in enumerate(queries.trend(actor, region.id))
    ]
    may_list = actor.may("quality.view_findings", region.id)
    return {
        "region": region,
        "bars": bars,
        "bars_width": len(bars) * (BAR + 6),
        "tallies": queries.tallies(actor, region.id) if may_list else [],
        "may_list": may_list,
        "may_check": actor.may("quality.check", region.id),
        "twins": len(people.twins(region.id)) if actor.may("people.merge", region.id) else 0,
    }


@require_POST
@staff_page("quality.check")
def check(request: ActedRequest, region_id: UUID) -> HttpResponse:
    """Check a community now."""
    score = operations.check_community(request.actor, region_id)
    messages.success(request, f"查完了：{rules.points(score.tenths)} 分，要改的 {score.open} 条。")
    return HttpResponseRedirect(f"{HOME}{region_id}/")


@require_GET
@staff_page("quality.view_findings")
def findings(request: ActedRequest) -> HttpResponse:
    """What wants mending, the most urgent first."""
    region, here = chosen(request, "quality.view_findings")
    given = request.GET
    after = _after(given.get("due", ""), given.get("after", ""))
    wanted = queries.Wanted(given.get("check", ""), given.get("level", ""), given.get("state", rules.OPEN), after)
    rows = queries.findings(request.actor, region.id, wanted) if region else []
    kept = {"check": wanted.check, "level": wanted.level, "state": wanted.state} | ({"region": str(region.id)} if region else {})
    last = rows[queries.PAGE - 1] if len(rows) > queries.PAGE else None
    context = {
        "region": region,
        "here": here,
        "rows": rows[: queries.PAGE],
        "more": f"?{urlencode(kept | {'due': last.due_on.isoformat(), 'after': last.id})}" if last else "",
        "wanted": wanted,
        "tallies": queries.tallies(request.actor, region.id) if region else [],
        "levels": rules.LEVELS.items(),
        "states": rules.STATES.items(),
        "crumbs": crumbs(("要改的", "")),
    }
    return page(request, "quality/findings.html", context)


def _after(day: str, last: str) -> tuple[date, UUID] | None:
    pk = uuid_or_none(last)
    try:
        return (date.fromisoformat(day), pk) if pk else None
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@staff_page("quality.view_findings")
def finding(request: ActedRequest, finding_id: UUID) -> HttpResponse:
    """One finding: what to do, or why nothing is done."""
    found = queries.finding(request.actor, finding_id)
    if found is None or not request.actor.may("quality.view_findings", found[1]):
        raise NotVisible
    line, region_id = found
    form = ExcuseForm(request.POST or None, initial={"why": line.excuse, "version": line.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            operations.excuse(request.actor, finding_id, said["why"], version=said["version"], op_id=op_id(request))
        except Refused as refusal:
            take(form, refusal)
        else:
            messages.success(request, "记下了。" if said["why"].strip() else "又放回要改的里了。")
            return HttpResponseRedirect(f"{LIST}?region={region_id}")
    context = {
        "line": line,
        "form": form,
        "op_id": new_id(),
        "may_excuse": request.actor.may("quality.excuse", region_id) and line.state != rules.FIXED,
        "crumbs": crumbs(("要改的", f"{LIST}?region={region_id}"), (line.check.title, "")),
    }
    return page(request, "quality/finding.html", context, status=422 if form.errors else 200)
