"""What the pages of 组织与设施 have in common."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.actor import Actor
from linli.kernel.middleware import ActedRequest
from linli.regions import contract as regions

MOST_REGIONS = 400
TABS = (
    ("units", "组织", "/organisations/", "organisations.view"),
    ("facilities", "设施", "/organisations/facilities/", "places.view_facilities"),
)


def page(request: ActedRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page with the sidebar line lit, and of tabs and ways to map and registry those that the post may open."""
    may = request.actor.may_anywhere
    tabs = [tab for tab in TABS if may(tab[3])]
    nav = "organisations" if may("organisations.view") else "facilities"
    shell = {"nav": nav, "tabs": tabs, "may_map": may("insight.map"), "may_registry": may("places.view")}
    if nav == "facilities" and "crumbs" in context:  # the way begins where the post's own line leads
        context = context | {"crumbs": context["crumbs"][1:]}
    return render(request, template, shell | context, status=status)


def area(actor: Actor) -> list[UUID]:
    """Regions whose lists the post may open: its own area, and of a post for the whole city the city and its districts."""
    if actor.wide:
        city = actor.region_id
        return [city, *(one.id for one in regions.children(city))] if city else []
    return list(actor.scope)


def communities(request: ActedRequest, permission: str) -> list[regions.RegionInfo]:
    """Regions where the post may register something."""
    ids = {region_id for grant in request.actor.grants if permission in grant.permissions for region_id in grant.region_ids}
    found = [info for info in regions.infos(ids) if info.level in {regions.COMMUNITY, regions.TOWNSHIP}]
    return sorted(found, key=lambda info: (info.level != regions.COMMUNITY, info.name))[:MOST_REGIONS]


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """组织与设施 › 设施 › …."""
    return [{"name": "组织与设施", "url": "/organisations/"}, *[{"name": name, "url": url} for name, url in steps]]
