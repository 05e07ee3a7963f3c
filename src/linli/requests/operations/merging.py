"""合并: several people said the same thing. One main matter, each follower with its own answer (domain §8)."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow
from linli.kernel.operations import Operation, operation
from linli.requests.events import RequestMerged, RequestUnmerged
from linli.requests.models import Likeness, Request
from linli.requests.operations.shape import Line, is_requester_door, locked, notify, settle, take, write
from linli.requests.rules import likeness, states


def merge(actor: Actor, main_id: UUID, other_ids: list[UUID], *, version: int | None = None) -> Request:
    """Let requests follow a main one; its clock becomes the oldest of them. Never across privacy, never an emergency.

    Raises Invalid (nothing chosen, another community), NotNow (emergency, restricted, status), Conflict.
    """
    with operation(actor, "requests.merge") as op:
        # In one order, so that two who merge the same pair the other way round wait for each other once.
        rows = {each: locked(actor, each, version if each == main_id else None) for each in sorted({main_id, *other_ids})}
        main = rows.pop(main_id)
        op.require(main.region_id)
        chosen = list(rows.values())
        if not chosen:
            message = "勾上和这件一样的事，再合并。"
            raise Invalid(message, {"others": [message]})
        for other in chosen:
            _may_follow(main, other)
            _follow(main, other)
            take(op, other, states.MERGE, Line("和另一件一起办", f"一起办的编号 {main.number}", facts={"main": str(main.pk)}))
            notify(other, "merged", "有人也说了同一件事，一起办", "您会收到自己的答复，期限按最早那件算。")
            op.announce(RequestMerged(aggregate_id=other.pk, region_id=other.region_id, main_id=main.pk))
        main.voices = 1 + main.followers.count()
        main.clock_from = _oldest(main, *chosen)
        write(actor, main, states.NOTE.name, Line(f"并入 {len(chosen)} 件，{main.voices} 户说了同一件", public=True))
        settle(main)
        op.record(main, voices=[main.voices - len(chosen), main.voices])
        return main


def _may_follow(main: Request, other: Request) -> None:
    if other.region_id != main.region_id:
        message = f"{other.number} 在别的社区，不能合并。"
        raise Invalid(message, {"others": [message]})
    if not likeness.may_link(_case(main), _case(other)):
        message = f"{other.number} 不能合并：紧急、限制查看、反映工作人员的事，都要单独办。"
        raise NotNow(message)
    if main.status not in states.OPEN:
        message = "主件已经不在办了，不能再并进来。"
        raise NotNow(message)
    if main.status == states.CALLBACK:
        message = f"{main.number} 已经答复了。{other.number} 是答复以后又说的，请单独办。"
        raise NotNow(message)


def _oldest(*requests: Request) -> date | None:
    """The first day any of them was taken on: that is where the clock of all starts (domain §8)."""
    days = [each.clock_from for each in requests if each.clock_from]
    days += [clock.local(each.accepted_at).date() for each in requests if each.accepted_at]
    return min(days, default=None)


def _case(request: Request) -> likeness.Privacy:
    return likeness.Privacy(request.restricted, bool(request.emergency), request.against)


def _follow(main: Request, other: Request) -> None:
    other.followers.update(merged_into=main)
    other.merged_into, other.voices = main, 1
    other.handlers.filter(active=True).update(active=False, ended_at=clock.now())
    pair = Q(request=main, other=other) | Q(request=other, other=main)
    Likeness.objects.filter(pair).update(state="merged")


def unmerge(actor: Actor, request_id: UUID, *, version: int | None = None) -> Request:
    """拆开单办: a follower stands alone again, with its own clock from its own acceptance."""
    with operation(actor, "requests.unmerge") as op:
        request = locked(actor, request_id, version)
        op.require(request.region_id)
        main = request.merged_into
        if main is None:
            message = "这件事没有并到别的事里。"
            raise NotNow(message)
        part(op, request, main)
        return request


def part_all(op: Operation, main: Request) -> None:
    """The main matter ends without an answer for all: each that followed it stands alone again (domain §8: each gets its own answer)."""
    for follower in main.followers.select_for_update(of=("self",)):
        part(op, follower, main)


def part(op: Operation, follower: Request, main: Request) -> None:
    """Let a follower stand alone again."""
    follower.merged_into = None
    follower.accepted_at = follower.accepted_at or clock.now()
    # A requester who ends the main matter is nobody the followers are told of.
    unnamed = Actor.anonymous() if is_requester_door(op.actor) else None
    take(op, follower, states.UNMERGE, Line("拆开单独办"), by=unnamed)
    main.voices = 1 + main.followers.count()
    main.save(update_fields=["voices"])
    notify(follower, "unmerged", "您说的事单独办", "和另一件不是同一回事，重新安排人办。")
    op.announce(RequestUnmerged(aggregate_id=follower.pk, region_id=follower.region_id, main_id=main.pk))


def dismiss_likeness(actor: Actor, request_id: UUID, other_id: UUID) -> Request:
    """不是同一件: the suggestion is not shown again."""
    with operation(actor, "requests.dismiss_likeness") as op:
        request = locked(actor, request_id)
        op.require(request.region_id)
        pair = Q(request=request, other_id=other_id) | Q(request_id=other_id, other=request)
        changed = Likeness.objects.filter(pair, state="suggested").update(state="dismissed")
        op.record(request, likeness=["suggested", f"dismissed {changed}"])
        return request
