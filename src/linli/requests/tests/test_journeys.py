"""Requests from said to solved, as operations: J17, J18, J19 and the refusals of domain §3–§10."""

from datetime import date, timedelta

import pytest

from linli.kernel import clock
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry, OutboxEvent
from linli.requests import operations, queries
from linli.requests.models import Answer, MapPoint, Notice, Request, RequestEvent
from linli.requests.operations import Requester, To
from linli.requests.tests.conftest import LAMP, MONDAY, TUESDAY, World

REPLY = "5 到 7 楼换了 3 盏感应灯，昨晚 20:10 试过，都亮。"
HOURS = timedelta(hours=1)


def test_a_lamp_from_said_to_rated(world: World) -> None:
    request = world.file()
    assert request.number == "JZ-0907-001"
    assert (request.proposed_sanshi, request.proposed_category) == ("small", "light")
    with clock.frozen(TUESDAY):
        operations.accept(world.worker, request.pk)
        to = To("community_worker", "金竹社区", world.colleague.user_id, world.colleague.name)
        request = operations.adopt(world.worker, request.pk, to=to)
        assert request.status == "dispatched"
        request = operations.sign(world.colleague, request.pk)
        assert clock.local(request.due_at or MONDAY).strftime("%m-%d %H:%M") == "09-17 17:30"
    with clock.frozen(TUESDAY + 30 * HOURS):
        operations.finish(world.colleague, request.pk, reply=REPLY)
        operations.approve(world.worker, request.pk)
        own = queries.own(world.resident, request.pk)
        assert own.asks
        assert own.can == {"confirm_solved", "not_fixed", "withdraw", "object_to_class"}
        operations.confirm_solved(world.resident, request.pk)
        request = operations.rate(world.resident, request.pk, rating=4)
    assert (request.status, request.outcome, request.rating) == ("solved", "solved", 4)
    steps = list(RequestEvent.objects.filter(request=request).order_by("at", "id").values_list("step", flat=True))
    assert steps == ["file", "note", "accept", "classify", "dispatch", "sign", "finish", "approve", "confirm", "rate"]
    assert Notice.objects.filter(request=request).count() >= 5
    assert LogEntry.objects.filter(object_id=request.pk, book="audit").count() >= len(steps) - 1
    assert set(OutboxEvent.objects.filter(aggregate_id=request.pk).values_list("name", flat=True)) >= {
        "requests.RequestFiled",
        "requests.RequestSolved",
    }
    assert MapPoint.objects.get(request_id=request.pk).status_group == "done"


def test_what_nobody_may_say_in_a_log(world: World) -> None:
    request = world.file()
    for entry in LogEntry.objects.filter(object_id=request.pk):
        assert "10000001234" not in str(entry.payload)
        assert LAMP not in str(entry.payload)
    assert request.requester_phone.text.startswith("v1|")


