"""Who may open a page at all. What may be done there is asked again by each operation."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from linli.accounts.models import SignIn, User
from linli.kernel.actor import Actor
from linli.kernel.errors import NotPermitted
from linli.kernel.middleware import ActedRequest
from linli.kernel.permissions import get

View = Callable[..., HttpResponse]


class StayingRequest(ActedRequest):
    """A request of somebody who is signed in."""

    stay: SignIn


def door(request: HttpRequest, address: str) -> HttpResponse:
    """To the sign-in page, and back here afterwards."""
    here = request.get_full_path() if request.method == "GET" else ""
    ours = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': here})}" if here and ours else address)


def signed_in(view: View) -> View:
    """Residents and staff."""

    @wraps(view)
    def guarded(request: StayingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.user_id is None:
            return door(request, "/sign-in/")
        return view(request, *args, **kwargs)

    return guarded


def staff_only(view: View) -> View:
    """Members of staff, with or without a post in use."""

    @wraps(view)
    def guarded(request: StayingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.user_id is None:
            return door(request, "/staff/sign-in/")
        if request.stay.user.kind != User.Kind.STAFF:
            message = "这一页是工作人员用的。您的事在“我的事”里看。"
            raise NotPermitted(message)
        return view(request, *args, **kwargs)

    return guarded


def may(actor: Actor, permission: str) -> None:
    """Raises NotPermitted when the post in use does not carry the permission."""
    if not actor.may_anywhere(permission):
        message = f"{actor.role_label or '您现在的岗位'}不能“{get(permission).label}”。要用别的岗位请先换岗。"
        raise NotPermitted(message, permission=permission)


def needs(permission: str) -> Callable[[View], View]:
    """Members of staff whose post in use carries the permission."""

    def wrap(view: View) -> View:
        @staff_only
        @wraps(view)
        def guarded(request: StayingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            may(request.actor, permission)
            return view(request, *args, **kwargs)

        return guarded

    return wrap
