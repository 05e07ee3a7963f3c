"""Between the password and the stay: who has proved what so far. Lives in the session for ten minutes."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from linli.accounts.models import User
from linli.kernel import clock

KEY, MINUTES = "pending", 10
PASSWORD, SECOND = "password", "second"  # names of steps


@dataclass(frozen=True)
class Pending:
    """Somebody on the way in; `step` is the last thing proved, `way` what the log will say."""

    user: User
    step: str
    way: str


def start(request: HttpRequest, user: User, step: str, way: str) -> None:
    """Remember a proof under a new session key."""
    onward = request.session.get("onward", "")
    request.session.flush()
    request.session[KEY] = {"user": str(user.pk), "step": step, "way": way, "until": clock.now().timestamp() + MINUTES * 60}
    request.session["onward"] = onward


def advance(request: HttpRequest, step: str, way: str) -> None:
    """The next thing is proved."""
    request.session[KEY] = request.session[KEY] | {"step": step, "way": way}


def of(request: HttpRequest) -> Pending | None:
    """Who is on the way in; None when nobody is, or it took too long."""
    kept = request.session.get(KEY)
    if not kept or kept["until"] < clock.now().timestamp():
        return None
    user = User.objects.filter(pk=UUID(kept["user"]), is_active=True).first()
    return Pending(user, kept["step"], kept["way"]) if user else None
