"""交接: what is in the hands of somebody who leaves a post, what was left behind, and who could take it over."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from linli.accounts.models import Grant, User
from linli.accounts.queries.acting import post_of
from linli.accounts.queries.staffing import managed
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.handover import Item, open_items

MOST_PEOPLE, MOST_SUCCESSORS = 1000, 200


def _covers(grant: Grant, item: Item) -> bool:
    return item.role in {"", grant.role_id} and post_of(grant, frozenset()).covers(item.region_id)


def of_post(actor: Actor, grant: Grant) -> list[Item]:
    """What the holder has in hand by this post, inside the actor's area."""
    return [item for item in open_items(actor, [grant.user_id]) if _covers(grant, item)]


@dataclass(frozen=True)
class Left:
    """Things in the hands of somebody whose post is over or whose account is stopped."""

    user: User
    items: list[Item]


def left_behind(actor: Actor) -> list[Left]:
    """Who in the actor's area has things in hand without a running post for them."""
    over = Q(revoked_at__isnull=False) | Q(ends_on__lt=clock.today()) | Q(user__is_active=False)
    ended = managed(actor).filter(over).order_by("user_id").values_list("user_id", flat=True).distinct()[:MOST_PEOPLE]
    items: dict[UUID, list[Item]] = defaultdict(list)
    for item in open_items(actor, ended):
        items[item.holder_id].append(item)
    if not items:
        return []
    posts: dict[UUID, list[Grant]] = defaultdict(list)
    for grant in Grant.objects.running(clock.today()).filter(user_id__in=items, user__is_active=True).select_related("region", "role"):
        posts[grant.user_id].append(grant)
    users = User.objects.filter(pk__in=items).order_by("name")
    left = [Left(user, [item for item in items[user.pk] if not any(_covers(grant, item) for grant in posts[user.pk])]) for user in users]
    return [one for one in left if one.items]


def successors(actor: Actor, user_id: UUID) -> list[Grant]:
    """Running posts in the actor's area that could take things over, those of the same role and place first."""
    rows = Grant.objects.visible_to(actor).running(clock.today()).filter(user__kind=User.Kind.STAFF, user__is_active=True)
    held = set(Grant.objects.filter(user_id=user_id).values_list("role_id", "region_id"))
    found = list(
        rows.exclude(user_id=user_id).select_related("user", "role", "region").order_by("role__rank", "user__name")[:MOST_SUCCESSORS]
    )
    return sorted(found, key=lambda grant: (grant.role_id, grant.region_id) not in held)
