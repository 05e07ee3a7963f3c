"""From a stored stay to the Actor it stands for: the fewest queries that every request can afford."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from linli.accounts.models import Grant, RolePermission, SignIn, User
from linli.accounts.rules import roles
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.actor import Grant as Post
from linli.kernel.ids import new_id
from linli.regions import contract as regions

DESK, RESIDENT_DOOR = "desk", "resident"


@dataclass(frozen=True)
class Circumstances:
    """What a request adds to who is acting."""

    door: str
    ip: str = ""
    correlation_id: UUID | None = None


def open_stay(stay_id: UUID) -> SignIn | None:
    """The stay with user, post, role and that role's permissions, in one query; None when it has ended."""
    carried = RolePermission.objects.filter(role_id=OuterRef("grant__role_id")).values("permission")
    return (
        SignIn.objects.filter(pk=stay_id, ended_at=None, user__is_active=True)
        .select_related("user", "grant__role", "grant__region")
        .annotate(carried=ArraySubquery(carried))
        .first()
    )


def permissions_of(role: str) -> frozenset[str]:
    """Names of the permissions a role carries today."""
    return frozenset(RolePermission.objects.filter(role_id=role).values_list("permission", flat=True))


def post_of(grant: Grant, permissions: frozenset[str]) -> Post:
    """The kernel's view of a stored post, with the regions it covers today."""
    wide = grant.region.level == roles.CITY
    region_ids = frozenset[UUID]() if wide else regions.subtree_ids(grant.region_id)
    return Post(grant.pk, grant.role_id, grant.role.label, grant.region_id, region_ids, wide, permissions)


def _actor(user: User, unit: str, posts: tuple[Post, ...], around: Circumstances) -> Actor:
    return Actor(
        user_id=user.pk,
        name=user.called,
        unit=unit,
        door=around.door,
        grants=posts,
        person_id=user.person_id,
        correlation_id=around.correlation_id or new_id(),
        ip=around.ip,
    )


def staff_actor(stay: SignIn, around: Circumstances) -> Actor:
    """The member of staff in exactly the post in use; no post when it ended or was taken back meanwhile."""
    grant = stay.grant
    if grant is None or grant.user_id != stay.user_id or not grant.runs_on(clock.today()):
        return _actor(stay.user, "", (), around)
    carried = frozenset(getattr(stay, "carried", None) or permissions_of(grant.role_id))
    return _actor(stay.user, grant.unit, (post_of(grant, carried),), around)


def resident_actor(user: User, around: Circumstances) -> Actor:
    """A resident with the communities he is bound to; before that no area at all, only the resident's verbs."""
    carried = RolePermission.objects.filter(role_id=OuterRef("role_id")).values("permission")
    bound = Grant.objects.filter(user=user).running(clock.today()).annotate(carried=ArraySubquery(carried))
    rows = bound.select_related("role", "region").order_by("given_at")
    posts = tuple(post_of(grant, frozenset(getattr(grant, "carried", ()))) for grant in rows)
    if not posts:
        home = user.home_region_id or user.pk
        posts = (Post(user.pk, roles.RESIDENT, "居民", home, frozenset(), wide=False, permissions=permissions_of(roles.RESIDENT)),)
    return _actor(user, "居民", posts, around)


def actor_of_user(user_id: UUID, *, role: str = "", region_id: UUID | None = None, door: str = "") -> Actor:
    """The actor of a user outside a request (seeds, drills). Raises User.DoesNotExist; Grant.DoesNotExist without such a post."""
    user = User.objects.get(pk=user_id)
    if user.kind == User.Kind.RESIDENT:
        return resident_actor(user, Circumstances(door or RESIDENT_DOOR))
    grants = Grant.objects.filter(user=user).running(clock.today()).select_related("role", "region").order_by("role__rank", "given_at")
    if role:
        grants = grants.filter(role_id=role)
    if region_id:
        grants = grants.filter(region_id=region_id)
    grant = grants.first()
    if grant is None:
        message = "no such running post"
        raise Grant.DoesNotExist(message)
    return _actor(user, grant.unit, (post_of(grant, permissions_of(grant.role_id)),), Circumstances(door or DESK))
