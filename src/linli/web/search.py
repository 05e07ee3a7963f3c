"""One search box for the desk: a matter by its number, else people and rooms. What is typed stands in no address."""

import re
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from linli.kernel import words
from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest

_NUMBER = re.compile(r"[A-Za-z]{1,4}-?\d{4}-?\d{1,4}")
SAME_METHOD = 307


@require_http_methods(["GET", "POST"])
@staff_page()
def search(request: ActedRequest) -> HttpResponse:
    """Hand the words to the page that can find them: posted on, or sealed into the address. Reloaded, it begins anew."""
    typed = str(request.POST.get("q", "")).strip()[:60]
    looks_at_people = any(name.startswith("people.") for grant in request.actor.grants for name in grant.permissions)
    if request.method == "POST" and looks_at_people and request.POST.get("in") != "matters" and not _NUMBER.fullmatch(typed):
        onward = HttpResponse(status=SAME_METHOD)
        onward["Location"] = "/registry/"
        return onward
    return HttpResponseRedirect(f"/desk/requests/?{urlencode({'q': words.into_address(typed)})}" if typed else "/desk/requests/")
