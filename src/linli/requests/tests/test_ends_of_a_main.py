"""What becomes of those who said the same when the main matter ends, moves or comes back (domain §8)."""

from dataclasses import replace
from uuid import UUID

import pytest

from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.regions.models import Region, RegionAncestor
from linli.requests import operations, queries
from linli.requests.models import Request
from linli.requests.operations import Place, Requester
from linli.requests.tests.conftest import World
from linli.requests.tests.test_complaints import _post


@pytest.fixture
def pair(world: World) -> tuple[Request, Request]:
    """A main matter of the resident, and the same said by the stranger, following it."""
    follower, main = world.file("3 号楼 2 单元楼道黑得很，灯不亮", who=world.stranger), world.file()
    operations.accept(world.worker, main.pk)
    operations.merge(world.worker, main.pk, [follower.pk])
    return main, follower


def _alone(follower: Request) -> None:
    follower.refresh_from_db()
    assert (follower.status, follower.merged_into_id) == ("accepted", None)


def test_withdrawn(world: World, pair: tuple[Request, Request]) -> None:
    main, follower = pair
    operations.withdraw(world.resident, main.pk, text="不用了，我自己换")
    _alone(follower)
    line = queries.own(world.stranger, follower.pk).events[0]
    assert line.actor_id is None


def test_declined(world: World, pair: tuple[Request, Request]) -> None:
    main, follower = pair
    operations.decline(world.worker, main.pk, ground="elsewhere", text="这段路归公路局管，请打 12328")
    _alone(follower)


def test_passed_on(world: World, pair: tuple[Request, Request]) -> None:
    main, follower = pair
    operations.transfer(world.worker, main.pk, Place(world.neighbour, text="青龙村三组"), reason="地点在青龙村三组")
    _alone(follower)


def test_hard_and_explained(world: World, pair: tuple[Request, Request]) -> None:
    main, follower = pair
    operations.decide_class(world.worker, main.pk, sanshi="small", category="light", ground="楼道灯是大家共用的")
    operations.dispatch(world.worker, main.pk, to=world.to_worker())
    operations.to_hard(world.head, main.pk, text="线路是老线路，没有图纸")
    operations.archive(world.head, main.pk, text="要等明年旧改一起换线，先装了三盏充电灯")
    for who, request in ((world.resident, main), (world.stranger, follower)):
        assert [answer.kind for answer in queries.own(who, request.pk).answers] == ["final"]


def test_the_words_of_one_household_are_not_shown_to_another(world: World, pair: tuple[Request, Request]) -> None:
    main, follower = pair
    operations.decide_class(world.worker, main.pk, sanshi="small", category="light", ground="楼道灯是大家共用的")
    operations.dispatch(world.worker, main.pk, to=world.to_worker())
    operations.finish(world.worker, main.pk, reply="5 到 7 楼换了 3 盏感应灯，昨晚试过，都亮。")
    operations.approve(world.head, main.pk)
    operations.not_fixed(world.stranger, follower.pk, text="我是 502 的陈立，我门口还黑")
    told = "".join(event.text for event in queries.own(world.resident, main.pk).events)
    assert "502" not in told
    assert "502" in "".join(event.text for event in queries.matter(world.worker, main.pk).events)


def test_rated_once_an_answer(world: World) -> None:
    request = world.answered()
    operations.confirm_solved(world.resident, request.pk)
    operations.rate(world.resident, request.pk, rating=4)
    with pytest.raises(NotNow, match="打过分"):
        operations.rate(world.resident, request.pk, rating=1)
    operations.not_fixed(world.resident, request.pk, text="晚上又黑了")
    operations.finish(world.worker, request.pk, reply="换了整条线，连着三晚看过，都亮。")
    operations.approve(world.head, request.pk)
    operations.confirm_solved(world.resident, request.pk)
    assert operations.rate(world.resident, request.pk, rating=2).rating == 2


def _far_away() -> UUID:
    made = Region.objects.create(
        name="白鹤社区", short_name="白鹤", level="community", kind="", position="白鹤", valid_from="2020-01-01", demo=True
    )
    RegionAncestor.objects.create(ancestor_id=made.pk, region_id=made.pk, depth=0, valid_from="2020-01-01")
    return made.pk


def test_not_passed_on_to_where_nobody_takes_it(world: World) -> None:
    request = world.file()
    with pytest.raises(Invalid, match="白鹤社区还没有开通"):
        operations.transfer(world.worker, request.pk, Place(_far_away()), reason="地点在白鹤社区那边")
    assert Request.objects.get(pk=request.pk).status == "received"


def test_a_complaint_passed_on_is_kept_from_those_it_names_there(world: World) -> None:
    """Filed with the wrong community, where nobody of that name works."""
    _post("community_worker", "外村人", world.neighbour)
    request = world.file("外村人这个人说了三次都没有下文", "complaint")
    assert request.against == ""
    moved = operations.transfer(world.worker, request.pk, Place(world.neighbour), reason="反映的是青龙村的事")
    assert moved.against == "community"
    with pytest.raises(NotVisible):
        queries.matter(world.outsider, moved.pk)
    assert queries.visible(world.officer, moved.pk)


def test_nor_written_down_for_there(world: World) -> None:
    far = _far_away()
    post = replace(world.worker.grants[0], region_ids=frozenset({far}))
    with pytest.raises(Invalid, match="白鹤社区还没有开通"):
        operations.file_for_other(replace(world.worker, grants=(post,)), world.lamp(place=Place(far)), Requester("何婆婆", ""))
