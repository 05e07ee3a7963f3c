"""Requests that meet others or go elsewhere: the same lamp five times, the wrong community, emergencies, outsiders."""

from datetime import timedelta
from uuid import uuid4

import pytest

from linli.kernel import clock
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.requests import operations, queries
from linli.requests.models import Alarm, Answer, Likeness, Request, StaffAlert
from linli.requests.operations import Filing, Place
from linli.requests.tests.conftest import LAMP, MONDAY, World

REPLY = "5 到 7 楼换了 3 盏感应灯，昨晚 20:10 试过，都亮。"
HOURS = timedelta(hours=1)


def test_five_say_the_same_and_each_gets_an_answer(world: World) -> None:
    first = world.file("3 号楼 2 单元楼道黑得很，灯不亮", who=world.stranger)
    main = world.file()
    assert Likeness.objects.filter(request=main).count() == 0  # no building known: only words, not enough
    operations.accept(world.worker, main.pk)
    main = operations.merge(world.worker, main.pk, [first.pk])
    assert main.voices == 2
    operations.decide_class(world.worker, main.pk, sanshi="small", category="light", ground="楼道灯是大家共用的")
    operations.dispatch(world.worker, main.pk, to=world.to_worker())
    with pytest.raises(NotNow):
        operations.not_fixed(world.stranger, first.pk)
    operations.finish(world.worker, main.pk, reply=REPLY)
    operations.approve(world.head, main.pk)
    assert Answer.objects.filter(request=first, kind="final").exists()
    assert queries.asking(world.stranger) == 1
    assert {"confirm_solved", "not_fixed"} <= queries.own(world.stranger, first.pk).can
    reopened = operations.not_fixed(world.stranger, first.pk, text="5 楼还黑")
    assert reopened.pk == main.pk
    assert reopened.status == "redo"
    assert queries.asking(world.stranger) == 0
    operations.finish(world.worker, main.pk, reply=f"{REPLY}5 楼的线路也换了。")
    operations.approve(world.head, main.pk)
    assert queries.asking(world.stranger) == 1
    operations.confirm_solved(world.stranger, first.pk)
    assert queries.own(world.stranger, first.pk).can == {"rate"}
    assert operations.rate(world.stranger, first.pk, rating=4).rating == 4
    assert queries.own(world.resident, main.pk).asks


def test_what_is_said_after_the_answer_stands_alone(world: World) -> None:
    main = world.answered()
    again = world.file("3 号楼 2 单元的灯又黑了", who=world.stranger)
    with pytest.raises(NotNow) as refusal:
        operations.merge(world.worker, main.pk, [again.pk])
    assert again.number in refusal.value.message
    assert Request.objects.get(pk=again.pk).merged_into_id is None


def test_merging_takes_the_oldest_clock_and_can_be_undone(world: World) -> None:
    with clock.frozen(MONDAY - 72 * HOURS):
        old = world.file(who=world.stranger)
        operations.accept(world.worker, old.pk)
    main = world.classified()
    before = main.due_at
    main = operations.merge(world.worker, main.pk, [old.pk])
    assert before is not None
    assert main.due_at is not None
    assert main.due_at < before
    alone = operations.unmerge(world.worker, old.pk)
    assert (alone.status, alone.merged_into_id) == ("accepted", None)


def test_the_wrong_community_passes_it_on(world: World) -> None:
    request = world.file()
    place = Place(world.neighbour, text="青龙村三组路口", label="三组路口", confirmed=True, lon=106.6, lat=29.6)
    with pytest.raises(Invalid):
        operations.transfer(world.worker, request.pk, Place(world.community), reason="地点不在本社区")
    moved = operations.transfer(world.worker, request.pk, place, reason="地点在青龙村三组")
    old = Request.objects.get(pk=request.pk)
    assert (old.status, old.moved_to_id) == ("transferred", moved.pk)
    assert (moved.status, moved.region_id, moved.filed_at) == ("received", world.neighbour, request.filed_at)
    assert moved.number.startswith("QL-")
    assert queries.by_code(moved.number, request.query_code).request.pk == moved.pk
    assert [row.id for row in queries.mine(world.resident)] == [moved.pk]
    with pytest.raises(NotVisible):
        queries.matter(world.worker, moved.pk)
    assert queries.matter(world.outsider, moved.pk).requester.phone == "100****1234"


def test_somewhere_else_on_the_map_means_another_community(world: World) -> None:
    with pytest.raises(Invalid):
        operations.confirm_place(world.worker, world.file().pk, Place(world.neighbour))


