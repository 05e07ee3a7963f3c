"""The pages of 说件事: what is asked about danger, where nobody serves, refusals with their reason (domain §1, §6, §9)."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from linli.accounts.models import Grant, ModuleSwitch
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotPermitted
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope
from linli.people.tests.factories import worker
from linli.places import contract as places
from linli.regions.models import Region, RegionAncestor
from linli.requests import operations, queries
from linli.requests.models import Alarm, Draft, Request, RequestEvent, StaffAlert
from linli.requests.operations import To
from linli.requests.tests.conftest import World
from linli.requests.tests.test_files_and_jobs import picture

PIT = "3 号楼门口路面塌陷，一个坑"
FIRE = "3 号楼 2 单元着火了，冒黑烟，有人困在里面"
_who: dict[str, Actor] = {}


def actor_here(_request: HttpRequest) -> Actor:
    return _who["now"]


@pytest.fixture
def phone(world: World, client: Client, settings: Settings) -> Iterator[Client]:
    """The resident's phone."""
    settings.LINLI_ACTOR_OF_REQUEST = f"{__name__}.actor_here"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    _who["now"] = world.resident
    yield client
    _who.clear()


@pytest.fixture
def visitor(phone: Client) -> Client:
    """Somebody nobody knows."""
    _who["now"] = Actor.anonymous()
    return phone


def say(client: Client, text: str, **more: str) -> str:
    return str(client.post("/say/what/", {"text": text, **more}).headers["Location"])


def send(client: Client, kind: str = "tip", privacy: str = "hidden") -> object:
    client.post("/say/where/", {"where": "unclear"})
    client.post("/say/who/", {"privacy": privacy})
    return client.post("/say/check/", {"type": kind, "op_id": str(new_id())})


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_calm_holds_for_the_words_it_was_said_of(phone: Client) -> None:
    assert say(phone, PIT) == "/say/urgent/"
    assert phone.post("/say/urgent/", {"calm": "1"}).headers["Location"] == "/say/where/"
    assert say(phone, PIT) == "/say/where/"
    assert say(phone, FIRE) == "/say/urgent/"
    phone.post("/say/urgent/", {"calm": "1"})
    assert say(phone, FIRE, danger="on") == "/say/urgent/"


def test_calm_is_believed_and_the_desk_is_told(phone: Client) -> None:
    say(phone, PIT)
    phone.post("/say/urgent/", {"calm": "1"})
    send(phone)
    filed = Request.objects.get()
    assert (filed.emergency, filed.urgency) == ("", "soon")
    assert not Alarm.objects.exists()
    assert not StaffAlert.objects.exists()
    line = RequestEvent.objects.get(request=filed, title="居民说没有危险")
    assert not line.public


def test_violence_is_looked_at_whatever_was_tapped(phone: Client) -> None:
    say(phone, "我老公昨晚又打我了")
    page = text_of(phone.get("/say/urgent/"))
    assert "没有危险" not in page
    assert "书记和街道指挥中心还是会马上看" in page
    phone.post("/say/urgent/", {"calm": "1"})
    send(phone, "help")
    assert Request.objects.get().emergency == "violence"
    assert Alarm.objects.exists()


def test_words_that_may_mean_danger_are_asked_about_once(phone: Client) -> None:
    assert say(phone, "隔壁女的敲墙，好像说救人") == "/say/urgent/"
    assert "现在有人受伤、有危险吗？" in text_of(phone.get("/say/urgent/"))
    phone.post("/say/urgent/", {"calm": "1"})
    assert say(phone, "隔壁女的敲墙，好像说救人") == "/say/where/"
    assert say(phone, "隔壁女的又敲墙，好像说救人") == "/say/urgent/"
    phone.post("/say/urgent/", {"danger": "1"})
    assert "先打电话，人最要紧" in text_of(phone.get("/say/urgent/"))


def test_a_visitor_in_need_says_where_and_is_back_at_once(visitor: Client, world: World) -> None:
    say(visitor, "厨房着火了快来人")
    page = text_of(visitor.get("/say/urgent/"))
    assert "选在哪个社区" in page
    assert "没人应，自动报上一级" not in page
    op_id = str(new_id())
    assert visitor.post("/say/urgent/", {"op_id": op_id}).headers["Location"] == "/say/where/"
    assert visitor.post("/say/where/", {"region": str(world.community)}).headers["Location"] == "/say/urgent/"
    assert "5 分钟没人应，自动报上一级" in text_of(visitor.get("/say/urgent/"))
    assert visitor.post("/say/urgent/", {"op_id": op_id}).headers["Location"] == "/say/done/"
    assert Request.objects.get().emergency == "fire"


