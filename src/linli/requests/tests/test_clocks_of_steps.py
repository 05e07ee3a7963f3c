"""Clocks beside the handling clock: signing when urgent, a small matter that is talked over, the hard ones (domain §4)."""

from datetime import timedelta

import pytest

from linli.kernel import clock
from linli.kernel.errors import Invalid
from linli.requests import operations, queries
from linli.requests.operations import To
from linli.requests.queries import Filters, words
from linli.requests.tests.conftest import MONDAY, TUESDAY, World

WHY = "要开议事会，定装在哪一层"


def test_an_urgent_matter_is_signed_for_within_ten_minutes(world: World) -> None:
    request = world.file("3 号楼 2 单元着火了，冒黑烟", "help")
    operations.acknowledge_emergency(world.worker, request.pk)
    operations.arrive(world.worker, request.pk)
    operations.decide_class(world.worker, request.pk, sanshi="big", category="light", ground="线路起火由街道牵头")
    request = operations.dispatch(world.worker, request.pk, to=To("property", "桂苑物业"))
    assert (request.due_kind, request.due_at) == ("sign", MONDAY + timedelta(minutes=10))
    assert words.rule_words(request) == "紧急，10 分钟"


def test_any_other_is_signed_for_within_a_day(world: World) -> None:
    request = operations.dispatch(world.worker, world.classified().pk, to=To("property", "桂苑物业"))
    assert (request.due_kind, request.due_at) == ("sign", MONDAY + timedelta(days=1))
    assert words.rule_words(request) == "1 个工作日"


def test_a_small_matter_that_all_talk_over_may_take_longer(world: World) -> None:
    request = world.working()
    with pytest.raises(Invalid, match="1 到 7 个工作日"):
        operations.ask_extension(world.worker, request.pk, days=8, text=WHY)
    with pytest.raises(Invalid, match="1 到 15 个工作日，商量的事"):
        operations.ask_extension(world.worker, request.pk, days=16, text=WHY, consult=True)
    operations.ask_extension(world.worker, request.pk, days=15, text=WHY, consult=True)
    before = request.due_at
    request = operations.settle_extension(world.head, request.pk, granted=True)
    assert before is not None
    assert request.due_at is not None
    assert request.due_at - before > timedelta(days=15)


def test_only_a_small_matter_is_talked_over(world: World) -> None:
    with pytest.raises(Invalid, match="只有小事"):
        operations.ask_extension(world.worker, world.working("big").pk, days=2, text=WHY, consult=True)


def test_a_hard_matter_is_looked_at_again_and_the_resident_told(world: World) -> None:
    request = operations.to_hard(world.head, world.working().pk, text="整栋线路老化，没有钱换")
    assert (request.due_kind, clock.local(request.due_at or MONDAY).strftime("%m-%d %H:%M")) == ("review", "10-07 17:30")
    assert words.rule_words(request) == "每 30 天复看，告诉居民"
    assert queries.own(world.resident, request.pk).due_words == "10 月 7 日 17:30 前复看"
    with clock.frozen(MONDAY + timedelta(days=31)):
        (row,) = queries.desk(world.head, Filters(tab="due")).rows
        assert row.late
        request = operations.tell(world.worker, request.pk, text="区里的改造名单还没定，装了三盏充电灯先用着。")
        assert clock.local(request.due_at or TUESDAY).strftime("%m-%d") == "11-07"
