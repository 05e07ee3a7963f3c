"""公告栏 for everybody; no sign-in is needed to read what is public."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from linli.disclosure import queries
from linli.disclosure.models import Bulletin
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.middleware import ActedRequest
from linli.regions import contract as regions

PAGE = 20


def notices(request: ActedRequest) -> HttpResponse:
    """The board of one's own community, or of the one asked for."""
    region = _region(request)
    if region is None:
        return render(request, "disclosure/choose.html", {"tab": "notices"})
    rows = queries.coming_first(region.id, PAGE + 1)
    context = {"region": region, "rows": rows[:PAGE], "more": len(rows) > PAGE, "tab": "notices", "duty": _duty(region.id)}
    return render(request, "disclosure/notices.html", context)


def _region(request: ActedRequest) -> regions.RegionInfo | None:
    asked = str(request.GET.get("region", "") or request.session.get("looking_at", ""))
    try:
        region_id = UUID(asked) if asked else request.actor.region_id
    except ValueError as broken:
        raise NotVisible from broken
    return regions.info(region_id) if region_id else None


def _duty(region_id: UUID) -> dict[str, str]:
    contact = regions.committee_contact(region_id)
    return {"phone": contact.phone, "text": contact.hours} if contact else {"phone": "12345", "label": "政务热线"}


def _back(actor: Actor) -> dict[str, str]:
    if actor.user_id is None or actor.door == "resident":
        return {"url": "/notices/", "label": "公告"}
    reads = actor.may_anywhere("disclosure.read") or actor.may_anywhere("disclosure.publish")
    return {"url": "/desk/notices/", "label": "公告栏"} if reads else {"url": "/staff/start/", "label": "本岗位"}


def notice(request: ActedRequest, bulletin_id: UUID) -> HttpResponse:
    """One notice on paper; prints as it hangs in the stairwell. What was taken down, those who post still read, nobody else."""
    row = Bulletin.objects.select_related("region").filter(pk=bulletin_id).first()
    if row is None:
        raise NotVisible
    actor = request.actor
    whole = row.taken_down_at is None or actor.may("disclosure.publish", row.region_id) or actor.may("disclosure.take_down", row.region_id)
    context = {"row": row, "whole": whole, "back": _back(actor), "duty": _duty(row.region_id), "tab": "notices"}
    return render(request, "disclosure/notice.html", context)
