"""我的小区: what an owners' committee or a property company reads about its compound."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest
from linli.organisations import queries


@require_safe
@staff_page("organisations.see_own_compounds")
def own_compounds(request: ActedRequest) -> HttpResponse:
    """Buildings, numbers of houses, the property contract. Nobody's name, no house's state."""
    return render(request, "organisations/compounds.html", {"rows": queries.own_compounds(request.actor), "nav": "compounds"})
