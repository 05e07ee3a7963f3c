"""交接: moving what somebody had in hand to a successor, each thing by the operation of its own context."""

from collections.abc import Sequence
from uuid import UUID

from linli.accounts.models import Grant, User
from linli.accounts.operations.posts import locked_staff
from linli.accounts.queries.acting import post_of
from linli.accounts.queries.staffing import managed
from linli.kernel import clock, handover
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.operations import operation


def _successor(actor: Actor, grant_id: UUID | None, leaving: UUID) -> Grant:
    rows = Grant.objects.visible_to(actor).running(clock.today()).filter(user__is_active=True, user__kind=User.Kind.STAFF)
    grant = rows.exclude(user_id=leaving).select_related("user", "role", "region").filter(pk=grant_id).first() if grant_id else None
    if grant is None:
        message = "选一个接手的人，他的岗位要还在期内。"
        raise Invalid(message, {"to": [message]})
    return grant


def hand_over(actor: Actor, user_id: UUID, keys: Sequence[str], to: UUID | None) -> int:
    """Give the chosen things to the holder of a running post; how many.

    Raises NotVisible for a user not managed from here, NotPermitted, Invalid when nothing is chosen or the post does not cover the
    place, and what the things' own contexts refuse: then nothing is moved.
    """
    with operation(actor, "accounts.hand_over") as op:
        user = locked_staff(actor, user_id)
        if not managed(actor).filter(user=user).exists():
            raise NotVisible
        there = {item.key: item for item in handover.open_items(actor, [user_id])}
        items = [there[key] for key in dict.fromkeys(keys) if key in there]
        if not items:
            message = "勾选要交接的，至少一件。"
            raise Invalid(message, {"items": [message]})
        grant = _successor(actor, to, user_id)
        post = post_of(grant, frozenset())
        successor = handover.Successor(grant.user_id, grant.user.name, grant.unit, grant.role_id)
        for item in items:
            op.require(item.region_id)
            if not post.covers(item.region_id):
                message = f"{grant.user.name}的岗位管不到“{item.title}”那里，换一个人。"
                raise Invalid(message, {"to": [message]})
            handover.move(actor, item, successor)
        note = f"{len(items)} 件交接给{grant.unit}{grant.user.name}"
        op.record(user, region_id=items[0].region_id, in_hands=[len(there), len(there) - len(items)], note=note)
        return len(items)
