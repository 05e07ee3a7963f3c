"""User management as the unit above sees it: posts inside its area, what each account's state is, what is due for review."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from linli.accounts.models import Grant, Guard, Invitation, Role, SignInEvent, User
from linli.accounts.rules import roles
from linli.kernel import clock, permissions, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.handover import Item, open_items
from linli.kernel.models import in_scope

PAGE = 50
SOON_DAYS = 30
STATES = {
    "now": "在岗",
    "soon": "快到期",
    "cover": "替班",
    "coming": "还没开始",
    "waiting": "没设密码",
    "review": "该核对了",
    "stopped": "停用的账号",
    "ended": "结束了的",
}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    typed: str = ""
    role: str = ""
    state: str = "now"
    region_ids: frozenset[UUID] | None = None
    after: UUID | None = None


def roles_to_give(actor: Actor) -> list[Role]:
    """Roles the post in use may hand out."""
    mine = Role.objects.filter(pk=actor.role).first()
    if mine is None:
        return []
    return [role for role in Role.objects.all() if roles.may_give(mine.branch, mine.rank, role.branch, role.rank)]


def _review_limit() -> date:
    return clock.today() - timedelta(days=int(profiles.value("review_months")) * 30)


def _in_state(rows: QuerySet[Grant], state: str, today: date) -> QuerySet[Grant]:
    if state == "review":
        return due_for_review(rows)
    running = Q(revoked_at=None, starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    unset = Q(user__is_active=True, user__password__startswith=UNUSABLE_PASSWORD_PREFIX, user__demo=False)
    conditions = {
        "soon": running & Q(ends_on__lte=today + timedelta(days=SOON_DAYS)),
        "cover": running & Q(cover_for__isnull=False),
        "coming": Q(revoked_at=None, starts_on__gt=today),
        "waiting": running & unset,
        "stopped": Q(user__is_active=False),
        "ended": Q(revoked_at__isnull=False) | Q(ends_on__lt=today),
    }
    return rows.filter(conditions.get(state, running & Q(user__is_active=True)))


def due_for_review(rows: QuerySet[Grant]) -> QuerySet[Grant]:
    """Running posts nobody confirmed for half a year."""
    today = clock.today()
    running = Q(revoked_at=None, starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    return rows.annotate(confirmed=Coalesce("reviewed_at", "given_at")).filter(running, confirmed__date__lt=_review_limit(), cover_for=None)


def managed(actor: Actor) -> QuerySet[Grant]:
    """Posts of staff in the actor's area that the post in use may manage. The only door to other people's posts."""
    seen = Grant.objects.visible_to(actor).filter(user__kind=User.Kind.STAFF)
    return seen.filter(role_id__in=[role.pk for role in roles_to_give(actor)])


def posts(actor: Actor, filters: Filters) -> tuple[list[Grant], UUID | None]:
    """One page of posts, highest role first, and the key of the next page."""
    rows = _in_state(managed(actor), filters.state, clock.today())
    if filters.role:
        rows = rows.filter(role_id=filters.role)
    if filters.region_ids is not None:
        rows = rows.filter(in_scope("region_id", filters.region_ids))
    if filters.typed:
        word = filters.typed
        by_name = Q(user__name__icontains=word) | Q(user__username__icontains=word)
        rows = rows.filter(by_name | Q(unit__icontains=word))
    last = managed(actor).filter(pk=filters.after).select_related("role", "user").first() if filters.after else None
    if last is not None:
        later = Q(role__rank__gt=last.role.rank) | Q(role__rank=last.role.rank, user__name__gt=last.user.name)
        rows = rows.filter(later | Q(role__rank=last.role.rank, user__name=last.user.name, pk__gt=last.pk))
    page = list(rows.select_related("user", "role", "region", "cover_for__user").order_by("role__rank", "user__name", "pk")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def counts(actor: Actor) -> dict[str, int]:
    """How many posts each tab holds."""
    rows, today = managed(actor), clock.today()
    return {state: _in_state(rows, state, today).count() for state in ("now", "soon", "cover", "waiting", "review", "stopped")}


@dataclass(frozen=True)
class Card:
    """A member of staff as the managing unit sees him."""

    user: User
    grants: list[Grant]
    second_factor: bool
    locked: bool
    invited_until: Invitation | None
    attempts: list[SignInEvent]
    items: list[Item]
    elsewhere: bool


def card(actor: Actor, user_id: UUID) -> Card:
    """Everything about one account. Raises NotVisible when none of its posts may be managed from here."""
    seen = managed(actor).filter(user_id=user_id).select_related("role", "region", "cover_for__user", "revoked_by", "reviewed_by")
    grants = list(seen.order_by("-starts_on"))
    if not grants:
        raise NotVisible
    user = User.objects.get(pk=user_id)
    guards = Guard.of_user(user).filter(locked_until__gt=clock.now())
    to_come = Grant.objects.filter(user=user).to_come(clock.today()).exclude(pk__in=[grant.pk for grant in grants])
    return Card(
        user=user,
        grants=grants,
        second_factor=Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists(),
        locked=guards.exists(),
        invited_until=Invitation.objects.filter(user=user, used_at=None, expires_at__gt=clock.now()).first(),
        attempts=list(SignInEvent.objects.filter(user=user).order_by("-at")[:8]),
        items=open_items(actor, [user.pk]),
        elsewhere=to_come.exists(),
    )


def substitutes(actor: Actor, grant: Grant) -> list[User]:
    """Who could stand in: staff with a running post in the actor's area, those of the same place first."""
    running = Grant.objects.visible_to(actor).running(clock.today()).filter(user__kind=User.Kind.STAFF, user__is_active=True)
    near = running.filter(user=OuterRef("pk"), region_id=grant.region_id)
    users = User.objects.filter(pk__in=running.values("user_id")).exclude(pk__in=[grant.user_id, actor.user_id])
    return list(users.annotate(near=Exists(near)).order_by("-near", "name")[:100])


def role_rows() -> list[dict[str, object]]:
    """Every role with the Chinese labels of what it may do and of the roles it excludes."""
    labels = {permission.name: permission.label for permission in permissions.everything()}
    rows = list(Role.objects.prefetch_related("permissions"))
    names = {role.pk: role.label for role in rows}
    return [
        {
            "role": role,
            "branch": roles.BRANCHES[role.branch],
            "may": sorted({labels[row.permission] for row in role.permissions.all() if row.permission in labels}),
            "clashes": [{"label": names.get(clash["role"], ""), "why": clash["why"]} for clash in role.conflicts],
        }
        for role in rows
    ]
