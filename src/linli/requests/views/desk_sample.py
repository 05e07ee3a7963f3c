"""抽查: this week's sample for the supervisory committee and the members of the committee."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest
from linli.requests.queries.sample import sample
from linli.requests.views.desk import place_crumbs


@require_safe
@staff_page("requests.sample")
def sampled(request: ActedRequest) -> HttpResponse:
    """How some answered matters went. Who may open matters, opens them from here."""
    found = sample(request.actor)
    opens = request.actor.may_anywhere("requests.call_back")
    context = {"sample": found, "opens": opens, "nav": "sample", "crumbs": [*place_crumbs(request.actor), {"name": "抽查"}]}
    return render(request, "requests/desk_sample.html", context)
