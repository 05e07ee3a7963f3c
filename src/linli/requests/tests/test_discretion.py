"""No text written at work carries an ID number or somebody's mobile telephone to whoever reads it (data_security §6, §11)."""

from collections.abc import Callable

import pytest

from linli.kernel.errors import Invalid
from linli.organisations.models import Organisation
from linli.requests import operations as ops
from linli.requests.models import Answer, Notice, Request, RequestEvent, StaffNote
from linli.requests.tests.conftest import World

ID_NUMBER = "110105 19491231 002X"
MOBILE = "138-0000-1234"
PEOPLE = (f"住户 {ID_NUMBER} 的材料收到了，明天上门", f"打 {MOBILE} 找王师傅，明天上午来换灯")

Verb = Callable[[World, Request, str], object]
WORKING: dict[str, Verb] = {
    "tell": lambda w, r, said: ops.tell(w.worker, r.pk, text=said),
    "ask_material": lambda w, r, said: ops.ask_material(w.worker, r.pk, text=said),
    "ask_pause": lambda w, r, said: ops.ask_pause(w.worker, r.pk, ground="expert", text=said),
    "ask_extension": lambda w, r, said: ops.ask_extension(w.worker, r.pk, days=1, text=said),
    "add_note": lambda w, r, said: ops.add_note(w.worker, r.pk, text=said),
    "finish": lambda w, r, said: ops.finish(w.worker, r.pk, reply=said),
    "to_hard": lambda w, r, said: ops.to_hard(w.head, r.pk, text=said),
    "decide_class": lambda w, r, said: ops.decide_class(w.worker, r.pk, sanshi="big", category="light", ground=said),
}
RECEIVED: dict[str, Verb] = {
    "decline": lambda w, r, said: ops.decline(w.worker, r.pk, ground="elsewhere", text=said),
    "transfer": lambda w, r, said: ops.transfer(w.worker, r.pk, ops.Place(w.neighbour), reason=said),
}
LATER: dict[str, Verb] = {
    "send_back": lambda w, r, said: ops.send_back(w.head, r.pk, text=said),
    "call_back": lambda w, r, said: ops.call_back(w.head, r.pk, result="unsolved", text=said),
}


def _written() -> str:
    rows = [*RequestEvent.objects.values_list("text", flat=True), *Notice.objects.values_list("text", flat=True)]
    rows += [*Answer.objects.values_list("text", flat=True), *StaffNote.objects.values_list("text", flat=True)]
    return "".join(rows)


def _refused(world: World, request: Request, verb: Verb) -> None:
    for said in PEOPLE:
        with pytest.raises(Invalid, match=r"身份证号|手机号"):
            verb(world, request, said)
    assert "0000-1234" not in _written()
    assert "002X" not in _written()


@pytest.mark.parametrize("verb", WORKING)
def test_while_it_is_dealt_with(world: World, verb: str) -> None:
    _refused(world, world.working(), WORKING[verb])


@pytest.mark.parametrize("verb", RECEIVED)
def test_at_the_front_desk(world: World, verb: str) -> None:
    _refused(world, world.file(), RECEIVED[verb])


@pytest.mark.parametrize("verb", LATER)
def test_when_it_is_done(world: World, verb: str) -> None:
    request = world.working()
    request = ops.finish(world.worker, request.pk, reply="5 到 7 楼换了 3 盏感应灯，昨晚试过，都亮。")
    if verb == "call_back":
        ops.approve(world.head, request.pk)
    _refused(world, request, LATER[verb])


def test_the_telephone_of_an_office_may_stand(world: World) -> None:
    Organisation.objects.create(region_id=world.community, kind="property", name="金竹物业服务中心", phone="13800001234")
    request = world.working()
    ops.tell(world.worker, request.pk, text=f"{MOBILE} 是物业值班电话，023-62870199 是社区的，明天上午来换灯")
    with pytest.raises(Invalid, match="手机号"):
        ops.tell(world.worker, request.pk, text=f"{MOBILE} 是物业的，13900001234 是王师傅的，明天上午来换灯")


def test_a_requester_may_give_his_own(world: World) -> None:
    request = world.working()
    ops.ask_material(world.worker, request.pk, text="请写一个白天能打通的电话")
    ops.supply(world.resident, request.pk, text="打 13800001234 找我")
    assert Request.objects.get(pk=request.pk).status == "working"
