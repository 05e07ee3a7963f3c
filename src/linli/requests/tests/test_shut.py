"""One phone, several people: a matter about violence is on it, but only its writer's code opens it (domain §6)."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from linli.kernel import clock
from linli.kernel.ids import new_id
from linli.requests import contract, operations, queries
from linli.requests.models import Photo, Request
from linli.requests.operations.photos import row_of, store
from linli.requests.tests.conftest import LAMP, MONDAY, World
from linli.requests.tests.test_desk_doors import actor_here, be, text
from linli.requests.tests.test_files_and_jobs import picture
from linli.requests.tests.test_secrecy import VIOLENCE
from linli.requests.views import shut


@pytest.fixture
def phone(world: World, client: Client, settings: Settings) -> Client:
    settings.LINLI_ACTOR_OF_REQUEST = f"{actor_here.__module__}.actor_here"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    be(world.resident)
    return client


def _says_nothing(page: str, request: Request) -> None:
    for word in ("老公", "打我", request.title, request.query_code):
        assert word not in page


def test_the_list_says_only_that_there_is_one(world: World, phone: Client) -> None:
    request, other = world.file(VIOLENCE, "help"), world.file()
    operations.acknowledge_emergency(world.command, request.pk)
    page = text(phone.get("/mine/"))
    assert "您说的一件事" in page
    assert "的楼道灯坏了三天" in page
    _says_nothing(page, request)
    assert "指挥中心" not in page
    assert {line.row.title for line in contract.mine(world.resident)} == {"您说的一件事", other.title}


def test_no_page_of_it_opens_without_the_code(world: World, phone: Client) -> None:
    request = world.file(VIOLENCE, "help")
    photo = row_of(store(world.resident, picture(size=(60, 40))), request, "before", None)
    photo.save()
    for answer in (
        phone.get(f"/mine/{request.pk}/"),
        phone.get(f"/mine/{request.pk}/?said=1"),
        phone.get(f"/mine/{request.pk}/supply/ask/"),
        phone.post(f"/mine/{request.pk}/withdraw/", {"text": "不要了"}),
        phone.post(f"/mine/{request.pk}/open/", {"code": "AAAAAAAAAA"}),
    ):
        assert answer.status_code in {403, 422}
        _says_nothing(text(answer), request)
    assert phone.get(f"/photos/{photo.pk}/").status_code == 404
    assert Request.objects.get(pk=request.pk).status == request.status


def test_the_code_opens_it_for_ten_minutes(world: World, phone: Client) -> None:
    request = world.file(VIOLENCE, "help")
    code = f" {request.query_code[:5].lower()}-{request.query_code[5:]} "
    assert phone.post(f"/mine/{request.pk}/open/", {"code": code}).headers["Location"] == f"/mine/{request.pk}/"
    page = text(phone.get(f"/mine/{request.pk}/"))
    assert "老公" in page
    assert request.query_code in page
    assert "<title>您说的一件事，邻里</title>" in page  # browsers keep titles in their history
    with clock.frozen(MONDAY + timedelta(minutes=11)):
        assert phone.get(f"/mine/{request.pk}/").status_code == 403


def test_codes_are_not_tried_for_ever_nor_on_others(world: World, phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shut, "TRIES_PER_TEN_MINUTES", 2)
    request, other = world.file(VIOLENCE, "help"), world.file(VIOLENCE, "help")
    assert phone.post(f"/mine/{request.pk}/open/", {"code": other.query_code}).status_code == 422
    assert [phone.post(f"/mine/{request.pk}/open/", {"code": "A"}).status_code for _ in range(2)] == [422, 429]
    be(world.stranger)
    assert phone.post(f"/mine/{request.pk}/open/", {"code": request.query_code}).status_code == 404


def test_who_just_wrote_it_is_given_the_code(world: World, phone: Client) -> None:
    phone.get("/say/?new=1")
    phone.post("/say/what/", {"text": VIOLENCE})
    answer = phone.post("/say/urgent/", {"op_id": str(new_id())})
    request = Request.objects.get()
    assert answer.headers["Location"] == f"/mine/{request.pk}/?said=1"
    assert request.query_code in text(phone.get(answer.headers["Location"]))


def test_the_desk_tells_a_lost_code_without_the_matter(world: World, phone: Client) -> None:
    request = world.file(VIOLENCE, "help")
    be(world.head)
    page = text(phone.get(f"/desk/requests/{request.pk}/slip/"))
    assert request.query_code in page
    assert "老公" not in page
    be(world.worker)
    assert phone.get(f"/desk/requests/{request.pk}/slip/").status_code == 404


def test_other_matters_open_as_ever(world: World, phone: Client) -> None:
    request = world.file()
    assert phone.get(f"/mine/{request.pk}/").status_code == 200
    be(world.head)
    assert phone.get(f"/desk/requests/{request.pk}/slip/").status_code == 404


def test_an_unfinished_one_about_violence_is_not_offered_to_the_next(world: World, phone: Client) -> None:
    phone.post("/say/what/", {"text": VIOLENCE})
    assert "老公" in text(phone.get("/say/what/"))
    assert "接着写" not in text(phone.get("/mine/"))
    assert "老公" not in text(Client().get("/say/what/"))
    with clock.frozen(MONDAY + timedelta(minutes=31)):
        assert "老公" not in text(phone.get("/say/what/"))
    assert Photo.objects.count() == 0


def test_beginning_anew_takes_neither_the_words_nor_the_community_along(world: World, phone: Client) -> None:
    phone.post("/say/what/", {"text": LAMP})
    phone.post("/say/where/", {"region": str(world.neighbour)})
    phone.get("/say/?new=1")
    assert LAMP not in text(phone.get("/say/what/"))
    phone.post("/say/what/", {"text": "楼上半夜装修敲墙，声音太大"})
    phone.post("/say/where/", {"where": "unclear"})
    phone.post("/say/who/", {"privacy": "hidden"})
    phone.post("/say/check/", {"type": "complaint", "op_id": str(new_id())})
    assert Request.objects.get().region_id == world.community
    assert LAMP not in text(phone.get("/say/what/"))
    assert "接着写" in text(phone.get("/mine/"))
    phone.get("/say/?on=1")
    assert LAMP in text(phone.get("/say/what/"))


def test_a_complaint_asks_whom_it_is_about(world: World, phone: Client) -> None:
    for step, sent in (("what", {"text": "说话不算话，拖了半年了"}), ("where", {"where": "unclear"}), ("who", {"privacy": "hidden"})):
        phone.post(f"/say/{step}/", sent)
    page = text(phone.get("/say/check/"))
    assert "反映的是谁" in page
    assert phone.post("/say/check/", {"type": "complaint", "about": "x", "op_id": str(new_id())}).status_code == 422
    phone.post("/say/check/", {"type": "complaint", "about": "community", "op_id": str(new_id())})
    assert Request.objects.get().against == "community"
    be(world.worker)
    sent = {"channel": "window", "type": "complaint", "about": "community", "privacy": "hidden", "name": "张三", "text": "说话不算话的人"}
    answer = phone.post("/desk/new/", sent | {"op_id": str(new_id()), "photo": picture(size=(60, 40))}, follow=True)
    assert answer.redirect_chain == [("/desk/", 302)]
    assert "您这里看不到" in text(answer)
    assert Photo.objects.count() == 1
    assert queries.visible(world.officer, Request.objects.get(text="说话不算话的人").pk)


def test_each_step_is_a_notice_until_it_is_read(world: World, phone: Client) -> None:
    request = world.classified()
    assert "2 条没看过" in text(phone.get("/mine/"))
    page = text(phone.get("/mine/news/"))
    assert "社区受理了您说的事" in page
    assert "您说的事分为小事" in page
    assert f'href="/mine/{request.pk}/"' in page
    assert request.number in page
    assert page.count("没看过") == 2
    assert "2 条没看过" in text(phone.get("/mine/"))  # looking at the list changes nothing
    assert phone.post("/mine/news/").status_code == 302
    assert "没看过" not in text(phone.get("/mine/"))
    assert "没看过" not in text(phone.get("/mine/news/"))
    operations.dispatch(world.worker, request.pk, to=world.to_worker())
    phone.get(f"/mine/{request.pk}/")
    assert "没看过" not in text(phone.get("/mine/news/"))
    be(world.stranger)
    assert "您说的事分为小事" not in text(phone.get("/mine/news/"))


def test_notices_of_violence_say_nothing(world: World, phone: Client) -> None:
    request = world.file(VIOLENCE, "help")
    operations.acknowledge_emergency(world.command, request.pk)
    page = text(phone.get("/mine/news/"))
    assert "您说的一件事有新进展" in page
    assert "指挥中心" not in page
    _says_nothing(page, request)


def test_a_requester_is_spoken_to_not_about(world: World, phone: Client) -> None:
    request = world.answered()
    phone.post(f"/mine/{request.pk}/not-fixed/", {"text": "5 楼还黑"})
    page = text(phone.get(f"/mine/{request.pk}/"))
    assert "您说没解决" in page
    assert "居民说没解决</" not in page
