"""What the registry pages have in common."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from linli.kernel import limits, profiles
from linli.kernel.middleware import ActedRequest
from linli.people import rules
from linli.places import contract as places
from linli.regions import contract as regions

KEEP = never_cache
MINUTE, DAY = 60, 86_400

profiles.declare_rule("numbers_asked_minute", "一个人每分钟最多查几个证件号、电话", 10, "个", "D", "domain/data_security.md §6")
profiles.declare_rule("numbers_asked_day", "一个人每天最多查几个证件号、电话", 200, "个", "D", "domain/data_security.md §6")


def crumbs(region_id: UUID, *more: tuple[str, str]) -> list[dict[str, object]]:
    """From the community down: name and address of each step."""
    region = regions.info(region_id)
    first = {"name": region.short_name if region else "社区", "url": "/registry/", "demo": bool(region and region.demo)}
    return [first, *({"name": name, "url": url, "demo": False} for name, url in more)]


def house_crumbs(house: places.HouseInfo, *more: tuple[str, str]) -> list[dict[str, object]]:
    """桂溪社区 › 桂苑小区 › 3 号楼 › 2 单元 501."""
    building = house.building
    return crumbs(
        house.region_id,
        (building.compound_name, f"/registry/compounds/{building.compound_id}/"),
        (building.label, f"/registry/buildings/{building.id}/?house={house.id}"),
        (house.label, f"/registry/houses/{house.id}/"),
        *more,
    )


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A registry page; `nav` and the search hint are the same everywhere."""
    words = {"nav": "registry", "search_hint": "姓名、房号；证件号、电话要输全", "search_action": "/registry/"}
    return render(request, template, words | context, status=status)


def communities(request: ActedRequest, permission: str) -> list[regions.RegionInfo]:
    """Communities and villages where the post in use may do this."""
    ids = {region_id for grant in request.actor.grants if permission in grant.permissions for region_id in grant.region_ids}
    return [info for info in regions.infos(ids) if info.level == regions.COMMUNITY]


def ask_directory(request: ActedRequest) -> None:
    """A certificate number or telephone typed in is a question whose answer says that somebody of this number lives here.

    So many a person, or numbers could be tried until one fits a face, past the quota of verifying one. Raises TooMany.
    """
    who = str(request.actor.user_id)
    limits.limit("number", who, most=profiles.value("numbers_asked_minute"), seconds=MINUTE)
    limits.limit("number", who, most=profiles.value("numbers_asked_day"), seconds=DAY)


CLASSES = rules.RESIDENCE_CLASSES
