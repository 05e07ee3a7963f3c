"""Violence told later is as urgent and as secret as violence told first: no verb lets it through unseen (domain §6)."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from linli.kernel.errors import NotNow, NotVisible
from linli.requests import operations, queries
from linli.requests.models import Alarm, Likeness, MapPoint, Notice, Request, RequestEvent, RequestHandler, StaffAlert
from linli.requests.operations import To
from linli.requests.queries import Filters
from linli.requests.rules import states
from linli.requests.tests.conftest import World
from linli.requests.tests.test_desk_doors import actor_here, be, text

HIT = "其实是我老公天天打我，今天又把我打出血了，救命"


def _asked(world: World) -> Request:
    request = world.working()
    operations.join(world.head, request.pk, to=To("property", "桂苑物业"))
    operations.ask_material(world.worker, request.pk, text="请补充是几号楼几单元")
    return request


def _objectable(world: World) -> Request:
    request = world.working("private")
    operations.join(world.head, request.pk, to=To("property", "桂苑物业"))
    return request


TOLD: dict[str, tuple[Callable[[World], Request], Callable[[World, Request], object]]] = {
    "supply": (_asked, lambda world, request: operations.supply(world.resident, request.pk, text=HIT)),
    "object": (_objectable, lambda world, request: operations.object_to_class(world.resident, request.pk, text=HIT)),
    "withdraw": (_objectable, lambda world, request: operations.withdraw(world.resident, request.pk, text=HIT)),
    "not_fixed": (World.answered, lambda world, request: operations.not_fixed(world.resident, request.pk, text=HIT)),
    "rate": (
        World.answered,
        lambda world, request: operations.rate(
            world.resident, operations.confirm_solved(world.resident, request.pk).pk, rating=1, text=HIT
        ),
    ),
    "call_back": (
        World.answered,
        lambda world, request: operations.call_back(world.colleague, request.pk, result="unsolved", text=f"她说：{HIT}"),
    ),
    "note": (World.working, lambda world, request: operations.add_note(world.worker, request.pk, text=f"她悄悄说：{HIT}")),
    "opinion": (
        _asked,
        lambda world, request: operations.give_opinion(world.property, request.pk, text=f"业主对我们说：{HIT}"),
    ),
    "archived": (
        lambda world: operations.archive(world.head, operations.confirm_solved(world.resident, world.answered().pk).pk),
        lambda world, request: operations.rate(world.resident, request.pk, rating=1, text=HIT),
    ),
}


@pytest.mark.parametrize("verb", TOLD)
def test_it_rings_and_is_hidden_whatever_it_is_told_with(world: World, verb: str) -> None:
    make, tell = TOLD[verb]
    request = make(world)
    StaffAlert.objects.all().delete()
    tell(world, request)
    request = Request.objects.get(pk=request.pk)
    assert (request.restricted, request.emergency, request.urgency) == (True, "violence", "urgent")
    assert (request.status, request.sanshi, request.owner_user_id) == (states.ACCEPTED, "", None)
    assert Alarm.objects.get(request=request).next_escalation_at is not None
    assert {alert.role for alert in StaffAlert.objects.all()} == {"community_head", "town_command"}
    _says_nothing("".join(StaffAlert.objects.values_list("text", flat=True)))
    assert not MapPoint.objects.filter(request_id=request.pk).exists()
    assert not RequestHandler.objects.filter(request=request, active=True).exists()
    for who in (world.worker, world.colleague, world.grid, world.officer, world.lead, world.property, world.department):
        with pytest.raises(NotVisible):
            queries.matter(who, request.pk)
        assert queries.counts(who)["all"] == 0
        assert queries.desk(who, Filters(tab="all")).rows == ()
    for who in (world.head, world.command):
        assert queries.matter(who, request.pk).request.pk == request.pk
        assert queries.desk(who, Filters(tab="mine")).rows[0].group == "emergency"
    told = "".join(notice.title + notice.text for notice in Notice.objects.all())
    _says_nothing(told)
    assert request.title not in told


def _says_nothing(told: str) -> None:
    for word in ("老公", "打我", "出血", "救命"):
        assert word not in told


def test_then_it_goes_the_way_of_every_emergency(world: World) -> None:
    request = _asked(world)
    operations.supply(world.resident, request.pk, text=HIT)
    with pytest.raises(NotNow, match="先有人应"):
        operations.decide_class(world.head, request.pk, sanshi="big", ground="家庭暴力由公安依法处理")
    operations.acknowledge_emergency(world.command, request.pk)
    operations.arrive(world.command, request.pk)
    with pytest.raises(NotNow, match="不能当私事"):
        operations.decide_class(world.head, request.pk, sanshi="private", ground="夫妻之间的事情")
    assert operations.decide_class(world.head, request.pk, sanshi="big", ground="家庭暴力由公安依法处理").sanshi == "big"
    assert (
        operations.dispatch(world.head, request.pk, to=To("town_command", "指挥中心", world.command.user_id, "秦川")).status == "dispatched"
    )
    with pytest.raises(NotNow):
        operations.withdraw(world.resident, request.pk)


def test_the_class_may_be_given_anew_even_after_the_last_change(world: World) -> None:
    request = world.classified()
    for number in range(request.limits["request_reclass_max"]):
        operations.decide_class(world.worker, request.pk, sanshi=("big", "small")[number % 2], ground="换一个人来看一看")
    operations.object_to_class(world.resident, request.pk, text=HIT)
    operations.acknowledge_emergency(world.head, request.pk)
    assert operations.decide_class(world.head, request.pk, sanshi="big", ground="家庭暴力由公安依法处理").sanshi == "big"


def test_a_second_cry_rings_again_and_moves_no_running_clock(world: World) -> None:
    request = _asked(world)
    operations.supply(world.resident, request.pk, text=HIT)
    first = Alarm.objects.get(request=request)
    operations.add_note(world.head, request.pk, text=f"电话里又说：{HIT}")
    again = Alarm.objects.get(request=request)
    assert (again.pk, again.answer_by, again.answered_at) == (first.pk, first.answer_by, None)
    operations.acknowledge_emergency(world.command, request.pk)
    operations.add_note(world.head, request.pk, text=f"电话里又说：{HIT}")
    assert Alarm.objects.get(request=request).answered_at is None
    assert StaffAlert.objects.filter(request=request, seen_at=None).count() == 6


def test_a_fire_told_later_rings_for_all_and_stays_visible(world: World) -> None:
    request = _asked(world)
    operations.supply(world.resident, request.pk, text="现在 3 号楼配电箱着火了，冒黑烟")
    request.refresh_from_db()
    assert (request.emergency, request.restricted, request.status) == ("fire", False, states.ACCEPTED)
    assert "grid_worker" in set(StaffAlert.objects.values_list("role", flat=True))
    assert queries.visible(world.worker, request.pk)
    operations.add_note(world.worker, request.pk, text="到现场看过，没有人受伤，火灭了")
    assert StaffAlert.objects.filter(request=request).count() == 4


def test_a_follower_takes_its_words_with_it(world: World) -> None:
    main = world.working()
    other = world.file(who=world.stranger)
    operations.merge(world.head, main.pk, [other.pk])
    operations.finish(world.worker, main.pk, reply="5 到 7 楼换了 3 盏感应灯，昨晚 20:10 试过，都亮。")
    operations.approve(world.head, main.pk)
    operations.not_fixed(world.stranger, other.pk, text=HIT)
    other.refresh_from_db()
    main.refresh_from_db()
    assert (other.restricted, other.merged_into_id, other.status) == (True, None, states.ACCEPTED)
    assert (main.restricted, main.status, main.voices) == (False, states.CALLBACK, 1)
    assert HIT not in "".join(RequestEvent.objects.filter(request=main).values_list("text", flat=True))
    with pytest.raises(NotVisible):
        queries.matter(world.worker, other.pk)


def test_who_follows_is_let_go_before_the_main_matter_is_hidden(world: World) -> None:
    main, other = world.working(), world.file(who=world.stranger)
    assert Likeness.objects.exists()
    operations.merge(world.head, main.pk, [other.pk])
    operations.ask_material(world.worker, main.pk, text="请补充是几号楼几单元")
    operations.supply(world.resident, main.pk, text=HIT)
    other.refresh_from_db()
    assert (other.merged_into_id, other.restricted, other.status) == (None, False, states.ACCEPTED)
    assert queries.visible(world.worker, other.pk)
    assert not Likeness.objects.filter(state="suggested").exists()


def test_plain_words_ring_nothing(world: World) -> None:
    request = _asked(world)
    operations.supply(world.resident, request.pk, text="是 3 号楼 2 单元，5 楼到 7 楼")
    assert not Alarm.objects.exists()
    assert operations.withdraw(world.resident, request.pk, text="不用了，气死我了，我自己换灯").status == states.WITHDRAWN


def test_the_writer_is_told_to_call_first(world: World, client: Client, settings: Settings) -> None:
    settings.LINLI_ACTOR_OF_REQUEST = f"{actor_here.__module__}.actor_here"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    be(world.resident)
    request = _asked(world)
    answer = client.post(f"/mine/{request.pk}/supply/", {"text": HIT})
    assert answer.headers["Location"] == f"/mine/{request.pk}/urgent/"
    page = text(client.get(f"/mine/{request.pk}/urgent/"))
    for number in ("110", "119", "120"):
        assert f"tel:{number}" in page
    assert request.title not in page
    be(world.stranger)
    assert client.get(f"/mine/{request.pk}/urgent/").status_code == 404
