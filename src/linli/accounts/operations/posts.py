"""Giving, taking back and covering posts. Only downwards, only inside one's own area, never for oneself."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from linli.accounts.events import PostGiven, PostRevoked
from linli.accounts.models import Grant, Role, User
from linli.accounts.queries import handover
from linli.accounts.rules import roles
from linli.kernel import clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.operations import Operation, operation
from linli.regions import contract as regions

profiles.declare_rule("post_longest_days", "岗位一次最长给多久", 1096, "天", "D", "业务规范（岗位）§2：要有到期日")
profiles.declare_rule("cover_longest_days", "替班一次最长", 30, "天", "D", "业务规范（数据安全）§6：临时权限从短")
profiles.declare_rule("review_months", "多久核对一次岗位", 6, "个月", "S", "业务规范（数据安全）§6：半年核对")

_REASON = 4


@dataclass(frozen=True)
class NewPost:
    """A post to be given."""

    role: str
    region_id: UUID
    unit: str
    starts_on: date
    ends_on: date | None
    reason: str


def command_giver(actor: Actor) -> bool:
    """The installation itself opens the first account; nobody stands above it."""
    return actor.user_id is None and actor.door == "command"


def require_giver(op: Operation, region_id: UUID, role: Role) -> None:
    """May the actor hand out or take back this role there? Raises NotVisible, NotPermitted."""
    op.require(region_id)
    if command_giver(op.actor):
        return
    mine = Role.objects.filter(pk=op.actor.role).first()
    if mine is None or not roles.may_give(mine.branch, mine.rank, role.branch, role.rank):
        message = f"“{role.label}”要由上级单位来管，{op.actor.role_label}管不了。"
        raise NotPermitted(message, code="not_below")


def _check_dates(post: NewPost, problems: dict[str, list[str]], longest: int) -> None:
    if post.ends_on is None:
        problems["ends_on"] = ["写明到哪天为止；到期要用再续。"]
    elif post.ends_on < post.starts_on:
        problems["ends_on"] = ["到期日在开始日之前，请再看一看。"]
    elif post.ends_on - post.starts_on > timedelta(days=longest):
        problems["ends_on"] = [f"一次最长 {longest} 天，到期再续。"]
    if post.starts_on < clock.today():
        problems["starts_on"] = ["不能从过去的日子开始。"]


def check_post(post: NewPost, role: Role, longest: int) -> None:
    """Whether the particulars of a post can stand. Raises Invalid, NotVisible."""
    problems: dict[str, list[str]] = {}
    _check_dates(post, problems, longest)
    where = regions.info(post.region_id)
    if where is None:
        raise NotVisible
    if where.level not in role.levels:
        problems["region_id"] = [f"“{role.label}”不设在{where.level_label}这一级。"]
    if len(post.reason.strip()) < _REASON:
        problems["reason"] = ["写明为什么给，至少 4 个字。"]
    if problems:
        message = "还有几处要改。"
        raise Invalid(message, problems)


def _held(role: str, region_id: UUID, starts_on: date, ends_on: date | None) -> roles.Held:
    return roles.Held(role, region_id, frozenset({region_id, *regions.ancestors(region_id)}), starts_on, ends_on)


def refuse_clash(user: User, post: NewPost) -> None:
    """Raises Conflict when the person holds a post that does not go with this one. The user's row is locked."""
    kept = Grant.objects.filter(user=user).to_come(clock.today()).select_related("role")
    held = [_held(grant.role_id, grant.region_id, grant.starts_on, grant.ends_on) for grant in kept]
    wanted = _held(post.role, post.region_id, post.starts_on, post.ends_on)
    clash = roles.refused_by(held, wanted)
    if clash is not None:
        other = clash.first if clash.second == post.role else clash.second
        label = next((grant.role.label for grant in kept if grant.role_id == other), other)
        message = f"这个人已经是“{label}”，不能再兼这个岗位：{clash.why}。先收回那个岗位，或换一个人。"
        raise Conflict(message, code="roles_clash", held=other)
    same = [g for g in kept if (g.role_id, g.region_id) == (post.role, post.region_id) and g.cover_for_id is None]
    if any(_held(g.role_id, g.region_id, g.starts_on, g.ends_on).meets(wanted) for g in same):
        message = "这个人在这段时间已经有这个岗位。"
        raise Conflict(message, code="post_exists")


def store_post(op: Operation, user: User, post: NewPost, *, cover_for: Grant | None = None) -> Grant:
    """Write the post, its audit line and its event, as part of an operation that has checked it."""
    actor = op.actor
    giver = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    grant = Grant(
        user=user,
        role_id=post.role,
        region_id=post.region_id,
        unit=post.unit.strip(),
        starts_on=post.starts_on,
        ends_on=post.ends_on,
        giver=giver,
        giver_name=actor.name,
        reason=post.reason.strip(),
        given_at=clock.now(),
        cover_for=cover_for,
    )
    grant.save(force_insert=True)
    op.record(grant, role=["", post.role], starts_on=["", post.starts_on], ends_on=["", post.ends_on], note=grant.reason)
    op.announce(PostGiven(aggregate_id=user.pk, region_id=post.region_id, grant_id=grant.pk))
    return grant


def give(actor: Actor, user_id: UUID, post: NewPost, *, op_id: UUID | None = None) -> Grant:
    """Give a member of staff one more post.

    Raises NotVisible (outside the own area), NotPermitted (not below the giver, or for oneself), Invalid, Conflict (roles clash).
    """
    with operation(actor, "accounts.grant", op_id, content=[user_id, asdict(post)]) as op:
        if op.done_before:
            return Grant.objects.get(pk=op.done_before)
        role = Role.objects.filter(pk=post.role).first()
        if role is None:
            message = "没有这个岗位。"
            raise Invalid(message, {"role": [message]})
        require_giver(op, post.region_id, role)
        user = locked_staff(actor, user_id)
        if user.pk == actor.user_id:
            message = "不能给自己开岗位，请上级单位来开。"
            raise NotPermitted(message, code="oneself")
        check_post(post, role, profiles.value("post_longest_days"))
        refuse_clash(user, post)
        return store_post(op, user, post)


