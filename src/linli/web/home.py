"""社区直通车: my community, my grid worker, what is asked of me, what is going on (look P1)."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from linli.accounts import contract as accounts
from linli.disclosure import contract as disclosure
from linli.kernel.actor import Actor
from linli.kernel.doors import resident_page
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.people import contract as people
from linli.regions import contract as regions
from linli.requests import contract as requests
from linli.web import nav
from linli.web.places import LOOKING_AT, duty_of, looked_at

SHOWN_MATTERS, SHOWN_NOTICES, SHOWN_FOUND = 3, 4, 30


def home(request: ActedRequest) -> HttpResponse:
    """The first page of a resident; staff are sent to their desk."""
    actor = request.actor
    if actor.user_id is not None and actor.door != "resident":
        return HttpResponseRedirect(nav.first_page(actor))
    region = looked_at(request, actor)
    if region is None:
        return render(request, "web/home_start.html", {"tab": "home", "demo_places": _demo_places()})
    mine = requests.mine(actor) if actor.user_id else []
    waiting = [row for row in mine if row.asks]
    shown = (waiting + [row for row in mine if not row.asks and row.open])[:SHOWN_MATTERS]
    board = list(disclosure.board(region.id)[:SHOWN_NOTICES])
    context = {
        "tab": "home",
        "region": region,
        "duty": duty_of(region.id),
        "mine": shown,
        "mine_total": len(mine),
        "mine_count": len(waiting),
        "grid": _grid_worker(actor.person_id),
        "paper": next((row for row in board if row.happens_on is None), None),
        "coming": disclosure.coming(region.id),
        "ward": _ward(actor),
    }
    return render(request, "web/home.html", context)


def _ward(actor: Actor) -> str:
    """For whom somebody of the family speaks; empty for everybody else."""
    return people.own_name(actor) if actor.role == "family" else ""


def _grid_worker(person_id: UUID | None) -> dict[str, str] | None:
    """The grid worker of one's own home, with the grid's telephone."""
    stay = people.home_of(person_id) if person_id else None
    grid = regions.info(stay.house.building.grid_id) if stay and stay.house.building.grid_id else None
    if stay is None or grid is None:
        return None
    workers = [one for one in accounts.holders([stay.region_id], ("grid_worker",)) if grid.id == one.region_id or one.unit == grid.name]
    if not workers:
        return None
    contact = regions.committee_contact(grid.id)
    phone, note = (contact.phone, contact.hours) if contact else ("", "")
    return {"name": workers[0].name, "grid": grid.name, "phone": phone, "note": note}


def _demo_places() -> list[regions.RegionInfo]:
    found = [*regions.search("金竹社区", limit=20), *regions.search("青龙村", limit=60)]
    return [one.region for one in found if one.region.demo and one.region.level == regions.COMMUNITY]


@require_http_methods(["GET", "POST"])
def place(request: ActedRequest) -> HttpResponse:
    """Choose which community one looks at. Looking gives no right; whose things one sees does not change."""
    if request.method == "POST":
        try:
            region = regions.info(UUID(str(request.POST.get("region", ""))))
        except ValueError as broken:
            raise NotVisible from broken
        if region is None or region.level != regions.COMMUNITY:
            raise NotVisible
        request.session[LOOKING_AT] = str(region.id)
        return HttpResponseRedirect("/")
    words = str(request.GET.get("q", "")).strip()[:40]
    found = regions.search(words, limit=SHOWN_FOUND, levels=(regions.COMMUNITY,)) if words else []
    context = {"q": words, "found": found, "demo_places": _demo_places(), "back": {"url": "/", "label": "返回"}}
    return render(request, "web/place.html", context)


@resident_page
def me(request: ActedRequest) -> HttpResponse:
    """我的: who I am here, what is known of me, who looked, where I am signed in."""
    actor = request.actor
    region = looked_at(request, actor)
    brief = people.person_brief(actor.person_id) if actor.person_id else None
    stay = people.home_of(actor.person_id) if actor.person_id else None
    context = {
        "tab": "me",
        "region": region,
        "duty": duty_of(region.id) if region else None,
        "brief": brief,
        "home_words": stay.house.full_label if stay else "",
        "ward": _ward(actor),
    }
    return render(request, "web/me.html", context)