def test_nothing_is_taken_where_nobody_serves(visitor: Client, world: World) -> None:
    Grant.objects.update(revoked_at=clock.now())
    say(visitor, "楼道灯坏了三天")
    answer = visitor.post("/say/where/", {"region": str(world.community)})
    assert answer.status_code == 422
    assert "金竹社区还没有开通“说件事”，在这里交了没有人收。请打 12345（政务热线）。" in text_of(answer)
    with pytest.raises(Invalid) as refused:
        operations.file_request(world.resident, world.lamp())
    assert list(refused.value.fields) == ["region"]


def test_nothing_is_taken_where_the_module_is_off(world: World) -> None:
    ModuleSwitch.objects.create(
        module="requests", region_id=world.town, on=False, starts_on=clock.today(), reason="还在培训", made_by="江望", made_at=clock.now()
    )
    with pytest.raises(Invalid, match="还没有开通"):
        operations.file_request(world.resident, world.lamp())
    assert not Request.objects.exists()


def test_an_emergency_where_nobody_serves_names_the_numbers(phone: Client) -> None:
    Grant.objects.update(revoked_at=clock.now())
    say(phone, FIRE)
    page = text_of(phone.get("/say/urgent/"))
    assert "tel:119" in page
    assert "还没有开通" in page
    assert "马上报给社区" not in page
    refused = phone.post("/say/urgent/", {"op_id": str(new_id())})
    assert refused.status_code == 422
    assert "请打 12345" in text_of(refused)


def test_the_list_shows_open_communities_first_and_says_when_there_are_more(visitor: Client, world: World) -> None:
    Region.objects.filter(pk=world.community).update(initials="jz", terms=["金竹", "jz"])
    for number in range(40):
        made = Region.objects.create(
            name=f"金竹{number}村", short_name=f"金竹{number}", initials=f"jz{number}", level="community", kind="", position=str(number),
            valid_from=date(2020, 1, 1), terms=["金竹", "jz"],
        )  # fmt: skip
        RegionAncestor.objects.create(ancestor_id=made.pk, region_id=made.pk, depth=0, valid_from=date(2020, 1, 1))
    say(visitor, "楼道灯坏了三天")
    for words in ("金竹", "jz"):
        page = text_of(visitor.get("/say/where/", {"q": words}))
        assert page.index("金竹社区") < page.index("金竹0村")
        assert "先列 30 个，多写两个字再找" in page
        assert page.count("还没开通") == 29
        assert "演示" in page


def test_a_refusal_at_the_last_step_says_why_and_where(visitor: Client, world: World) -> None:
    say(visitor, "我要投诉楼上天天半夜放音乐")
    visitor.post("/say/where/", {"region": str(world.community)})
    visitor.post("/say/where/", {"where": "unclear"})
    visitor.post("/say/who/", {"privacy": "anonymous"})
    page = text_of(visitor.get("/say/check/"))
    assert 'value="complaint"' not in page
    assert "看您写的，像是“投诉”" in page
    assert "匿名只收爆料和建议" in page
    answer = visitor.post("/say/check/", {"type": "complaint", "op_id": str(new_id())})
    assert answer.status_code == 422
    assert "在这几类里选一类：爆料、建议。" in text_of(answer)
    Grant.objects.update(revoked_at=clock.now())
    answer = visitor.post("/say/check/", {"type": "tip", "op_id": str(new_id())})
    assert "请打 12345" in text_of(answer)
    assert 'href="/say/where/"' in text_of(answer)
    assert "还有几处要改，改好再提交" not in text_of(answer)


def test_a_bound_resident_may_speak_of_another_community(phone: Client, world: World) -> None:
    say(phone, "青龙村路口的灯坏了三天")
    assert "在哪个社区？" in text_of(phone.get("/say/where/", {"region": "change"}))
    phone.post("/say/where/", {"region": str(world.neighbour)})
    send(phone)
    assert Request.objects.get().region_id == world.neighbour


def test_what_fitted_no_place_goes_along(phone: Client) -> None:
    say(phone, "那里的灯坏了三天，晚上看不清")
    answer = phone.post("/say/where/", {"where": "address", "address": "小区大门口的岗亭旁"})
    assert "没对上这个地址" in text_of(answer)
    answer = phone.post("/say/where/", {"where": "list", "address": "小区大门口的岗亭旁"})
    assert "还没选是哪一栋" in text_of(answer)
    assert "没对上这个地址" not in text_of(answer)
    assert "还没在地图上点" in text_of(phone.post("/say/where/", {"where": "map", "address": "小区大门口的岗亭旁"}))
    send(phone)
    filed = Request.objects.get()
    assert (filed.place_text, filed.place_state) == ("小区大门口的岗亭旁", "asked")


