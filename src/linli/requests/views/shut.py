"""A restricted matter on a phone that others use too: it opens with its query code, for ten minutes (domain §6)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.kernel import clock, limits
from linli.kernel.doors import resident_page
from linli.kernel.middleware import ActedRequest
from linli.requests import queries
from linli.requests.models import Request
from linli.requests.views.talk import duty_of

OPENED, SECONDS = "opened", 600
TRIES_PER_TEN_MINUTES = 10
UNPROCESSABLE, FORBIDDEN = 422, 403


def open_here(request: ActedRequest, request_id: UUID) -> None:
    """Who just wrote it, or gave the code, reads it here for ten minutes."""
    request.session[OPENED] = {str(request_id): int(clock.now().timestamp()) + SECONDS}


def is_shut(request: ActedRequest, row: Request) -> bool:
    """Whether this phone must give the code first."""
    until = request.session.get(OPENED, {}).get(str(row.pk), 0)
    return row.restricted and clock.now().timestamp() > until


def with_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Put the question for the code before a page of one's own matter. Raises NotVisible for somebody else's."""

    @wraps(view)
    def asked(request: ActedRequest, request_id: UUID, **kwargs: Any) -> HttpResponse:
        if is_shut(request, queries.own(request.actor, request_id).request):
            return _ask(request, request_id, status=FORBIDDEN)
        return view(request, request_id=request_id, **kwargs)

    return asked


def _ask(request: ActedRequest, request_id: UUID, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "error": error, "action": f"/mine/{request_id}/open/", "duty": duty_of(request.actor.region_id),
        "back": {"url": "/mine/", "label": "我的事"}, "tab": "mine", "mine_count": queries.asking(request.actor),
    }  # fmt: skip
    return render(request, "requests/mine_shut.html", context, status=status)


@never_cache
@require_POST
@resident_page
def unlock(request: ActedRequest, request_id: UUID) -> HttpResponse:
    """The code, right or wrong. A wrong one says nothing about the matter."""
    queries.own(request.actor, request_id)
    limits.limit("open", str(request.actor.user_id), most=TRIES_PER_TEN_MINUTES, seconds=600)
    if not queries.opens(request_id, str(request.POST.get("code", ""))[:24]):
        return _ask(request, request_id, "查询码不对，请再核对一下。", UNPROCESSABLE)
    open_here(request, request_id)
    return HttpResponseRedirect(f"/mine/{request_id}/")
