"""Forms that no page made: texts without an end, choices that were not offered, somebody of another community."""

import pytest
from django.test import Client

from linli.kernel.errors import Invalid
from linli.requests import operations
from linli.requests.models import Request
from linli.requests.operations import Place
from linli.requests.queries import facts
from linli.requests.tests.conftest import World
from linli.requests.tests.test_desk_doors import be, desk, holder, text

__all__ = ["desk", "holder"]
ENDLESS = "灯" * 2001


def test_nobody_reads_a_book(world: World, desk: Client) -> None:
    request = world.answered()
    for actor, address, said in (
        (world.resident, f"/mine/{request.pk}/not-fixed/", {"text": ENDLESS}),
        (world.head, f"/desk/requests/{request.pk}/do/note/", {"text": ENDLESS}),
        (world.head, f"/desk/requests/{request.pk}/do/call-back/", {"result": "unsolved", "text": ENDLESS}),
    ):
        be(actor)
        answer = desk.post(address, said)
        assert answer.status_code == 422
        assert "2000 字以内" in text(answer)
    assert Request.objects.get(pk=request.pk).status == "callback"
    fresh = world.file()
    with pytest.raises(Invalid, match="2000 字"):
        operations.transfer(world.worker, fresh.pk, Place(world.neighbour), reason=ENDLESS)


def test_a_ground_that_was_not_offered(world: World) -> None:
    request = world.file()
    operations.accept(world.worker, request.pk)
    with pytest.raises(Invalid, match="按什么分"):
        operations.decide_class(
            world.worker, request.pk, sanshi="small", category="light", ground="楼道灯是大家共用的", ground_kind="no such ground"
        )


def test_several_at_once_each_to_somebody_of_its_own_community(world: World, desk: Client, holder: str) -> None:
    here = world.classified()
    there = world.file(place=Place(world.neighbour, text="青龙村三组"))
    operations.accept(world.outsider, there.pk)
    operations.decide_class(world.outsider, there.pk, sanshi="small", category="light", ground="路灯是大家共用的")
    be(world.officer)
    answer = desk.post("/desk/bulk/", {"do": "dispatch", "pick": [str(here.pk), str(there.pk)], "to": holder})
    assert answer.status_code == 422
    assert set(Request.objects.values_list("status", flat=True)) == {"classified"}
    assert desk.post("/desk/bulk/", {"do": "dispatch", "pick": [str(here.pk)], "to": holder}).status_code == 302


def test_earlier_cases_count_no_complaint(world: World) -> None:
    """The count of a reason is read by those the complaint is kept from."""
    request = world.answered()
    operations.confirm_solved(world.resident, request.pk)
    assert facts.similar_cases(_another(request)) != {}
    Request.objects.filter(pk=request.pk).update(against="community")
    assert facts.similar_cases(_another(request)) == {}


def _another(request: Request) -> Request:
    """Another matter of the same community."""
    return Request(region_id=request.region_id)