def locked_staff(actor: Actor, user_id: UUID) -> User:
    """A member of staff the actor can see, locked. Raises NotVisible.

    Seen are those with a post, past or present, in the actor's area: a name alone finds nobody elsewhere.
    """
    user: User | None = User.objects.select_for_update().filter(pk=user_id, kind=User.Kind.STAFF).first()
    if user is None or not (command_giver(actor) or Grant.objects.filter(user=user).visible_to(actor).exists()):
        raise NotVisible
    return user


def revoke(actor: Actor, grant_id: UUID, reason: str, *, leave_open: bool = False) -> Grant:
    """Take a post back at once, with its covers. Open items must be handed over first, or left open knowingly.

    Raises NotVisible, NotPermitted, Invalid without a reason, NotNow for open items or a post already ended.
    """
    with operation(actor, "accounts.revoke") as op:
        grant = Grant.objects.select_for_update(of=("self",)).select_related("role").visible_to(actor).filter(pk=grant_id).first()
        if grant is None:
            raise NotVisible
        require_giver(op, grant.region_id, grant.role)
        if grant.user_id == actor.user_id:
            message = "不能收回自己的岗位，请上级单位来办。"
            raise NotPermitted(message, code="oneself")
        if grant.revoked_at is not None or (grant.ends_on is not None and grant.ends_on < clock.today()):
            message = "这个岗位已经结束了。"
            raise NotNow(message, code="ended")
        if len(reason.strip()) < _REASON:
            message = "写明为什么收回，至少 4 个字。"
            raise Invalid(message, {"reason": [message]})
        items = handover.of_post(actor, grant)
        if items and not leave_open:
            message = f"他手上还有 {len(items)} 件没办完。先交接给别人，或勾选“知道还没交接，先收回”。"
            raise NotNow(message, code="not_handed_over", open_items=len(items))
        _end(op, grant, reason.strip())
        for cover_grant in Grant.objects.select_for_update().filter(cover_for=grant).to_come(clock.today()):
            _end(op, cover_grant, "被替的岗位收回了")
        return grant


def _end(op: Operation, grant: Grant, reason: str) -> None:
    grant.revoked_at, grant.revoked_by_id, grant.revoke_reason = clock.now(), op.actor.user_id, reason
    grant.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    op.record(grant, revoked=["", "收回"], note=reason)
    op.announce(PostRevoked(aggregate_id=grant.user_id, region_id=grant.region_id, grant_id=grant.pk))


@dataclass(frozen=True)
class NewCover:
    """Who stands in, from when until when, and why."""

    user_id: UUID
    starts_on: date
    ends_on: date
    reason: str


def cover(actor: Actor, grant_id: UUID, new: NewCover, *, op_id: UUID | None = None) -> Grant:
    """Let somebody stand in (替班) for a post; it ends by itself. The same refusals as for giving a post."""
    with operation(actor, "accounts.cover", op_id, content=[grant_id, asdict(new)]) as op:
        if op.done_before:
            return Grant.objects.get(pk=op.done_before)
        grant = Grant.objects.select_for_update(of=("self",)).select_related("role").visible_to(actor).filter(pk=grant_id).first()
        if grant is None:
            raise NotVisible
        require_giver(op, grant.region_id, grant.role)
        user = locked_staff(actor, new.user_id)
        if user.pk in {grant.user_id, actor.user_id}:
            message = "替班的要是另一个人，也不能是您自己。"
            raise Invalid(message, {"user_id": [message]})
        if grant.revoked_at is not None or grant.cover_for_id is not None or (grant.ends_on and new.ends_on > grant.ends_on):
            message = "被替的岗位那时已经结束，或它本身就是替班。"
            raise NotNow(message, code="nothing_to_cover")
        post = NewPost(grant.role_id, grant.region_id, grant.unit, new.starts_on, new.ends_on, new.reason)
        check_post(post, grant.role, profiles.value("cover_longest_days"))
        refuse_clash(user, post)
        return store_post(op, user, post, cover_for=grant)


def question(actor: Actor, grant_id: UUID, note: str) -> Grant:
    """An auditor's doubt about a post, for the unit that may end it. Raises NotVisible, NotPermitted, Invalid without words."""
    with operation(actor, "accounts.question_post") as op:
        grant = Grant.objects.visible_to(actor).filter(pk=grant_id).select_related("user", "role").first()
        if grant is None:
            raise NotVisible
        op.require(grant.region_id)
        if len(note.strip()) < _REASON:
            message = "写明疑问是什么，至少 4 个字。"
            raise Invalid(message, {"note": [message]})
        op.record(grant, asked=["", grant.role_id], note=note.strip()[:200])
        return grant


def review(actor: Actor, grant_id: UUID) -> Grant:
    """Confirm at the half-year review (半年核对) that the post is still needed. Raises NotVisible, NotPermitted."""
    with operation(actor, "accounts.review") as op:
        grant = Grant.objects.select_for_update(of=("self",)).select_related("role").visible_to(actor).filter(pk=grant_id).first()
        if grant is None:
            raise NotVisible
        require_giver(op, grant.region_id, grant.role)
        before = grant.reviewed_at
        grant.reviewed_at, grant.reviewed_by_id = clock.now(), actor.user_id
        grant.save(update_fields=["reviewed_at", "reviewed_by"])
        op.record(grant, reviewed_at=[before, grant.reviewed_at])
        return grant