def test_a_gas_smell_alerts_at_once_and_goes_up_by_itself(world: World) -> None:
    request = world.file("6 号楼 1 单元有位老人独居，敲门没人应，屋里有煤气味", "help", who=world.resident)
    assert request.emergency == "gas"
    assert set(StaffAlert.objects.values_list("role", flat=True)) == {"grid_worker", "community_worker", "community_head", "town_command"}
    with pytest.raises(NotNow):
        operations.withdraw(world.resident, request.pk)
    with pytest.raises(NotNow):
        operations.decline(world.worker, request.pk, ground="emergency", text="请打 119，我们不办")
    with clock.frozen(MONDAY + timedelta(minutes=4)):
        assert operations.due_alarms() == []
    with clock.frozen(MONDAY + timedelta(minutes=6)):
        assert operations.due_alarms() == [request.pk]
        operations.escalate(world.system, request.pk)
        operations.escalate(world.system, request.pk)
        assert Alarm.objects.get().level == 1
        operations.acknowledge_emergency(world.grid, request.pk)
        with pytest.raises(Conflict, match="田青"):
            operations.acknowledge_emergency(world.worker, request.pk)
    with clock.frozen(MONDAY + timedelta(minutes=31)):
        assert operations.due_alarms() == [request.pk]
        request = operations.arrive(world.grid, request.pk, text="门已开，老人没事")
        assert operations.due_alarms() == []
    assert request.status == "accepted"
    assert operations.decide_class(world.worker, request.pk, sanshi="big", ground="燃气安全归部门管").sanshi == "big"


def test_nobody_sorts_an_emergency_before_somebody_answered(world: World) -> None:
    request = world.file("3 号楼着火了，冒黑烟", "help")
    operations.accept(world.worker, request.pk)
    with pytest.raises(NotNow, match="先有人应"):
        operations.decide_class(world.worker, request.pk, sanshi="big", ground="火灾归消防部门")
    operations.stand_down(world.head, request.pk, text="现场看过，是烧烤冒的烟")
    assert operations.decide_class(world.worker, request.pk, sanshi="big", ground="油烟归生态环境部门").emergency == ""


def test_idioms_open_no_emergency(world: World) -> None:
    request = world.file("楼下火锅店油烟味道大，热得要命，气死我了", "complaint")
    assert (request.emergency, request.restricted) == ("", False)


def test_photos_are_kept_only_when_they_are_photos(world: World) -> None:
    draft = operations.save_draft(world.resident, {"text": LAMP}, step="what")
    assert operations.read_draft(world.resident, draft.pk) == {"text": LAMP}
    with pytest.raises(NotVisible):
        operations.read_draft(world.stranger, draft.pk)
    with pytest.raises(NotVisible):
        operations.file_request(world.stranger, world.lamp(), draft_id=draft.pk)
    request = operations.file_request(world.resident, world.lamp(), draft_id=draft.pk)
    with pytest.raises(NotVisible):
        operations.read_draft(world.resident, draft.pk)
    assert request.photo_count == 0


def test_outsiders_are_refused_without_a_hint(world: World) -> None:
    request = world.file()
    for missing in (request.pk, uuid4()):
        with pytest.raises(NotVisible) as refused:
            operations.accept(world.outsider, missing)
        assert refused.value.message == NotVisible().message


def test_a_visible_but_forbidden_verb_says_why(world: World) -> None:
    request = world.file()
    with pytest.raises(NotPermitted):
        operations.accept(world.grid, request.pk)


def test_filing_in_another_community_is_possible_and_found_again(world: World) -> None:
    filing = Filing("tip", LAMP, Place(world.neighbour, text="青龙村路口", confirmed=True))
    request = operations.file_request(world.resident, filing)
    assert [row.id for row in queries.mine(world.resident)] == [request.pk]
    assert queries.own(world.resident, request.pk).region_name == "青龙村"


def test_an_emergency_in_another_community_rings_there(world: World) -> None:
    request = world.file("青龙村三组着火了，冒黑烟", "help")
    place = Place(world.neighbour, text="青龙村三组", label="三组", confirmed=True)
    moved = operations.transfer(world.worker, request.pk, place, reason="着火的地方在青龙村三组")
    assert Alarm.objects.get(request=moved).next_escalation_at is not None
    assert StaffAlert.objects.filter(request=moved).count() == 4
    with clock.frozen(MONDAY + timedelta(hours=1)):
        assert operations.due_alarms() == [moved.pk]


def test_an_unknown_community_is_no_place(world: World) -> None:
    with pytest.raises(Invalid):
        operations.file_request(world.resident, world.lamp(place=Place(new_id(), text="某处")))


def test_a_complaint_about_everybody_still_rings_somewhere(world: World) -> None:
    world.file("街道办的人不作为，推诿不管，现在 3 号楼着火了冒黑烟", "complaint")
    assert list(StaffAlert.objects.values_list("role", flat=True)) == ["town_command"]
