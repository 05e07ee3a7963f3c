"""`/map/`: tree and layers, map over list, wall of rooms. Without script it is tree, list and links."""

from collections import Counter
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.insight import rules
from linli.insight.queries import areas, outline, signs, tree
from linli.insight.views.common import id_asked, seen_region
from linli.kernel.actor import Actor
from linli.kernel.doors import RESIDENT_DOOR, staff_page, to_sign_in
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.places import contract as places
from linli.regions import contract as regions


def _choice(request: ActedRequest) -> tree.Choice:
    """What is asked for, as far as the actor sees it. Raises NotVisible."""
    actor = request.actor
    compound_id, building_id = id_asked(request, "compound"), id_asked(request, "building")
    building = places.building(building_id, grids=actor.grids) if building_id else None
    compound = places.compound(compound_id, grids=actor.grids) if compound_id else None
    if (building_id and building is None) or (compound_id and compound is None):
        raise NotVisible
    named = building.region_id if building else compound.region_id if compound else None
    region = seen_region(actor, named or id_asked(request, "region") or actor.region_id)
    return tree.Choice(region, compound_id, building, all_buildings=bool(request.GET.get("all")))


def _crumbs(actor: Actor, choice: tree.Choice) -> list[dict[str, object]]:
    line = regions.breadcrumb(choice.region.id)
    crumbs: list[dict[str, object]] = [
        {"name": one.name, "url": f"/map/?region={one.id}" if actor.sees(one.id) else "", "demo": one.demo and one is line[-1]}
        for one in line
    ]
    if choice.building:
        crumbs += [
            {"name": choice.building.compound_name, "url": f"/map/?compound={choice.building.compound_id}"},
            {"name": choice.building.label},
        ]
    return crumbs


def _signs(actor: Actor, region: regions.RegionInfo, below: list[UUID], found: areas.Areas | None) -> signs.Signs:
    if region.level in {regions.GRID, regions.GROUP}:
        return signs.signs(actor, [region.path_ids[-2]], region.id)  # rows name the community; the grid stands beside it
    listed = signs.signs(actor, below)
    return signs.counted(found) if found and not listed.total else listed


def _wall(actor: Actor, choice: tree.Choice, shown: signs.Signs) -> places.BuildingInfo | None:
    """The building beside the map: the chosen one, else the one with most open matters, else the first."""
    if choice.building or choice.region.level in areas.SHADED or not actor.may("places.view", choice.region.id):
        return choice.building
    at = choice.compound_id or next((one.id for one in places.compounds_of([choice.region.id])), None)
    first = [one.id for one, _ in places.buildings_of(at)] if at else []
    busy = Counter(row.building_id for row in shown.rows if row.building_id and (not choice.compound_id or row.building_id in first))
    wanted = busy.most_common(1)[0][0] if busy else first[0] if first else None
    return places.building(wanted) if wanted else None


def _facilities(actor: Actor, region: regions.RegionInfo, below: list[UUID]) -> dict[str, int]:
    """How many facilities stand there, where single ones are drawn."""
    if region.level in areas.SHADED:
        return {}
    grid = region.level in {regions.GRID, regions.GROUP}
    kinds, _, _ = places.facility_counts(region.path_ids[-2:-1] if grid else below, grids=(region.id,) if grid else actor.grids)
    return {"facility": kinds.total()}


@require_safe
@staff_page("insight.map")
def map_page(request: ActedRequest) -> HttpResponse:
    """The map of a region of one's own; opens at the region of the post in use."""
    actor, choice = request.actor, _choice(request)
    below = sorted(regions.subtree_ids(choice.region.id))
    parts = areas.areas(actor, choice.region, below)
    shown = _signs(actor, choice.region, below, parts)
    counts = shown.counts | _facilities(actor, choice.region, below)
    context = {
        "nav": "map",
        "crumbs": _crumbs(actor, choice),
        "search_hint": "地址、小区、设施",
        "region": choice.region,
        "facts": tree.facts(choice.region),
        "choice": choice,
        "tree": tree.tree(actor, choice),
        "parent": choice.region.path_ids[-2] if len(choice.region.path_ids) > 1 and actor.sees(choice.region.path_ids[-2]) else None,
        "view": outline.view_of(choice.region.id, below),
        "layers": [(layer, counts.get(layer.code)) for layer in rules.LAYERS],
        "signs": shown,
        "areas": parts,
        "scale": list(enumerate((words for _, words in rules.AREA_STEPS), 1)) if choice.region.level == regions.CITY else [],
        "wall": _wall(actor, choice, shown),
    }
    return render(request, "insight/map.html", context)


@require_safe
def ground(request: ActedRequest) -> HttpResponse:
    """Outline and box of a region of one's own for the map island, at the desk and on a resident's phone.

    Data never travels inside the page.
    """
    if request.actor.user_id is None:
        return to_sign_in(request, RESIDENT_DOOR)
    region = seen_region(request.actor, id_asked(request, "region"))
    below = sorted(regions.subtree_ids(region.id))
    found = outline.view_of(region.id, below)
    parts = (
        areas.areas(request.actor, region, below) if region.level == regions.CITY and request.actor.may_anywhere("insight.map") else None
    )
    shaded = [{"id": str(one.id), "open": one.open, "step": one.step} for one in parts.rows if one.open] if parts else []
    return JsonResponse({"box": found.box, "outline": found.outline, "quality": found.quality_label, "areas": shaded})
