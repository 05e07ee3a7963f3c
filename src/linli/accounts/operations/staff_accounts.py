"""Accounts of staff: opened by an invitation link, unlocked, reset, disabled. By the unit above, who may touch every post of the person."""

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from linli.accounts.models import Grant, Guard, Invitation, Role, SignIn, User
from linli.accounts.operations import posts, second_factor, sms, staff_entry, stays
from linli.kernel import clock, crypto, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.fields import open_sealed
from linli.kernel.operations import Operation, operation

profiles.declare_rule("invitation_hours", "邀请链接多久有效", 72, "小时", "D", "业务规范（数据安全）§8")
profiles.declare_rule("unused_days", "多久不用停用账号", 90, "天", "S", "业务规范（数据安全）§6")

_NAME, _USERNAME = 2, 3


@dataclass(frozen=True)
class NewPerson:
    """Somebody who gets an account, by his real name."""

    name: str
    username: str
    phone: str = ""


@dataclass(frozen=True)
class Invited:
    """An account whose one-time link was made: sent to the person's own phone, else `token` is to be handed over.

    Both are empty when the same form was sent twice.
    """

    user_id: UUID
    token: str = ""
    sent: bool = False


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return crypto.blind_index("invitation", token)


def _link(op: Operation, user: User) -> str:
    """A new one-time token; earlier ones stop working."""
    now = clock.now()
    Invitation.objects.filter(user=user, used_at=None).update(expires_at=now)
    token = secrets.token_urlsafe(24)
    hours = profiles.value("invitation_hours")
    Invitation(
        user=user,
        token_digest=token_digest(token),
        made_at=now,
        made_by_name=op.actor.name,
        expires_at=now + timedelta(hours=hours),
    ).save(force_insert=True)
    return token


def _hand_over(op: Operation, user: User, welcome: str) -> Invited:
    """The link goes to the phone of the account: whoever resets an account must not be able to walk in himself."""
    token = _link(op, user)
    phone = open_sealed(user, "phone")
    if not phone or not sms.adapter():
        return Invited(user.pk, token)
    hours = profiles.value("invitation_hours")
    text = f"【邻里】{op.actor.name}给您开通或重置了登录，{hours} 小时内打开 {welcome}{token}/ 设密码。不是您要的，请马上告诉上级单位。"
    sms.send(op.actor, phone, text, "invitation")
    return Invited(user.pk, sent=True)


def _way(made: Invited) -> str:
    return "链接发到本人手机" if made.sent else "没有手机号，链接由管理人当面给"


def _check_person(person: NewPerson) -> None:
    problems: dict[str, list[str]] = {}
    if len(person.name.strip()) < _NAME:
        problems["name"] = ["写真实姓名。"]
    username = person.username.strip()
    if len(username) < _USERNAME or not username.isascii() or not username.replace(".", "").replace("-", "").isalnum():
        problems["username"] = ["用户名用字母、数字、点和横线，至少 3 位，不要用身份证号和手机号。"]
    elif sum(character.isdigit() for character in username) >= 8:
        problems["username"] = ["用户名不要用身份证号和手机号。"]
    elif User.objects.filter(username__iexact=username).exists():
        problems["username"] = ["这个用户名有人用了，换一个。"]
    if problems:
        message = "还有几处要改。"
        raise Invalid(message, problems)


def invite(actor: Actor, person: NewPerson, post: posts.NewPost, *, welcome: str = "", op_id: UUID | None = None) -> Invited:
    """Open an account with its first post; `welcome` is the address that the token of the link is put behind.

    Raises Invalid, NotVisible, NotPermitted as for giving a post.
    """
    with operation(actor, "accounts.invite", op_id, content=[asdict(person), asdict(post)]) as op:
        if op.done_before:
            return Invited(Grant.objects.get(pk=op.done_before).user_id)
        role = Role.objects.filter(pk=post.role).first()
        if role is None:
            message = "没有这个岗位。"
            raise Invalid(message, {"role": [message]})
        posts.require_giver(op, post.region_id, role)
        _check_person(person)
        posts.check_post(post, role, profiles.value("post_longest_days"))
        user = User(username=person.username.strip(), name=person.name.strip(), kind=User.Kind.STAFF, phone=person.phone.strip())
        user.phone_index = crypto.blind_index("phone", person.phone.strip()) if person.phone.strip() else ""
        user.set_unusable_password()
        user.save(force_insert=True)
        posts.store_post(op, user, post)
        return _hand_over(op, user, welcome)


def _managed(op: Operation, user_id: UUID) -> tuple[User, Grant]:
    """A user all of whose posts the actor may manage, and one of them. Raises NotVisible, NotPermitted.

    One post elsewhere or at the actor's own height is enough to refuse: whoever may reset an account could take it over.
    """
    user = posts.locked_staff(op.actor, user_id)
    if user.pk == op.actor.user_id:
        message = "自己的账号请上级单位来管。"
        raise NotPermitted(message, code="oneself")
    to_come = list(Grant.objects.filter(user=user).to_come(clock.today()).select_related("role"))
    past = Grant.objects.filter(user=user).visible_to(op.actor).select_related("role").order_by("-given_at")
    held = to_come or list(past[:1])
    if not held:
        raise NotVisible
    for grant in held:
        try:
            posts.require_giver(op, grant.region_id, grant.role)
        except (NotVisible, NotPermitted) as refusal:
            message = "他还有不归您管的岗位，请他的上级单位来办。"
            raise NotPermitted(message, code="posts_elsewhere") from refusal
    return user, held[0]


