"""From a signed-in request to the Actor that operations take."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from linli.accounts.models import SignIn, User
from linli.accounts.operations import stays
from linli.accounts.queries import acting
from linli.kernel import clock
from linli.kernel.actor import Actor

STAY, IDLE_SECONDS, LONGEST_SECONDS = "stay", "idle_seconds", "longest_seconds"


def ip_of(request: HttpRequest) -> str:
    """Where the request comes from; behind trusted proxies the kernel has put the client's address there."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _over(request: HttpRequest, stay: SignIn) -> str:
    """Why the stay is over, empty while it goes on."""
    now = clock.now()
    idle, longest = request.session.get(IDLE_SECONDS), request.session.get(LONGEST_SECONDS)
    if idle and now - stay.last_seen_at > timedelta(seconds=idle):
        return SignIn.End.IDLE
    if longest and now - stay.started_at > timedelta(seconds=longest):
        return SignIn.End.OLD
    return ""


def _leave(request: HttpRequest, stay: SignIn, around: acting.Circumstances, why: str) -> Actor:
    stays.end(Actor(stay.user_id, stay.user.name, "", around.door, ip=around.ip), stay.pk, why)
    request.session.flush()
    request.ended = SignIn.End(why).label  # type: ignore[attr-defined]
    return Actor.anonymous(around.ip)


def actor_of_request(request: HttpRequest) -> Actor:
    """The actor of a request: the active post of a member of staff, a resident, or a visitor.

    Ends a stay that was idle or lasted too long; a demo account outside demo mode is nobody.
    """
    ip = ip_of(request)
    stay_id = request.session.get(STAY)
    stay = acting.open_stay(UUID(stay_id)) if stay_id else None
    if stay is None or (stay.user.demo and not settings.DEMO):
        if stay_id:
            request.session.flush()
        return Actor.anonymous(ip)
    staff = stay.user.kind == User.Kind.STAFF
    door = "api" if request.path.startswith("/api/") else acting.DESK if staff else acting.RESIDENT_DOOR
    around = acting.Circumstances(door, ip, getattr(request, "correlation_id", None))
    if why := _over(request, stay):
        return _leave(request, stay, around, why)
    if clock.now() - stay.last_seen_at > stays.TOUCH_EVERY:
        SignIn.objects.filter(pk=stay.pk).update(last_seen_at=clock.now())
    request.stay = stay  # type: ignore[attr-defined]
    return acting.staff_actor(stay, around) if staff else acting.resident_actor(stay.user, around)
