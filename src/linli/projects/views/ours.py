"""What residents read about the projects of their own community."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.kernel.doors import resident_page
from linli.kernel.middleware import ActedRequest
from linli.projects import queries, rules
from linli.regions import contract as regions


@require_GET
@resident_page
def ours(request: ActedRequest) -> HttpResponse:
    """Projects of one's own community from the disclosure of the decision on: money, stage, who does it, the result."""
    region_id = request.actor.region_id
    rows = queries.shown_in(region_id) if region_id else []
    context = {
        "region": regions.info(region_id) if region_id else None,
        "rows": [(row, rules.share(row.paid, row.budget), rules.LINE.index(row.state) + 1) for row in rows],
        "total": len(rules.LINE),
        "back": {"url": "/notices/", "label": "公告"},
        "tab": "notices",
    }
    return render(request, "projects/ours.html", context)
