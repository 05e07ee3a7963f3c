"""`/map/print/`: ask for a printed map, wait for it, take it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from linli.insight import jobs
from linli.insight.operations import own_sheet, print_map, take_sheet
from linli.insight.views.common import region_asked, seen_region
from linli.kernel.doors import staff_page
from linli.kernel.ids import new_id
from linli.kernel.middleware import ActedRequest
from linli.kernel.typed import uuid_or_none
from linli.regions import contract as regions


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("insight.print_map")
def print_page(request: ActedRequest) -> HttpResponse:
    """What will be printed; pressing the button asks for it."""
    if request.method != "POST":
        region = region_asked(request)
        return render(request, "insight/print.html", {"nav": "map", "region": region, "op_id": new_id()})
    region = seen_region(request.actor, uuid_or_none(request.POST.get("region", "")))
    made = print_map(request.actor, region.id, op_id=uuid_or_none(request.POST.get("op_id", "")))
    jobs.draw_sheet.in_regions([made.region_id], correlation_id=request.correlation_id).once_as(str(made.pk)).enqueue(sheet_id=made.pk)
    return HttpResponseRedirect(reverse("insight:sheet", args=[made.pk]))


@require_safe
@staff_page("insight.print_map")
def sheet(request: ActedRequest, sheet_id: UUID) -> HttpResponse:
    """Whether the map is made, and where to take it."""
    found = own_sheet(request.actor, sheet_id)
    return render(request, "insight/sheet.html", {"nav": "map", "sheet": found, "region": regions.info(found.region_id)})


@require_safe
@staff_page("insight.print_map")
def sheet_file(request: ActedRequest, sheet_id: UUID) -> HttpResponse:
    """The file."""
    content = take_sheet(request.actor, sheet_id)
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="map-{sheet_id}.pdf"'}
    )
