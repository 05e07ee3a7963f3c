"""划网格: the buildings of a compound, each with its grid."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from linli.kernel.doors import staff_page
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.people.views.shared import crumbs, page
from linli.places import contract as places
from linli.regions import contract as regions


@require_http_methods(["GET", "POST"])
@staff_page("places.assign_grid")
def grids(request: ActedRequest, compound_id: UUID) -> HttpResponse:
    """One select a building; only what differs is changed."""
    found = places.compound(compound_id)
    if found is None or not request.actor.may("places.assign_grid", found.region_id):
        raise NotVisible
    rows = [building for building, _ in places.buildings_of(compound_id)]
    back, problem = f"/registry/compounds/{compound_id}/", ""
    if request.method == "POST":
        wanted = {row.id: uuid_or_none(request.POST.get(f"grid-{row.id}", "")) for row in rows if f"grid-{row.id}" in request.POST}
        try:
            changed = places.assign_grids(request.actor, compound_id, wanted)
        except Invalid as refusal:
            problem = refusal.message
        else:
            messages.success(request, f"{changed} 栋换了网格。" if changed else "没有要改的。")
            return HttpResponseRedirect(back)
    context = {
        "compound": found,
        "rows": rows,
        "grids": regions.infos(regions.grids_under([found.region_id])),
        "problem": problem,
        "crumbs": crumbs(found.region_id, (found.name, back), ("划网格", "")),
    }
    return page(request, "people/grids.html", context, status=422 if problem else 200)
