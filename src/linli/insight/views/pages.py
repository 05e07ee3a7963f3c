"""`/map/`: tree and layers, map over list, wall of rooms. Without script it is tree, list and links."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.insight import rules
from linli.insight.queries import outline, signs, tree
from linli.kernel.actor import Actor
from linli.kernel.doors import RESIDENT_DOOR, staff_page, to_sign_in
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.places import contract as places
from linli.regions import contract as regions


def _id(request: ActedRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET[name]) if request.GET.get(name) else None
    except ValueError:
        raise NotVisible from None


def _choice(request: ActedRequest) -> tree.Choice:
    """What is asked for, as far as the actor sees it. Raises NotVisible."""
    actor = request.actor
    compound_id, building_id = _id(request, "compound"), _id(request, "building")
    building = places.building(building_id, grids=actor.grids) if building_id else None
    compound = places.compound(compound_id, grids=actor.grids) if compound_id else None
    if (building_id and building is None) or (compound_id and compound is None):
        raise NotVisible
    named = building.region_id if building else compound.region_id if compound else None
    region = _region(actor, named or _id(request, "region") or actor.region_id)
    return tree.Choice(region, compound_id, building)


def _region(actor: Actor, region_id: UUID | None) -> regions.RegionInfo:
    region = regions.info(region_id) if region_id else None
    if region is None or not actor.sees(region.id):
        raise NotVisible
    return region


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


@require_safe
@staff_page("insight.map")
def map_page(request: ActedRequest) -> HttpResponse:
    """The map of a region of one's own; opens at the region of the post in use."""
    actor, choice = request.actor, _choice(request)
    below = sorted(regions.subtree_ids(choice.region.id))
    small = choice.region.level in {regions.GRID, regions.GROUP}  # rows name the community; the grid stands beside it
    shown = signs.signs(actor, [choice.region.path_ids[-2]], choice.region.id) if small else signs.signs(actor, below)
    context = {
        "nav": "map",
        "crumbs": _crumbs(actor, choice),
        "search_hint": "地址、小区、设施",
        "region": choice.region,
        "choice": choice,
        "tree": tree.tree(actor, choice),
        "parent": choice.region.path_ids[-2] if len(choice.region.path_ids) > 1 and actor.sees(choice.region.path_ids[-2]) else None,
        "view": outline.view_of(choice.region.id, below),
        "layers": [(layer, shown.counts.get(layer.code)) for layer in rules.LAYERS],
        "signs": shown,
    }
    return render(request, "insight/map.html", context)


@require_safe
def ground(request: ActedRequest) -> HttpResponse:
    """Outline and box of a region of one's own for the map island, at the desk and on a resident's phone.

    Data never travels inside the page.
    """
    if request.actor.user_id is None:
        return to_sign_in(request, RESIDENT_DOOR)
    region = _region(request.actor, _id(request, "region"))
    found = outline.view_of(region.id, sorted(regions.subtree_ids(region.id)))
    return JsonResponse({"box": found.box, "outline": found.outline, "quality": found.quality_label})
