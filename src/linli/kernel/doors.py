"""Who may open a page at all. What may be done there is asked again by each operation."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from linli.kernel.errors import NotPermitted
from linli.kernel.middleware import ActedRequest
from linli.kernel.permissions import get

View = Callable[..., HttpResponseBase]
RESIDENT_DOOR, STAFF_DOOR = "/sign-in/", "/staff/sign-in/"


def to_sign_in(request: HttpRequest, address: str) -> HttpResponse:
    """To the sign-in page, and back here afterwards."""
    here = request.get_full_path() if request.method == "GET" else ""
    ours = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': here})}" if here and ours else address)


def _marked(guarded: View, *opens_to: str) -> View:
    """Says on the view itself whom it lets in, for the generated documentation."""
    guarded.__dict__["opens_to"] = opens_to
    return guarded


def resident_page(view: View) -> View:
    """Residents who signed in by phone. Staff are told where theirs is."""

    @wraps(view)
    def guarded(request: ActedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor.user_id is None:
            return to_sign_in(request, RESIDENT_DOOR)
        if request.actor.door != "resident":
            message = "这一页是居民用的。您现在用工作账号登录，请到工作台；要看自己的事，先退出再用手机号登录。"
            raise NotPermitted(message, code="staff_here")
        return view(request, *args, **kwargs)

    return _marked(guarded, "residents")


def staff_page(*permissions: str) -> Callable[[View], View]:
    """Members of staff whose post in use carries one of the permissions (any post when none is named)."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: ActedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor
            if actor.user_id is None:
                return to_sign_in(request, STAFF_DOOR)
            if actor.door == "resident":
                message = "这一页是工作人员用的。您的事在“我的事”里看。"
                raise NotPermitted(message, code="resident_here")
            if permissions and not any(actor.may_anywhere(p) for p in permissions):
                who = actor.role_label or "您现在的岗位"
                told = f"{who}不能“{get(permissions[0]).label}”" if len(permissions) == 1 else f"{who}用不到这一页"
                message = f"{told}。要用别的岗位请先换岗。"
                raise NotPermitted(message, permission=permissions[0])
            return view(request, *args, **kwargs)

        return _marked(guarded, "staff", *permissions)

    return wrap
