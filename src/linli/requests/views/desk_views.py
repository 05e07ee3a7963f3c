"""存成我的视图: filters of the queue under a name, kept by this browser for this person.

Only the filters stand in the cookie, signed; words searched for do not, they may be a name.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_POST

from linli.kernel.doors import staff_page
from linli.kernel.middleware import ActedRequest
from linli.requests.views.filters import ANYBODY, as_query, filters_of

MOST, LONGEST = 8, 12
LISTS = ("/desk/", "/desk/requests/")
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class View:
    """A name and the filters behind it, as the tail of an address."""

    name: str
    query: str


def _cookie(request: ActedRequest) -> str:
    return f"views_{request.actor.user_id}"


def views_of(request: ActedRequest) -> list[View]:
    """What this person kept in this browser; what is broken or from another key is nothing."""
    told = request.get_signed_cookie(_cookie(request), default="")
    return [View(name, query) for name, query in json.loads(told)] if told else []


def _back(request: ActedRequest, query: str, views: list[View]) -> HttpResponseRedirect:
    base = request.POST.get("base", "")
    response = HttpResponseRedirect(f"{base if base in LISTS else LISTS[0]}?{query}")
    told = json.dumps([[one.name, one.query] for one in views], ensure_ascii=True)
    response.set_signed_cookie(
        _cookie(request), told, max_age=KEPT, path="/desk/", secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


def _asked(request: ActedRequest) -> str:
    return as_query(filters_of(QueryDict(request.POST.get("query", "")[:300])), text="")


@require_POST
@staff_page(*ANYBODY)
def keep(request: ActedRequest) -> HttpResponseRedirect:
    """Keep these filters under a name; the same name again means these filters instead."""
    name, query = " ".join(request.POST.get("name", "").split())[:LONGEST], _asked(request)
    views = [one for one in views_of(request) if one.name != name]
    if not name:
        messages.error(request, "给视图起个名字，比如“第 3 网格的大事”。")
    elif len(views) >= MOST:
        messages.error(request, f"最多存 {MOST} 个，先去掉一个。")
    else:
        views.append(View(name, query))
        messages.success(request, f"存好了，“{name}”在清单上面，只在这台电脑上有。")
    return _back(request, query, views if name else views_of(request))


@require_POST
@staff_page(*ANYBODY)
def drop(request: ActedRequest) -> HttpResponseRedirect:
    """Let go of a view; the matters stay."""
    query = _asked(request)
    return _back(request, query, [one for one in views_of(request) if one.query != query])
