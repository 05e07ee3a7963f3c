"""人口与房屋: the community's compounds, search, and the wall of rooms."""

from collections import Counter
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import forbidden, words
from linli.kernel.doors import staff_page
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.people.queries import population, search, wall
from linli.people.queries.succession import waiting
from linli.people.views.shared import CLASSES, KEEP, ask_directory, communities, crumbs, page
from linli.places import contract as places

MOST_COMPOUNDS = 200


@KEEP
@require_http_methods(["GET", "POST"])
@staff_page("people.view", "places.view")
def home(request: ActedRequest) -> HttpResponse:
    """Search results, or the compounds. Words are posted; the address they lead to holds them sealed, and numbers not at all."""
    if request.method == "POST":
        text = request.POST.get("q", "").strip()[:60]
        if label := forbidden.found_in(text):
            return _not_searched(request, label)
        if search.kind_of(text) != search.NUMBER:
            return HttpResponseRedirect(f"/registry/?{urlencode({'q': words.into_address(text)})}" if text else "/registry/")
        ask_directory(request)
        hits = search.by_number(request.actor, text)
        if len(hits) == 1:
            return HttpResponseRedirect(f"/registry/people/{hits[0].person.id}/")
        return _found(request, hits, "")
    text = words.from_address(request.GET.get("q", ""))
    if label := forbidden.found_in(text):
        return _not_searched(request, label)
    return _results(request, text) if text or "class" in request.GET else _compounds(request)


def _not_searched(request: ActedRequest, label: str) -> HttpResponse:
    """A class that is not stored is not searched for, and the word stands in no address."""
    context = {"hits": [], "q": "", "exact": True, "refused": forbidden.sentence(label), "crumbs": [*_top(request), {"name": "查到的"}]}
    return page(request, "people/results.html", context, status=422)


def _found(request: ActedRequest, hits: list[search.Hit], text: str) -> HttpResponse:
    context = {"hits": hits, "q": text, "exact": True, "crumbs": [*_top(request), {"name": "查到的"}]}
    return page(request, "people/results.html", context)


def _results(request: ActedRequest, text: str) -> HttpResponse:
    residence_class, after = request.GET.get("class", ""), request.GET.get("after", "")
    found = search.people(request.actor, text, residence_class=residence_class, after=_uuid(after))
    houses = [] if after else search.houses(request.actor, text)
    sealed = words.into_address(text)
    more = urlencode({"q": sealed, "class": residence_class, "after": found.after}) if found.after else ""
    context = {
        "hits": found.rows,
        "houses": houses,
        "q": text,
        "sealed": sealed,
        "classes": CLASSES.items(),
        "residence_class": residence_class,
        "more": f"/registry/?{more}" if more else "",
        "crumbs": [*_top(request), {"name": "查到的" if text else "人员名单"}],
    }
    return page(request, "people/results.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _top(request: ActedRequest) -> list[dict[str, object]]:
    here = communities(request, "people.view") or communities(request, "places.view")
    return crumbs(here[0].id) if len(here) == 1 else [{"name": "人口与房屋", "url": "/registry/"}]


def _compounds(request: ActedRequest) -> HttpResponse:
    here = communities(request, "places.view")
    ids = [info.id for info in here]
    counts, people = places.house_counts(ids), population(ids)
    rows: dict[UUID, list[dict[str, object]]] = {info.id: [] for info in here}
    for compound in places.compounds_of(ids, grids=request.actor.grids)[:MOST_COMPOUNDS]:
        count = counts.get(compound.id, Counter())
        line = {"compound": compound, "houses": count.total(), **{code: count[code] for code in ("rented", "vacant", "unknown")}}
        rows[compound.region_id].append(line)
    groups = [{"region": info, "key": str(info.id), "people": people.get(info.id, 0), "rows": rows[info.id]} for info in here]
    may_import = bool(communities(request, "imports.upload"))
    context = {
        "groups": groups,
        "bare": [group for group in groups if not group["rows"]],
        "may_import": may_import,
        "may_answer": request.actor.may_anywhere("people.answer_dispute") or request.actor.may_anywhere("people.dispute"),
        "may_settle": bool(waiting(request.actor)) if request.actor.may_anywhere("people.settle_link") else False,
        "may_count": request.actor.may_anywhere("people.count_tags"),
        "may_register": bool(communities(request, "places.register_compound")),
        "people_total": sum(people.values()),
        "houses_total": sum(count.total() for count in counts.values()),
        "crumbs": _top(request),
    }
    return page(request, "people/home.html", context)


@require_GET
@staff_page("places.view")
def compound(request: ActedRequest, compound_id: UUID) -> HttpResponse:
    """The buildings of a compound."""
    found = places.compound(compound_id, grids=request.actor.grids)
    if found is None or not request.actor.may("places.view", found.region_id):
        raise NotVisible
    context = {
        "compound": found,
        "buildings": places.buildings_of(compound_id, grids=request.actor.grids),
        "may_register": request.actor.may("places.register_building", found.region_id),
        "may_assign": request.actor.may("places.assign_grid", found.region_id),
        "counts": places.house_counts([found.region_id]).get(compound_id, Counter()),
        "crumbs": crumbs(found.region_id, (found.name, "")),
    }
    return page(request, "people/compound.html", context)


@KEEP
@require_GET
@staff_page("places.view")
def building(request: ActedRequest, building_id: UUID) -> HttpResponse:
    """The wall of rooms with the room in focus."""
    found = places.wall(request.actor, building_id)
    if not request.actor.may("places.view", found.building.region_id):
        raise NotVisible
    selected = _uuid(request.GET.get("house", ""))
    house = places.house(selected) if selected else None
    if house and house.building.id != building_id:
        house = None
    address = f"/registry/buildings/{building_id}/"
    context = {
        "wall": found,
        "drawn": wall.drawn(found, address, selected),
        "legend": wall.legend(found),
        "tasks": wall.tasks(found)[:20],
        "house": house,
        "summary": wall.summary(house.id) if house else None,
        "may_people": request.actor.may("people.view", found.building.region_id),
        "may_correct": request.actor.may("places.correct_building", found.building.region_id),
        "crumbs": crumbs(
            found.building.region_id,
            (found.building.compound_name, f"/registry/compounds/{found.building.compound_id}/"),
            (found.building.label, ""),
        ),
    }
    return page(request, "people/building.html", context)