def test_a_bare_number_is_asked_back_where_two_compounds_have_it(visitor: Client, world: World) -> None:
    keeper = worker(world.community)
    with transaction.atomic(), use_scope(keeper):
        for name in ("金竹苑", "临溪花园"):
            compound = places.add_compound(keeper, places.NewCompound(world.community, name, "commercial", lon=106.5, lat=29.5))
            places.add_building(keeper, places.NewBuilding(compound, "3", ("1", "2"), 11, lon=106.5, lat=29.5))
    say(visitor, "灯坏了三天，晚上看不清")
    visitor.post("/say/where/", {"region": str(world.community)})
    for typed in ("3号楼", "三号楼二单元"):
        page = text_of(visitor.post("/say/where/", {"where": "address", "address": typed}))
        assert "像是这几处，是哪一处？" in page
        assert "金竹苑 3 号楼" in page
        assert "临溪花园 3 号楼" in page
    answer = visitor.post("/say/where/", {"where": "near:1", "address": "三号楼二单元"})
    assert answer.headers["Location"] == "/say/who/"
    visitor.post("/say/who/", {"privacy": "anonymous"})
    visitor.post("/say/check/", {"type": "tip", "op_id": str(new_id())})
    second = max(("金竹苑", "临溪花园"), key=lambda name: page.index(f"{name} 3 号楼"))
    assert Request.objects.get().place_label == f"{second} 3 号楼 2 单元"


def test_visitors_read_what_happens_to_their_words_before_the_first_field(visitor: Client) -> None:
    page = text_of(visitor.get("/say/what/"))
    assert page.index("/privacy/") < page.index("<textarea")
    assert "公开前都会遮住" not in page


def test_the_page_after_filing_speaks_of_minutes_when_it_is_urgent(phone: Client) -> None:
    say(phone, FIRE)
    answer = phone.post("/say/urgent/", {"op_id": str(new_id())})
    page = text_of(phone.get(answer.headers["Location"]))
    assert "5 分钟没人应会自动上报" in page
    assert "1 个工作日内" not in page
    assert "紧急，20:12 前到场" in text_of(phone.get("/mine/"))


def test_who_handles_a_hidden_matter_sees_no_name(world: World) -> None:
    filed = world.classified()
    operations.dispatch(world.worker, filed.pk, to=world.to_worker())
    seen = queries.matter(world.worker, filed.pk).requester
    assert (seen.name, seen.phone, seen.can_show) == ("居民", "", False)
    with pytest.raises(NotPermitted, match="不办这件事的同事"):
        operations.reveal_requester(world.worker, filed.pk, purpose="contact")
    assert queries.matter(world.colleague, filed.pk).requester.phone == "100****1234"
    assert operations.reveal_requester(world.head, filed.pk, purpose="contact").phone == "10000001234"


def test_who_handles_an_open_matter_may_call(world: World) -> None:
    filed = world.file(privacy="open")
    operations.accept(world.worker, filed.pk)
    operations.decide_class(world.worker, filed.pk, sanshi="small", category="light", ground="楼道灯是大家共用的")
    operations.dispatch(world.worker, filed.pk, to=To("property", "桂苑物业", world.property.user_id, "谭工"))
    assert queries.matter(world.worker, filed.pk).requester.can_show


def test_what_is_saved_while_it_is_sent_is_one_draft(phone: Client) -> None:
    """The page saves by itself as one writes; both requests may begin before either has ended, and either may end last."""
    page = text_of(phone.get("/say/what/"))
    key = re.search(r'name="draft" value="([0-9a-f-]{36})"', page)
    assert key
    said = {"text": "3 号楼 2 单元的灯不亮", "draft": key[1]}
    phone.post("/say/what/", {**said, "photo": picture()})
    session = phone.session  # the other request began before there was a draft …
    session["say_draft"] = ""
    session.save()
    phone.post("/say/keep/", said)  # … and ends after it
    assert str(phone.session["say_draft"]) == key[1]
    assert Draft.objects.count() == 1
    assert "去掉这张" in text_of(phone.get("/say/what/"))


def test_nobody_begins_a_draft_under_anothers_key(phone: Client, world: World) -> None:
    say(phone, "3 号楼 2 单元的灯不亮")
    key = str(Draft.objects.get().pk)
    _who["now"] = world.stranger
    session = phone.session
    session["say_draft"] = ""
    session.save()
    assert phone.post("/say/what/", {"text": "偷看一下", "draft": key}).status_code == 404
    assert Draft.objects.get().owner_id == world.resident.user_id