def invite_again(actor: Actor, user_id: UUID, *, welcome: str = "") -> Invited:
    """A new link for somebody who has not set a password yet. Raises NotNow when he has."""
    with operation(actor, "accounts.invite") as op:
        user, grant = _managed(op, user_id)
        if user.has_usable_password():
            message = "他已经设好密码了。登录不了请用“解锁”或“重置两步验证”。"
            raise NotNow(message)
        made = _hand_over(op, user, welcome)
        op.record(user, region_id=grant.region_id, note=f"重发邀请，{_way(made)}")
        return made


def unlock(actor: Actor, user_id: UUID) -> bool:
    """Forget failures of password and second step; whether there were any."""
    with operation(actor, "accounts.unlock") as op:
        user, grant = _managed(op, user_id)
        cleared = Guard.of_user(user).delete()[0] > 0
        if cleared:
            op.record(user, region_id=grant.region_id, locked=[True, False])
        else:
            op.unchanged()
        return cleared


def reset_second_factor(actor: Actor, user_id: UUID, reason: str, *, welcome: str = "") -> Invited:
    """Remove second step and password of somebody who lost the phone; the person starts again with a new link.

    A password alone must not be enough to set up a new second step. Raises Invalid without a reason.
    """
    with operation(actor, "accounts.reset_second_factor") as op:
        user, grant = _managed(op, user_id)
        if len(reason.strip()) < 4:
            message = "写明为什么重置，怎么确认是他本人，至少 4 个字。"
            raise Invalid(message, {"reason": [message]})
        second_factor.forget(user)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        ended = stays.end_all(user.pk, SignIn.End.PASSWORD)
        made = _hand_over(op, user, welcome)
        note = f"{reason.strip()}；结束了 {ended} 处登录；{_way(made)}"
        op.record(user, region_id=grant.region_id, second_factor=["已设", ""], note=note)
        return made


def disable(actor: Actor, user_id: UUID, reason: str) -> User:
    """Stop an account the same day (离岗当日停用). Raises Invalid without a reason, NotNow when it is stopped already."""
    with operation(actor, "accounts.disable") as op:
        user, grant = _managed(op, user_id)
        if len(reason.strip()) < 4:
            message = "写明为什么停用，至少 4 个字。"
            raise Invalid(message, {"reason": [message]})
        if not user.is_active:
            message = "这个账号已经停用了。"
            raise NotNow(message)
        _stop(op, user, grant.region_id, reason.strip())
        return user


def _stop(op: Operation, user: User, region_id: UUID, reason: str) -> None:
    user.is_active, user.disabled_at, user.disabled_reason = False, clock.now(), reason[:120]
    user.save(update_fields=["is_active", "disabled_at", "disabled_reason"])
    stays.end_all(user.pk, SignIn.End.DISABLED)
    op.record(user, region_id=region_id, is_active=[True, False], note=reason)


def enable(actor: Actor, user_id: UUID, reason: str) -> User:
    """Open a stopped account again. Raises Invalid without a reason, NotNow when it is open."""
    with operation(actor, "accounts.enable") as op:
        user, grant = _managed(op, user_id)
        if len(reason.strip()) < 4:
            message = "写明为什么恢复，至少 4 个字。"
            raise Invalid(message, {"reason": [message]})
        if user.is_active:
            message = "这个账号没有停用。"
            raise NotNow(message)
        user.is_active, user.disabled_at, user.disabled_reason, user.last_seen_at = True, None, "", clock.now()
        user.save(update_fields=["is_active", "disabled_at", "disabled_reason", "last_seen_at"])
        op.record(user, region_id=grant.region_id, is_active=[False, True], note=reason.strip())
        return user


def disable_unused(actor: Actor) -> int:
    """Stop staff accounts nobody used for 90 days; how many. Called by the nightly job."""
    days = profiles.value("unused_days")
    limit = clock.now() - timedelta(days=days)
    idle = User.objects.filter(kind=User.Kind.STAFF, is_active=True, demo=False, date_joined__lt=limit).exclude(last_seen_at__gte=limit)
    stopped = 0
    for user in idle.select_for_update():
        with operation(actor, "accounts.disable") as op:
            region_id = Grant.objects.filter(user=user).order_by("-given_at").values_list("region_id", flat=True).first()
            if region_id is None:
                op.unchanged()
                continue
            op.require(region_id)
            _stop(op, user, region_id, f"{days} 天没有登录，自动停用")
            stopped += 1
    return stopped


def _open_invitation(token: str, *, lock: bool) -> Invitation:
    rows = Invitation.objects.select_related("user").filter(token_digest=token_digest(token))
    row = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if row is None or row.used_at is not None or row.expires_at <= clock.now() or not row.user.is_active:
        message = "这个链接用过了，或者过期了。请找给您开账号的上级单位再发一个。"
        raise NotVisible(message)
    return row


def invited(token: str) -> User:
    """Whom a link is for. Raises NotVisible for a used or expired link."""
    return _open_invitation(token, lock=False).user


def accept_invitation(actor: Actor, token: str, password: str) -> User:
    """Set the first password with the link; the link is used up. Raises NotVisible for a used or expired link, Invalid."""
    with operation(actor, "accounts.set_first_password") as op:
        row = _open_invitation(token, lock=True)
        staff_entry.set_password(row.user, password)
        row.used_at = clock.now()
        row.save(update_fields=["used_at"])
        Guard.of_user(row.user).delete()
        op.record(row.user, note="用邀请链接设了密码", password=["", "已设"])
        return row.user
