"""Money, threats and abuse told later are read above those they are about, and by them no more (domain §9)."""

from collections.abc import Callable

import pytest

from linli.kernel.errors import Invalid, NotVisible
from linli.requests import operations, queries
from linli.requests.models import MapPoint, Request, StaffAlert
from linli.requests.tests.conftest import World
from linli.requests.tests.test_complaints import _post

PAID = "社区的人收了我两百块钱才肯来"


def _asked(world: World) -> Request:
    return operations.ask_material(world.worker, world.working().pk, text="请补充是几号楼几单元")


TOLD: dict[str, tuple[Callable[[World], Request], Callable[[World, Request], object], str]] = {
    "supply": (_asked, lambda world, request: operations.supply(world.resident, request.pk, text=PAID), "classified"),
    "object": (World.working, lambda world, request: operations.object_to_class(world.resident, request.pk, text=PAID), "classified"),
    "withdraw": (World.working, lambda world, request: operations.withdraw(world.resident, request.pk, text=PAID), "classified"),
    "not_fixed": (World.answered, lambda world, request: operations.not_fixed(world.resident, request.pk, text=PAID), "classified"),
    "rate": (
        World.answered,
        lambda world, request: operations.rate(
            world.resident, operations.confirm_solved(world.resident, request.pk).pk, rating=1, text=PAID
        ),
        "solved",
    ),
}


@pytest.mark.parametrize("verb", TOLD)
def test_it_goes_to_the_level_above(world: World, verb: str) -> None:
    before, tell, status = TOLD[verb]
    request = before(world)
    tell(world, request)
    request.refresh_from_db()
    assert (request.against, request.status) == ("community", status)
    assert not request.handlers.filter(active=True, role="community_worker").exists()
    for who in (world.worker, world.colleague, world.head, world.grid):
        with pytest.raises(NotVisible):
            queries.matter(who, request.pk)
    assert "两百块" in "".join(
        [
            *(event.text for event in queries.matter(world.officer, request.pk).events),
            *(row.text for row in queries.matter(world.officer, request.pk).evaluations),
        ]
    )
    assert StaffAlert.objects.get(kind="complaint").role == "town_officer"
    assert not MapPoint.objects.exists()
    assert queries.own(world.resident, request.pk).request.pk == request.pk


def test_that_nothing_was_done_stays_where_it_is(world: World) -> None:
    request = operations.not_fixed(world.resident, world.answered().pk, text="社区不管，晚上还是黑的")
    assert (request.status, request.against) == ("redo", "")


def test_who_follows_speaks_for_himself(world: World) -> None:
    follower, main = world.file("3 号楼 2 单元楼道黑得很，灯不亮", who=world.stranger), world.working()
    operations.merge(world.worker, main.pk, [follower.pk])
    operations.finish(world.worker, main.pk, reply="5 到 7 楼换了 3 盏感应灯，昨晚试过，都亮。")
    operations.approve(world.head, main.pk)
    operations.not_fixed(world.stranger, follower.pk, text=PAID)
    follower.refresh_from_db()
    assert (follower.against, follower.merged_into_id) == ("community", None)
    assert Request.objects.get(pk=main.pk).against == ""
    assert "两百块" not in "".join(event.text for event in queries.matter(world.worker, main.pk).events)


def test_the_district_is_shown_another_door(world: World) -> None:
    _post("district_lead", "沈雪梅", world.district)
    request = world.working()
    with pytest.raises(Invalid, match="12388"):
        operations.object_to_class(world.resident, request.pk, text="沈雪梅收了红包，该重新分")
