"""A complaint is read above those it is about, and by none of them, whatever the words (domain §9)."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from linli.accounts.models import Grant, Role, User
from linli.kernel import clock, permissions
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.requests import contract, operations, queries
from linli.requests.models import Likeness, MapPoint, Request, StaffAlert
from linli.requests.operations import To
from linli.requests.queries import Filters, on_map
from linli.requests.rules import access, complaints, words
from linli.requests.rules.complaints import Post
from linli.requests.tests.conftest import World

POSTS = (
    Post("community_head", "江望"), Post("community_worker", "罗一禾"), Post("grid_worker", "覃晓岚"), Post("town_lead", "冉平"),
    Post("property", "卓云峰"), Post("property", "", "宏远服务"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("网格员覃晓岚收了钱不办事", "grid"),
        ("覃晓岚收了我两百块不办事，还骂人", "grid"),
        ("江望和罗一禾吃拿卡要", "community"),
        ("网格员从来不来，社区书记江望吃拿卡要，街道办也不作为", "town"),
        ("网格员从来不来，社区书记江望吃拿卡要", "community"),
        ("社区书记吃 拿 卡 要，江望收红包", "community"),
        ("我要投诉江书记收红包", "community"),
        ("物业和社区串通乱收费", "community"),
        ("冉平说话不算话", "town"),
        ("宏远服务态度差，还骂人", "property"),
        ("物业收了钱不管事，保安睡觉", "property"),
        ("书记收红包才办事", "community"),
        ("有人收红包才办事", "unclear"),
        ("办个证要给好处费", "unclear"),
        ("窗口乱收费，收了我五十块", "unclear"),
        ("楼上半夜装修敲墙太吵", ""),
        ("金竹社区 3 号楼门口的垃圾没人清", ""),
    ],
)
def test_of_several_the_highest(text: str, party: str) -> None:
    assert complaints.against(text, "complaint", posts=POSTS) == party


def test_what_was_ticked_counts_and_never_lowers() -> None:
    assert complaints.against("他们一点都不负责", "complaint", about="town") == "town"
    assert complaints.against("街道办不作为", "complaint", about="grid") == "town"
    assert complaints.against("停车场乱收费", "complaint", about="nobody") == ""
    assert complaints.against("网格员收红包", "complaint", about="nobody") == "grid"
    assert complaints.against("路灯坏了", "tip", about="community") == ""


def test_a_name_outside_a_complaint_needs_a_reproach() -> None:
    assert complaints.against("请罗一禾来看看水管", "help", posts=POSTS) == ""
    assert complaints.against("罗一禾收了我的钱", "tip", posts=POSTS) == "community"


def test_each_party_is_kept_with_all_below_it() -> None:
    ordered = list(access.HIDDEN_FROM)
    for lower, higher in pairwise(ordered):
        assert access.HIDDEN_FROM[lower] <= access.HIDDEN_FROM[higher]
    assert set(words.AGAINST) == set(ordered) == set(access.UNIT_ABOVE)
    for party, above in access.UNIT_ABOVE.items():
        assert above not in access.HIDDEN_FROM[party]
    assert set(words.ABOUT) - {"nobody", access.BEYOND} <= set(words.AGAINST)


@pytest.mark.parametrize(
    ("text", "kind", "about", "beyond"),
    [
        ("沈雪梅收了我的钱不办事", "complaint", "", True),
        ("沈雪梅收了我的钱不办事", "tip", "", True),
        ("区里的领导收红包才批低保", "complaint", "", True),
        ("我要举报县民政局", "complaint", "", True),
        ("区政府不作为，说了三年", "complaint", "", True),
        ("说话不算话，拖了半年了", "complaint", "district", True),
        ("区政府不作为，说了三年", "complaint", "town", False),
        ("小区里的路灯没人管，物业不作为", "complaint", "", False),
        ("社区里的干部骂人", "complaint", "", False),
        ("小区政府补贴的电梯坏了", "complaint", "", False),
        ("请问区民政局在哪里", "consult", "", False),
        ("区里什么时候修这条路", "suggestion", "", False),
    ],
)
def test_what_is_about_the_district(text: str, kind: str, about: str, beyond: bool) -> None:  # noqa: FBT001  # a table
    assert complaints.beyond(text, kind, about=about, posts=(*POSTS, Post("district_lead", "沈雪梅"))) is beyond


def test_nobody_here_reads_what_is_about_the_district(world: World) -> None:
    _post("district_lead", "沈雪梅", world.district)
    with pytest.raises(Invalid, match="12388"):
        world.file("沈雪梅收了我的钱不办事", "complaint")
    with pytest.raises(Invalid, match="12388"):
        world.file("说话不算话，拖了半年了", "complaint", about="district")
    assert not Request.objects.exists()
    assert world.file("沈雪梅家楼下的路灯坏了", "complaint", about="nobody").against == ""


def test_danger_is_taken_whoever_it_is_about(world: World) -> None:
    request = world.file("区政府不作为，老人摔倒了起不来", "complaint", about="district")
    assert (request.emergency, request.against) == ("fall", "")


def _post(role: str, name: str, region_id: UUID) -> None:
    made, _ = Role.objects.get_or_create(code=role, defaults={"label": role, "rank": 50, "levels": ["community"]})
    user = User.objects.create(pk=new_id(), username=name, name=name, kind=User.Kind.STAFF)
    today = clock.today()
    Grant.objects.create(
        user=user, role=made, region_id=region_id, unit="金竹社区", starts_on=today - timedelta(days=9),
        ends_on=today + timedelta(days=99), giver_name="甲", reason="到岗", given_at=clock.now(),
    )  # fmt: skip


def _sees_nothing(who: Actor, request: Request) -> None:
    with pytest.raises(NotVisible):
        queries.matter(who, request.pk)
    assert contract.brief(who, request.pk) is None
    assert all(row.id != request.pk for tab in ("all", "closed") for row in queries.desk(who, Filters(tab=tab)).rows)
    assert queries.desk(who, Filters(tab="all", text=request.number)).rows == ()
    assert queries.counts(who)["all"] == 0
    assert all(one.open == 0 for one in contract.figures(who))
    assert on_map.open_on_map(who, [request.region_id], 9).total == 0


def test_who_is_named_sees_it_nowhere_and_the_level_above_does(world: World) -> None:
    _post("community_head", "江望", world.community)
    request = world.file("江望这个人说了三次都没有下文", "complaint")
    assert request.against == "community"
    for who in (world.grid, world.worker, world.colleague, world.head, world.property):
        _sees_nothing(who, request)
    for who in (world.officer, world.command, world.lead):
        assert queries.matter(who, request.pk).request.pk == request.pk
    assert not MapPoint.objects.exists()
    assert not Likeness.objects.exists()
    assert request.proposals.get().handler_role == "town_officer"


def test_several_parties_at_once_all_see_nothing(world: World) -> None:
    request = world.file("网格员从来不来，社区吃拿卡要，物业也乱收费", "complaint")
    for who in (world.grid, world.worker, world.head, world.property):
        _sees_nothing(who, request)
    assert queries.visible(world.officer, request.pk)


@pytest.mark.parametrize(
    ("about", "blind", "seeing"),
    [
        ("grid", ("grid", "property"), ("worker", "head", "officer")),
        ("community", ("grid", "worker", "head"), ("officer", "lead")),
        ("town", ("worker", "head", "officer", "lead", "command"), ()),
        ("property", ("property",), ("grid", "worker", "head")),
    ],
)
def test_the_answer_decides_who_reads(world: World, about: str, blind: tuple[str, ...], seeing: tuple[str, ...]) -> None:
    request = world.file("说话不算话，拖了半年了", "complaint", about=about)
    assert request.against == about
    for name in blind:
        _sees_nothing(getattr(world, name), request)
    for name in seeing:
        assert queries.visible(getattr(world, name), request.pk)


def test_a_tale_of_bribes_goes_above_first_and_comes_down_by_a_persons_hand(world: World) -> None:
    request = world.file("在这里办事要送红包，谁都晓得", "complaint")
    assert request.against == "unclear"
    for who in (world.worker, world.head):
        _sees_nothing(who, request)
    operations.accept(world.officer, request.pk)
    operations.decide_class(world.officer, request.pk, sanshi="big", ground="由街道先核实一遍")
    operations.dispatch(world.officer, request.pk, to=world.to_worker())
    assert queries.visible(world.worker, request.pk).against == ""


def test_a_known_party_never_gets_it_by_hand(world: World) -> None:
    request = world.file("说话不算话，拖了半年了", "complaint", about="community")
    operations.accept(world.officer, request.pk)
    operations.decide_class(world.officer, request.pk, sanshi="big", ground="由街道先核实一遍")
    with pytest.raises(NotPermitted, match="不能交回去"):
        operations.dispatch(world.officer, request.pk, to=world.to_worker())
    with pytest.raises(NotPermitted, match="不能交回去"):
        operations.dispatch(world.officer, request.pk, to=To("property", "桂苑物业"))


def test_an_emergency_in_a_complaint_rings_above(world: World) -> None:
    world.file("物业不开门，现在 3 号楼着火了冒黑烟", "complaint", about="community")
    assert set(StaffAlert.objects.values_list("role", flat=True)) == {"town_command"}


@pytest.mark.parametrize("words", ["街道办不作为，我老公天天打我，今天又打出血了，救命", "街道办不作为，楼道着火了，快来人"])
def test_who_is_on_duty_sees_danger_whoever_is_blamed_beside_it(world: World, words: str) -> None:
    request = world.file(words, "help")
    assert (request.emergency != "", request.against) == (True, "community")
    assert "town_command" in StaffAlert.objects.values_list("role", flat=True)
    operations.acknowledge_emergency(world.command, request.pk)
    for who in (world.worker, world.head):
        with pytest.raises(NotVisible):
            queries.matter(who, request.pk)


def test_nor_danger_told_later(world: World) -> None:
    request = world.file("街道办不作为，说话不算话", "complaint")
    assert request.against == "town"
    operations.accept(_district(world), request.pk)
    operations.decide_class(_district(world), request.pk, sanshi="big", ground="由区里先核实一遍")
    operations.object_to_class(world.resident, request.pk, text="他们今天来我家打我，打出血了，救命")
    operations.acknowledge_emergency(world.command, request.pk)


def _district(world: World) -> Actor:
    grant = replace(world.department.grants[0], role="district_lead", permissions=permissions.of_role("district_lead"))
    return replace(world.department, name="沈雪梅", grants=(grant,))
