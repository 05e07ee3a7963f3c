"""The cookie side of a stay: what a proven sign-in writes into the session, and what leaving removes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils.http import url_has_allowed_host_and_scheme

from linli.accounts.actors import IDLE_SECONDS, LONGEST_SECONDS, STAY, ip_of
from linli.accounts.models import SignIn, User
from linli.accounts.operations import stays
from linli.accounts.views import device
from linli.kernel import profiles
from linli.kernel.actor import Actor
from linli.kernel.doors import RESIDENT_DOOR, to_sign_in
from linli.kernel.middleware import ActedRequest

_DAY = 86400
HOME = {User.Kind.STAFF: "/", User.Kind.RESIDENT: "/"}


class StayingRequest(ActedRequest):
    """A request of somebody who is signed in."""

    stay: SignIn


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Residents and staff alike."""

    @wraps(view)
    def guarded(request: StayingRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.user_id is None:
            return to_sign_in(request, RESIDENT_DOOR)
        return view(request, *args, **kwargs)

    return guarded


def visit_of(request: HttpRequest) -> stays.Visit:
    """Address and browser of the visitor."""
    browser, marks = device.read(request)
    return stays.Visit(ip_of(request), str(request.META.get("HTTP_USER_AGENT", "")), browser, marks)


def enter(request: ActedRequest, user: User, way: str) -> SignIn:
    """Begin a stay and put it into a session under a new key. Raises NotPermitted for a disabled account."""
    staff = user.kind == User.Kind.STAFF
    door = "desk" if staff else "resident"
    actor = Actor(user.pk, user.called, "", door, correlation_id=request.correlation_id, ip=ip_of(request))
    stay = stays.begin(actor, user, way=way, visit=visit_of(request))
    request.session.flush()
    request.session[SESSION_KEY] = str(user.pk)
    request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request.session[STAY] = str(stay.pk)
    if staff:
        request.session[IDLE_SECONDS] = profiles.value("staff_idle_minutes") * 60
        request.session[LONGEST_SECONDS] = profiles.value("staff_stay_hours") * 3600
        request.session.set_expiry(0)
    else:
        days = profiles.value("resident_stay_days")
        request.session[LONGEST_SECONDS] = days * _DAY
        request.session.set_expiry(days * _DAY)
    rotate_token(request)
    return stay


def leave(request: ActedRequest) -> None:
    """End the running stay and forget the session."""
    stay = getattr(request, "stay", None)
    if stay is not None:
        stays.end(request.actor, stay.pk, SignIn.End.LEFT)
    logout(request)


def safe(request: HttpRequest, wanted: str) -> str:
    """The page asked for when it is ours, else empty."""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else ""


def onward(request: HttpRequest, user: User) -> str:
    """Where to go after signing in: the page asked for, when it is ours; else the person's own home."""
    return safe(request, str(request.POST.get("next") or request.GET.get("next") or "")) or HOME[User.Kind(user.kind)]
