"""User management through its pages: filters, inviting, refusals on the form, and who may not open it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from linli.accounts.contract import create_demo_user, demo_accounts
from linli.accounts.models import Grant, User
from linli.accounts.tests.conftest import COMMAND, City
from linli.kernel import clock


@pytest.fixture
def desk(city: City, settings: Settings) -> Client:
    """The head of 金竹社区 at the desk."""
    return signed_in(city, settings, "community_head")


def signed_in(city: City, settings: Settings, role: str) -> Client:
    settings.DEMO = True
    place = {"community_head": city.community, "community_worker": city.community, "town_lead": city.town}[role]
    user_id = create_demo_user(COMMAND, role=role, region_id=place, name=f"演示{role}", unit="单位")
    client = Client()
    client.post("/demo/sign-in/", {"post": str(next(one.grant_id for one in demo_accounts() if one.user_id == user_id))})
    return client


def test_list_holds_only_what_is_below(city: City, desk: Client) -> None:
    page = desk.get("/admin-users/").content.decode()
    assert "覃晓岚" in page
    assert "江望" not in page
    assert "罗一禾" not in page
    assert "没有人" in desk.get("/admin-users/?q=无此人").content.decode()
    for state in ("soon", "cover", "coming", "waiting", "review", "stopped", "ended"):
        assert desk.get(f"/admin-users/?state={state}&role=grid_worker&region={city.community}").status_code == 200


def test_worker_has_no_business_here(city: City, settings: Settings) -> None:
    client = signed_in(city, settings, "community_worker")
    for path in ("/admin-users/", "/admin-users/invite/", "/admin-modules/", "/admin-profiles/", "/admin-users/roles/"):
        assert client.get(path).status_code == 403
    assert Client().get("/admin-users/").headers["Location"].startswith("/staff/sign-in/")


def test_other_area_is_not_found(city: City, desk: Client) -> None:
    assert desk.get(f"/admin-users/{city.other_lead.user_id}/").status_code == 404
    grant = Grant.objects.get(user_id=city.other_lead.user_id)
    for what in ("revoke", "cover"):
        assert desk.get(f"/admin-users/posts/{grant.pk}/{what}/").status_code == 404
    assert desk.post(f"/admin-users/{city.other_lead.user_id}/disable/", {"reason": "想停掉他"}).status_code == 404


def invitation(city: City, desk: Client) -> dict[str, str]:
    page = desk.get("/admin-users/invite/").content.decode()
    op_id = re.search(r'name="op_id" value="([^"]+)"', page)
    assert op_id is not None
    today = clock.today()
    return {
        "name": "田青", "username": "tian.qing", "phone": "", "role": "grid_worker", "region": str(city.community), "unit": "金竹社区",
        "starts_on": str(today), "ends_on": str(today + timedelta(days=100)), "reason": "新到岗，接替老张", "op_id": op_id[1],
    }  # fmt: skip


def test_invite_shows_the_link_once(city: City, desk: Client) -> None:
    form = invitation(city, desk)
    wrong = desk.post("/admin-users/invite/", form | {"username": "有中文"})
    assert wrong.status_code == 422
    assert "用户名用字母" in wrong.content.decode()
    made = desk.post("/admin-users/invite/", form).content.decode()
    assert "/staff/welcome/" in made
    again = desk.post("/admin-users/invite/", form).content.decode()
    assert "/staff/welcome/" not in again
    assert User.objects.filter(username="tian.qing").count() == 1


def test_give_cover_revoke_and_the_buttons(city: City, desk: Client) -> None:
    user_id, form = city.worker.user_id, invitation(city, desk)
    assert desk.post(f"/admin-users/{user_id}/give/", form | {"role": "community_worker"}).status_code == 409
    assert desk.post(f"/admin-users/{user_id}/give/", form).status_code == 302
    desk.post("/admin-users/invite/", invitation(city, desk))
    substitute, grant = User.objects.get(username="tian.qing"), Grant.objects.get(user_id=user_id, role_id="community_worker")
    cover = form | {
        "user_id": str(substitute.pk),
        "ends_on": str(clock.today() + timedelta(days=5)),
        "op_id": invitation(city, desk)["op_id"],
    }
    assert desk.post(f"/admin-users/posts/{grant.pk}/cover/", cover | {"reason": ""}).status_code == 422
    assert desk.post(f"/admin-users/posts/{grant.pk}/cover/", cover).status_code == 302
    assert "替 覃晓岚" in desk.get("/admin-users/?state=cover").content.decode()
    assert desk.post(f"/admin-users/posts/{grant.pk}/revoke/", {"reason": ""}).status_code == 422
    assert desk.post(f"/admin-users/posts/{grant.pk}/revoke/", {"reason": "调走了，到新单位"}).status_code == 302
    assert desk.post(f"/admin-users/{user_id}/unlock/").status_code == 302
    assert desk.post(f"/admin-users/{user_id}/disable/", {"reason": ""}).status_code == 422
    assert desk.post(f"/admin-users/{user_id}/disable/", {"reason": "离岗当日停用"}).status_code == 302
    assert desk.post(f"/admin-users/{user_id}/enable/", {"reason": "回来上班了"}).status_code == 302
    assert "/staff/welcome/" in desk.post(f"/admin-users/{user_id}/reset/", {"reason": "手机丢了，当面确认"}).content.decode()
    assert desk.post(f"/admin-users/{user_id}/nothing/").status_code == 404
    assert desk.get("/admin-users/review/").status_code == 200
    assert desk.get("/admin-users/roles/").status_code == 200


def test_my_stays(city: City, desk: Client) -> None:
    page = desk.get("/me/sign-ins/").content.decode()
    assert "就是这里" in page
    assert desk.get("/staff/password/").status_code == 200
    assert desk.post("/staff/password/", {"old": "x", "new": "Jiangshui-2027", "again": "Jiangshui-2027"}).status_code == 422


@pytest.mark.parametrize("forged", ["", "xx", "00000000-0000-0000-0000-000000000000"])
def test_a_forged_post_is_not_found(city: City, desk: Client, forged: str) -> None:
    assert desk.post("/staff/post/", {"post": forged}).status_code == 404
    assert desk.post("/admin-users/review/keep/", {"post": forged}).status_code == 404
