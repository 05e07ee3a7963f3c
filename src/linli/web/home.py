"""社区直通车: my community, my grid worker, what is asked of me, what is going on (look P1)."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from linli.accounts import contract as accounts
from linli.disclosure import contract as disclosure
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.people import contract as people
from linli.regions import contract as regions
from linli.requests import contract as requests

LOOKING_AT = "looking_at"
SHOWN_MATTERS, SHOWN_NOTICES, SHOWN_FOUND = 3, 4, 30


def home(request: ActedRequest) -> HttpResponse:
    """The first page of a resident; staff are sent to their desk."""
    actor = request.actor
    if actor.user_id is not None and actor.door != "resident":
        return HttpResponseRedirect("/desk/" if actor.grants else "/staff/post/")
    region = _region(request)
    if region is None:
        return render(request, "web/home_start.html", {"tab": "home", "demo_places": _demo_places()})
    mine = requests.mine(actor) if actor.user_id else []
    waiting = [row for row in mine if row.asks]
    shown = (waiting + [row for row in mine if not row.asks and row.open])[:SHOWN_MATTERS]
    board = list(disclosure.board(region.id)[:SHOWN_NOTICES])
    context = {
        "tab": "home",
        "region": region,
        "place": place_of(region),
        "duty": duty_of(region.id),
        "mine": shown,
        "mine_total": len(mine),
        "mine_count": len(waiting),
        "grid": _grid_worker(actor.person_id),
        "paper": next((row for row in board if row.happens_on is None), None),
        "coming": disclosure.coming(region.id),
    }
    return render(request, "web/home.html", context)


def place_of(region: regions.RegionInfo) -> dict[str, object]:
    """What the header says about where one is."""
    town = region.path[-2] if len(region.path) > 1 else ""
    return {"name": region.name, "town": town, "demo": region.demo, "switch_url": "/place/"}


def duty_of(region_id: UUID) -> dict[str, str]:
    """The phone that stands on every page."""
    contact = regions.committee_contact(region_id)
    return {"phone": contact.phone, "text": contact.hours} if contact else {"phone": "12345", "label": "政务热线"}


def _region(request: ActedRequest) -> regions.RegionInfo | None:
    actor = request.actor
    kept = request.session.get(LOOKING_AT)
    region_id = UUID(kept) if kept else (actor.region_id if actor.scope else None)
    return regions.info(region_id) if region_id else None


def _grid_worker(person_id: UUID | None) -> dict[str, str] | None:
    """The grid worker of one's own home, with the grid's telephone."""
    stay = people.home_of(person_id) if person_id else None
    grid = regions.info(stay.house.building.grid_id) if stay and stay.house.building.grid_id else None
    if stay is None or grid is None:
        return None
    workers = [one for one in accounts.holders([stay.region_id], ("grid_worker",)) if one.unit == grid.name]
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
