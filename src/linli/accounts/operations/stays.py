"""Beginning and ending a stay (登录), and changing the post in use (换岗)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from linli.accounts.models import Grant, SignIn, SignInEvent, User
from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import NotPermitted, NotVisible
from linli.kernel.operations import operation

profiles.declare_rule("staff_idle_minutes", "工作人员多久没动自动退出", 30, "分钟", "K", "GB/T 22239-2019；业务规范（数据安全）§8")
profiles.declare_rule("staff_stay_hours", "工作人员一次登录最长", 12, "小时", "D", "业务规范（数据安全）§8")
profiles.declare_rule("staff_stays_at_once", "工作人员同时登录个数", 2, "个", "D", "业务规范（数据安全）§8")
profiles.declare_rule("resident_stay_days", "居民一次登录最长", 30, "天", "D", "look/language.md §6：少打扰")
profiles.declare_rule("resident_stays_at_once", "居民同时登录个数", 5, "个", "D", "一家人共用手机")

TOUCH_EVERY = timedelta(seconds=60)
_DEVICE_CHARS = 120


@dataclass(frozen=True)
class Visit:
    """From where somebody comes. `browser` and `marks` are what its cookie tells (accounts.views.device)."""

    ip: str = ""
    device: str = ""
    browser: str = ""
    marks: tuple[str, ...] = ()


def note_attempt(outcome: str, way: str, visit: Visit, *, tried: str = "", user: User | None = None) -> None:
    """One line in the log of attempts."""
    event = SignInEvent(at=clock.now(), outcome=outcome, way=way, user=user, tried=tried, ip=visit.ip, device=visit.device[:_DEVICE_CHARS])
    SignInEvent.objects.bulk_create([event])


def _first_post(user: User) -> Grant | None:
    """The post used last, if it still runs; else the only one. With several the person chooses."""
    running = list(Grant.objects.filter(user=user).running(clock.today()))
    last = SignIn.objects.filter(user=user).exclude(grant=None).order_by("-started_at").values_list("grant_id", flat=True).first()
    if len(running) == 1:
        return running[0]
    return next((grant for grant in running if grant.pk == last), None)


def _crowd_out(user: User, staying: int) -> None:
    oldest = SignIn.objects.filter(user=user, ended_at=None).order_by("-started_at")
    surplus = [stay.pk for stay in oldest[max(staying - 1, 0) :]]
    SignIn.objects.filter(pk__in=surplus).update(ended_at=clock.now(), end=SignIn.End.CROWDED)


def begin(actor: Actor, user: User, *, way: str, visit: Visit) -> SignIn:
    """Open a stay for somebody who has proved who he is; the oldest gives way when there are too many.

    Raises NotPermitted for a disabled account, or a demo account outside demo mode.
    """
    with operation(actor, "accounts.sign_in") as op:
        locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if not locked.is_active:
            message = "这个账号停用了。请找给您开账号的上级单位恢复。"
            raise NotPermitted(message, code="disabled")
        staff = locked.kind == User.Kind.STAFF
        _crowd_out(locked, profiles.value("staff_stays_at_once" if staff else "resident_stays_at_once"))
        now = clock.now()
        stay = SignIn(
            user=locked,
            grant=_first_post(locked) if staff else None,
            started_at=now,
            last_seen_at=now,
            way=way,
            ip=visit.ip,
            device=visit.device[:_DEVICE_CHARS],
        )
        stay.save(force_insert=True)
        User.objects.filter(pk=locked.pk).update(last_seen_at=now, last_login=now)
        note_attempt(SignInEvent.Outcome.OK, way, visit, user=locked)
        op.record(stay, region_id=stay.grant.region_id if stay.grant else None, way=["", way])
        return stay


def me(actor: Actor) -> UUID:
    """The acting user. Raises NotVisible for a visitor."""
    if actor.user_id is None:
        raise NotVisible
    return actor.user_id


def end(actor: Actor, stay_id: UUID, why: str) -> None:
    """End one of the actor's own stays. Raises NotVisible for anybody else's."""
    with operation(actor, "accounts.end_stay") as op:
        stay = SignIn.objects.select_for_update().filter(pk=stay_id, user_id=me(actor)).first()
        if stay is None:
            raise NotVisible
        if stay.ended_at is not None:
            op.unchanged()
            return
        stay.ended_at, stay.end = clock.now(), why
        stay.save(update_fields=["ended_at", "end"])
        op.record(stay, region_id=actor.region_id, end=["", why])


def end_all(user_id: UUID, why: str, *, except_id: UUID | None = None) -> int:
    """End every stay of a user as part of another operation (new password, account disabled); how many."""
    others = SignIn.objects.filter(user_id=user_id, ended_at=None)
    if except_id is not None:
        others = others.exclude(pk=except_id)
    return others.update(ended_at=clock.now(), end=why)


def switch_post(actor: Actor, stay_id: UUID, grant_id: UUID) -> Grant:
    """Go on in another of one's own running posts. Raises NotVisible for a post that is not one's own or does not run."""
    with operation(actor, "accounts.switch_post") as op:
        stay = SignIn.objects.select_for_update().filter(pk=stay_id, user_id=me(actor), ended_at=None).first()
        grants = Grant.objects.filter(user_id=me(actor), pk=grant_id).running(clock.today())
        grant = grants.select_related("role", "region").first()
        if stay is None or grant is None:
            message = "这个岗位现在不能用：可能到期了，也可能被收回了。请看下面还有哪些岗位。"
            raise NotVisible(message)
        before, stay.grant = stay.grant_id, grant
        stay.save(update_fields=["grant"])
        op.record(stay, region_id=grant.region_id, post=[before, grant.pk], note=grant.role.label)
        return grant


def actor_of_stay(stay: SignIn) -> Actor:
    """The person of a stay, before any post is in use."""
    return Actor(stay.user_id, stay.user.called, "", "desk", ip=stay.ip)
