"""From a stored stay to the Actor it stands for: the fewest queries that every request can afford."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Model

from linli.accounts.models import Grant, Role, RolePermission, SignIn, User
from linli.accounts.rules import roles
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.actor import Grant as Post
from linli.kernel.ids import new_id
from linli.kernel.joined import Columns
from linli.regions import contract as regions

DESK, RESIDENT_DOOR = "desk", "resident"

_STAY, _USER, _GRANT, _ROLE = Columns(SignIn, "stay"), Columns(User, "u"), Columns(Grant, "post"), Columns(Role, "role")
_REGION: Columns[Any] = Columns(cast("type[Model]", Grant._meta.get_field("region").related_model), "region", without=("terms",))
# ruff: noqa: S608  # the statements are put together from the columns of our own models
_POST = f"{_GRANT.sql}, {_ROLE.sql}, {_REGION.sql}, ARRAY(SELECT permission FROM accounts_rolepermission WHERE role_id = role.code)"
_OPEN_STAY = f"""
SELECT {_STAY.sql}, {_USER.sql}, {_POST}
FROM accounts_signin AS stay JOIN accounts_user AS u ON u.id = stay.user_id
LEFT JOIN accounts_grant AS post ON post.id = stay.grant_id
LEFT JOIN accounts_role AS role ON role.code = post.role_id
LEFT JOIN regions_region AS region ON region.id = post.region_id
WHERE stay.id = %s AND stay.ended_at IS NULL AND u.is_active
"""
_RUNNING = f"""
SELECT {_POST}
FROM accounts_grant AS post
JOIN accounts_role AS role ON role.code = post.role_id
JOIN regions_region AS region ON region.id = post.region_id
WHERE post.user_id = %(user)s AND post.revoked_at IS NULL AND post.starts_on <= %(day)s AND (post.ends_on IS NULL OR post.ends_on >= %(day)s)
ORDER BY post.given_at
"""


def _rows(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _post(row: Sequence[Any], start: int = 0) -> tuple[Grant | None, frozenset[str]]:
    """The post whose columns begin at `start`, with what its role carries."""
    grant = _GRANT.read(row, start)
    if grant is None:
        return None, frozenset()
    role = _ROLE.read(row, start + _GRANT.width)
    region = _REGION.read(row, start + _GRANT.width + _ROLE.width)
    if role is not None and region is not None:
        grant.role, grant.region = role, region
    return grant, frozenset(row[-1])


@dataclass(frozen=True)
class Circumstances:
    """What a request adds to who is acting."""

    door: str
    ip: str = ""
    correlation_id: UUID | None = None


def open_stay(stay_id: UUID) -> SignIn | None:
    """The stay with user, post, role and that role's permissions, in one query; None when it has ended."""
    for row in _rows(_OPEN_STAY, [stay_id]):
        stay, user = _STAY.read(row), _USER.read(row, _STAY.width)
        if stay is not None and user is not None:
            stay.user = user
            stay.grant, stay.carried = _post(row, _STAY.width + _USER.width)  # type: ignore[attr-defined]
            return stay
    return None


def permissions_of(role: str) -> frozenset[str]:
    """Names of the permissions a role carries today."""
    return frozenset(RolePermission.objects.filter(role_id=role).values_list("permission", flat=True))


def post_of(grant: Grant, permissions: frozenset[str]) -> Post:
    """The kernel's view of a stored post, with the regions it covers today.

    A post at a grid or group stands in its community, where the rows are, and is narrowed to its grid (ADR 0012).
    """
    if grant.region.level in {roles.GRID, roles.GROUP}:
        community = next(iter(regions.ancestors(grant.region_id)), grant.region_id)
        covered, own = frozenset({community, grant.region_id}), frozenset({grant.region_id})
        return Post(grant.pk, grant.role_id, grant.role.label, community, covered, wide=False, permissions=permissions, grid_ids=own)
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
    bound = map(_post, _rows(_RUNNING, {"user": user.pk, "day": clock.today()}))
    posts = tuple(post_of(grant, carried) for grant, carried in bound if grant is not None)
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
