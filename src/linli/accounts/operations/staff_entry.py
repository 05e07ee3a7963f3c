"""Signing in as staff: password, then second factor. Wrong name, wrong password and locked name look alike (no oracle).

An attempt that fails is no refusal: its count must be committed, so these operations answer with an outcome.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from linli.accounts.models import Guard, SignIn, SignInEvent, User
from linli.accounts.operations import guards, sources, stays
from linli.accounts.rules import passwords
from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.clients import neighbourhood
from linli.kernel.errors import Invalid
from linli.kernel.operations import operation

profiles.declare_rule("password_days", "密码多久换一次", 90, "天", "K", "GB/T 22239-2019；业务规范（数据安全）§8")

WRONG = "用户名或密码不对，也可能是输错太多次暂时锁住了。再试 15 分钟后仍不行，请找给您开账号的上级单位解锁。"
_IP_SECONDS = 600
_dummy: list[str] = []


@dataclass(frozen=True)
class Checked:
    """What came of a password: the user, or nobody. `locked` is for the log and tests, never for the page."""

    user: User | None = None
    locked: bool = False


def _dummy_hash() -> str:
    """A hash to check against for unknown names, so that they take as long as known ones."""
    if not _dummy:
        _dummy.append(make_password("nobody has this password"))
    return _dummy[0]


def _user_of(username: str) -> User | None:
    user = User.objects.filter(username=username.strip(), kind=User.Kind.STAFF).first()
    return None if user is not None and user.demo and not settings.DEMO else user


def check(actor: Actor, username: str, password: str, visit: stays.Visit) -> Checked:
    """Check a name and password; count, lock and log the failures, each source for itself."""
    with operation(actor, "accounts.sign_in") as op:
        op.unchanged()
        user, name = _user_of(username), Guard.of_name(username)
        guard = guards.hold(Guard.of_name(username, sources.of(visit, user.pk if user else None)))
        crowded = guards.hit(f"sign-in:{neighbourhood(visit.ip)}", guards.Window(profiles.value("sign_in_per_ip"), _IP_SECONDS))
        usable = user is not None and user.has_usable_password() and user.is_active
        right = check_password(password, user.password if user is not None and usable else _dummy_hash()) and usable
        if guards.locked(guard) or crowded:
            stays.note_attempt(SignInEvent.Outcome.LOCKED, "password", visit, tried=name, user=user)
            return Checked(locked=True)
        if not right:
            guards.fail(guard)
            stays.note_attempt(SignInEvent.Outcome.WRONG, "password", visit, tried=name, user=user)
            return Checked(locked=guards.locked(guard))
        guards.clear(guard.key)
        return Checked(user)


def expired(user: User) -> bool:
    """Whether the password is due to be changed."""
    changed = user.password_changed_at
    return changed is None or clock.now() - changed > timedelta(days=profiles.value("password_days"))


def set_password(user: User, new: str) -> None:
    """Store a new password as part of an operation. Raises Invalid."""
    found = passwords.problems(new, user.username, user.name)
    if user.has_usable_password() and check_password(new, user.password):
        found.append("新密码要和现在的不一样。")
    if found:
        message = "这个密码还不能用。"
        raise Invalid(message, {"new": found})
    user.password = make_password(new)
    user.password_changed_at = clock.now()
    user.save(update_fields=["password", "password_changed_at"])


def change_password(actor: Actor, user: User, new: str, *, stay: SignIn | None = None) -> None:
    """Give oneself a new password; every other stay ends. The caller has checked the old one. Raises Invalid."""
    with operation(actor, "accounts.change_password") as op:
        locked = User.objects.select_for_update().get(pk=user.pk)
        set_password(locked, new)
        ended = stays.end_all(user.pk, SignIn.End.PASSWORD, except_id=stay.pk if stay else None)
        user.password, user.password_changed_at = locked.password, locked.password_changed_at
        op.record(locked, region_id=actor.region_id, note=f"结束了 {ended} 处登录", password=["", "已改"])