def test_the_same_op_id_files_once(world: World) -> None:
    op_id = new_id()
    one = operations.file_request(world.resident, world.lamp(), op_id=op_id)
    two = operations.file_request(world.resident, world.lamp(), op_id=op_id)
    assert one.pk == two.pk
    assert Request.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "坏"}, "text"),
        ({"text": "啊" * 2001}, "text"),
        ({"type": "gossip"}, "type"),
        ({"privacy": "secret"}, "privacy"),
        ({"type": "complaint", "privacy": "anonymous"}, "privacy"),
        ({"occurred_on": date(2026, 9, 9)}, "occurred_on"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_a_form_that_cannot_be_used_says_where(world: World, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        operations.file_request(world.resident, world.lamp(**changes))
    assert list(refused.value.fields) == [field]
    assert not Request.objects.exists()


def test_an_anonymous_tip_leaves_no_name_and_is_followed_by_its_code(world: World) -> None:
    request = world.file(privacy="anonymous")
    assert request.requester_account_id is None
    assert request.requester_name == ""
    assert not LogEntry.objects.filter(object_id=request.pk, actor_id=world.resident.user_id).exists()
    assert queries.mine(world.resident) == []
    followed = queries.by_code(request.number.lower(), f" {request.query_code[:5]}-{request.query_code[5:].lower()} ")
    assert followed.request.pk == request.pk
    with pytest.raises(NotVisible):
        queries.by_code(request.number, "ABCDEFGHJK")
    assert queries.matter(world.worker, request.pk).requester.name == "匿名"


def test_staff_write_it_down_for_a_caller(world: World) -> None:
    caller = Requester("何婆婆", "10000005678")
    request = operations.file_for_other(world.worker, world.lamp(channel="phone", type="help"), caller)
    slip = queries.slip(world.worker, request.pk)
    assert (slip.number, slip.query_code, slip.filed_by) == (request.number, request.query_code, "罗一禾")
    view = queries.matter(world.worker, request.pk).requester
    assert (view.name, view.phone) == ("何**", "100****5678")
    with pytest.raises(Invalid):
        operations.file_for_other(world.worker, world.lamp(channel="phone"), Requester())
    with pytest.raises(NotVisible):
        operations.file_for_other(world.outsider, world.lamp(channel="phone"), caller)


def test_declining_names_the_ground_and_the_door(world: World) -> None:
    request = world.file("邻居欠我钱不还，请你们让他还我钱，我要起诉他", "help")
    with pytest.raises(Invalid):
        operations.decline(world.worker, request.pk, ground="court", text="")
    with pytest.raises(Invalid):
        operations.decline(world.worker, request.pk, ground="whatever", text="请到司法所问法律援助，电话 12348。")
    request = operations.decline(world.worker, request.pk, ground="court", text="请到司法所问法律援助，电话 12348。")
    assert request.status == "declined"
    assert Answer.objects.get(request=request).text.startswith("要打官司")


def test_who_is_in_the_petition_procedure_is_told_its_clock(world: World) -> None:
    request = world.file("征地补偿的事，信访局已经在查了，你们也查一查", "complaint")
    request = operations.decline(world.officer, request.pk, ground="petition", text="请等市信访办答复，电话 023-0000 1234。")
    told = Answer.objects.get(request=request).text
    for days in ("15 天内告诉您受不受理", "60 天内办结", "再延 30 天", "30 天内可以申请复查"):
        assert days in told


def test_two_people_decide_at_once(world: World) -> None:
    request = world.file()
    operations.accept(world.worker, request.pk)
    seen = Request.objects.get(pk=request.pk).version
    operations.decide_class(world.worker, request.pk, sanshi="small", category="light", version=seen)
    with pytest.raises(Conflict):
        operations.decide_class(world.colleague, request.pk, sanshi="big", ground="灯杆在市政路上", version=seen)
    assert Request.objects.get(pk=request.pk).sanshi == "small"


def test_classes_change_twice_and_the_clock_does_not_start_again(world: World) -> None:
    request = world.classified()
    due = request.due_at
    with clock.frozen(TUESDAY):
        operations.decide_class(world.worker, request.pk, sanshi="big", ground="灯杆在市政路上，归城管")
        request = operations.decide_class(world.head, request.pk, sanshi="small", ground="现场看过，是楼道里的灯")
        assert request.due_at == due
        assert request.reclass_count == 2
        with pytest.raises(NotNow, match="最多改 2 次"):
            operations.decide_class(world.worker, request.pk, sanshi="private", ground="再改一次试试看")
        with pytest.raises(Invalid):
            operations.decide_class(world.worker, request.pk, sanshi="big", ground="")


def test_the_head_decides_when_asked(world: World) -> None:
    request = world.file()
    operations.accept(world.worker, request.pk)
    operations.ask_head(world.worker, request.pk, text="分不清归谁")
    with pytest.raises(NotPermitted):
        operations.decide_class(world.worker, request.pk, sanshi="small", category="light")
    assert operations.decide_class(world.head, request.pk, sanshi="small", category="light").for_head is False


def test_a_resident_objects_once_and_somebody_else_answers(world: World) -> None:
    request = world.classified()
    operations.object_to_class(world.resident, request.pk, text="我觉得该政府来修这个灯")
    with pytest.raises(NotPermitted):
        operations.settle_objection(world.worker, request.pk, text="楼道是大家共用的部分")
    with pytest.raises(NotVisible):
        operations.object_to_class(world.stranger, request.pk, text="我也觉得该政府来修")
    operations.settle_objection(world.head, request.pk, text="楼道是大家共用的部分，由社区牵头")
    with pytest.raises(NotNow, match="只能提一次"):
        operations.object_to_class(world.resident, request.pk, text="我还是觉得该政府来修")


def test_giving_back_needs_a_ground_in_time_and_ends_at_the_third(world: World) -> None:
    request = world.classified("big")
    to = To("department", "区城管局", world.department.user_id, "石新")
    operations.dispatch(world.worker, request.pk, to=to)
    with pytest.raises(NotVisible):
        operations.ask_return(world.property, request.pk, ground="law", text="不归我们管，归照明公司")
    with pytest.raises(Invalid):
        operations.ask_return(world.department, request.pk, ground="", text="不归我们")
    with clock.frozen(MONDAY + 100 * HOURS), pytest.raises(NotNow, match="已经过了"):
        operations.ask_return(world.department, request.pk, ground="law", text="不归我们管，归照明公司")
    for turn in range(2):
        operations.ask_return(world.department, request.pk, ground="law", text="不归我们管，归照明公司")
        with pytest.raises(NotPermitted):
            operations.settle_return(world.department, request.pk, granted=True)
        request = operations.settle_return(world.head, request.pk, granted=True)
        assert request.owner_unit == ""
        request = operations.dispatch(world.worker, request.pk, to=to)
        assert request.dispatch_count == turn + 2
    with pytest.raises(NotNow, match="不能再退"):
        operations.ask_return(world.department, request.pk, ground="law", text="不归我们管，归照明公司")


def test_only_the_one_who_has_it_works_on_it(world: World) -> None:
    request = world.working()
    with pytest.raises(NotPermitted, match="您能看，不能改"):
        operations.finish(world.colleague, request.pk, reply=REPLY)
    with pytest.raises(NotPermitted, match="您能看，不能改"):
        operations.ask_material(world.colleague, request.pk, text="请拍一张灯的照片")
    with pytest.raises(NotPermitted, match="您能看，不能改"):
        operations.ask_extension(world.colleague, request.pk, days=3, text="等配件到货再装")


def test_asking_for_material_stops_the_clock(world: World) -> None:
    request = world.working()
    before = request.due_at
    request = operations.ask_material(world.worker, request.pk, text="请补一张灯座的照片")
    assert request.due_at is None
    assert queries.own(world.resident, request.pk).asks
    with clock.frozen(MONDAY + 72 * HOURS):
        with pytest.raises(NotVisible):
            operations.supply(world.stranger, request.pk, text="灯座照片")
        request = operations.supply(world.resident, request.pk, text="灯座是螺口的")
    assert before is not None
    assert request.due_at is not None
    assert (request.due_at - before).days == 2  # Tuesday and Wednesday


def test_a_pause_is_for_lawsuits_and_tests_and_needs_another_head(world: World) -> None:
    request = world.working()
    with pytest.raises(Invalid):
        operations.ask_pause(world.worker, request.pk, ground="busy", text="最近太忙了")
    operations.ask_pause(world.worker, request.pk, ground="expert", text="外墙渗水责任要鉴定")
    assert Request.objects.get(pk=request.pk).due_at is not None
    request = operations.settle_pause(world.head, request.pk, granted=True)
    assert request.due_at is None
    assert request.status == "paused"
    assert operations.resume(world.worker, request.pk, text="鉴定出来了").status == "working"


def test_an_extension_is_asked_once_before_the_day_and_never_longer_than_the_period(world: World) -> None:
    request = world.working("big")
    with pytest.raises(Invalid):
        operations.ask_extension(world.worker, request.pk, days=16, text="违建要走程序，时间不够")
    operations.ask_extension(world.worker, request.pk, days=10, text="违建要走程序，时间不够")
    before = request.due_at
    request = operations.settle_extension(world.lead, request.pk, granted=True)
    assert before is not None
    assert request.due_at is not None
    assert request.due_at > before
    with pytest.raises(NotNow, match="已经延过"):
        operations.ask_extension(world.worker, request.pk, days=1, text="还要再延一天才行")
    late = world.working()
    with clock.frozen(MONDAY + 24 * HOURS * 30), pytest.raises(NotNow, match="期限已过"):
        operations.ask_extension(world.worker, late.pk, days=1, text="忘了申请，现在补")


def test_a_template_is_no_answer(world: World) -> None:
    request = world.working()
    for reply in ("好了", "已处理，请知悉。", "您反映的问题已转相关部门处理，感谢您的支持。"):
        with pytest.raises(Invalid):
            operations.finish(world.worker, request.pk, reply=reply)
    with pytest.raises(Invalid, match="套话"):
        operations.tell(world.worker, request.pk, text="已收到，我们会尽快处理。")


def test_the_same_answer_serves_three_times(world: World) -> None:
    for _ in range(3):
        world.answered()
    request = world.working()
    with pytest.raises(Invalid, match="套话"):
        operations.finish(world.worker, request.pk, reply="5 到 7 楼换了 9 盏感应灯，昨晚 21:10 试过，都亮！")


def test_who_answered_neither_checks_nor_calls_back_nor_rates(world: World) -> None:
    request = world.working()
    operations.finish(world.worker, request.pk, reply=REPLY)
    with pytest.raises(NotPermitted):
        operations.approve(world.worker, request.pk)
    with pytest.raises(NotPermitted):
        operations.send_back(world.worker, request.pk, text="再看看")
    operations.approve(world.colleague, request.pk)
    with pytest.raises(NotPermitted):
        operations.call_back(world.worker, request.pk, result="solved")
    with pytest.raises(NotVisible):
        operations.rate(world.worker, request.pk, rating=4)
    request = operations.call_back(world.colleague, request.pk, result="solved", how="visit")
    assert request.evaluations.get().asked_by == "何见山"


def test_not_fixed_reopens_twice_and_then_it_is_a_hard_case(world: World) -> None:
    request = world.answered()
    for turn in (1, 2):
        request = operations.not_fixed(world.resident, request.pk, text="还是不亮")
        assert (request.status, request.redo_count) == ("redo", turn)
        assert request.due_kind == "handle"
        operations.finish(world.worker, request.pk, reply=f"{REPLY}又查了第 {turn} 遍线路" + "，换了接头" * turn)
        operations.approve(world.head, request.pk)
    request = operations.not_fixed(world.resident, request.pk, text="还是不亮")
    assert request.status == "hard"
    with pytest.raises(Invalid):
        operations.archive(world.head, request.pk, text="")
    assert operations.archive(world.head, request.pk, text="整栋线路老化，列入明年改造，先装充电灯。").status == "archived"


def test_unreached_is_said_not_counted_as_satisfied(world: World) -> None:
    request = operations.call_back(world.head, world.answered().pk, result="unreached")
    assert (request.status, request.outcome) == ("archived", "unreached")
    assert request.evaluations.get().solved is None


def test_withdrawing_is_for_the_requester_alone(world: World) -> None:
    request = world.file()
    with pytest.raises(NotVisible):
        operations.withdraw(world.stranger, request.pk)
    assert operations.withdraw(world.resident, request.pk).status == "withdrawn"
    assert not MapPoint.objects.exists()
    with pytest.raises(NotNow):
        operations.withdraw(world.resident, request.pk)
