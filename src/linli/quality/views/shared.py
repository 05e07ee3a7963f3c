"""What the pages of 登记质量 have in common."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.regions import contract as regions

HOME = "/quality/"


def communities(request: ActedRequest, permission: str) -> list[regions.RegionInfo]:
    """The communities where the post holds the permission, by name."""
    ids = {pk for grant in request.actor.grants if permission in grant.permissions for pk in grant.region_ids}
    return sorted((info for info in regions.infos(ids) if info.level == regions.COMMUNITY), key=lambda info: info.name)


def chosen(request: ActedRequest, permission: str) -> tuple[regions.RegionInfo | None, list[regions.RegionInfo]]:
    """The community asked for, else the only or first one; and all there are. Raises NotVisible for one outside."""
    here = communities(request, permission)
    asked: UUID | None = uuid_or_none(request.GET.get("region", ""))
    if asked is None:
        return (here[0] if here else None), here
    found = next((info for info in here if info.id == asked), None)
    if found is None:
        raise NotVisible
    return found, here


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """登记质量 › …."""
    return [{"name": "登记质量", "url": HOME}, *[{"name": name, "url": url} for name, url in steps]]


def page(request: ActedRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page with its line of the sidebar lit."""
    return render(request, template, {"nav": "quality"} | context, status=status)
