"""交接: a matter in somebody's hands goes to the successor, whoever may read it."""

import pytest

from linli.kernel.errors import Invalid, NotPermitted, NotVisible
from linli.kernel.handover import Item, Successor
from linli.kernel.models import LogEntry
from linli.requests import operations, queries
from linli.requests.models import Request
from linli.requests.queries.in_hands import HIDDEN, in_hands
from linli.requests.tests.conftest import World


def held(world: World) -> Item:
    (item,) = in_hands(world.head, [world.worker.user_id or world.town])
    return item


def colleague(world: World, role: str = "community_worker") -> Successor:
    assert world.colleague.user_id
    return Successor(world.colleague.user_id, world.colleague.name, "金竹社区", role)


def test_the_matter_goes_on_with_the_successor(world: World) -> None:
    request = world.working()
    item = held(world)
    assert request.number in item.title
    due = request.due_at
    operations.hand_over(world.head, item, colleague(world))
    request = Request.objects.get(pk=request.pk)
    assert (request.owner_user_id, request.owner_name, request.status) == (world.colleague.user_id, "何见山", "working")
    assert request.due_at == due
    assert in_hands(world.head, [world.worker.user_id or world.town]) == []
    assert any("何见山接着办" in line.title for line in queries.own(world.resident, request.pk).events)
    assert LogEntry.objects.filter(operation="requests.hand_over", actor_id=world.head.user_id).count() == 1
    operations.finish(world.colleague, request.pk, reply="5 到 7 楼换了 3 盏感应灯，昨晚 20:10 试过，都亮。")


def test_refusals(world: World) -> None:
    world.working()
    item = held(world)
    with pytest.raises(NotVisible):
        operations.hand_over(world.outsider, item, colleague(world))
    with pytest.raises(NotPermitted):
        operations.hand_over(world.colleague, item, colleague(world))
    with pytest.raises(Invalid):
        operations.hand_over(world.head, item, colleague(world, "supervisor"))
    operations.hand_over(world.head, item, colleague(world))
    with pytest.raises(NotVisible):
        operations.hand_over(world.head, item, colleague(world))


def test_who_may_not_read_it_may_hand_it_over_unread(world: World) -> None:
    """A complaint about the community is not for its head; the township hands it on. Its title is in no list."""
    request = world.working()
    Request.objects.filter(pk=request.pk).update(against="unclear")
    with pytest.raises(NotPermitted):  # handing over decides nothing about whom it is about
        operations.hand_over(world.lead, held(world), colleague(world))
    assert Request.objects.get(pk=request.pk).against == "unclear"
    Request.objects.filter(pk=request.pk).update(against="community")
    (item,) = in_hands(world.head, [world.worker.user_id or world.town])
    assert (item.title, item.link) == (HIDDEN, "")
    with pytest.raises(NotPermitted):
        operations.hand_over(world.lead, item, colleague(world))
    assert world.officer.user_id
    operations.hand_over(world.lead, item, Successor(world.officer.user_id, "向远", "临江街道", "town_officer"))
    assert Request.objects.get(pk=request.pk).owner_role == "town_officer"
