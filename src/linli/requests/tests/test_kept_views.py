"""存成我的视图: kept, shown, let go; another person's cookie and a forged one are nothing; searched words are not kept."""

import pytest
from django.test import Client

from linli.requests.tests.conftest import World
from linli.requests.tests.test_desk_doors import be, desk, text
from linli.requests.views.desk_views import MOST

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def test_filters_are_kept_under_a_name_and_let_go(world: World, desk: Client) -> None:
    assert "存成我的视图" not in text(desk.get("/desk/?tab=all"))
    assert "存成我的视图" in text(desk.get("/desk/?tab=all&sanshi=big"))
    kept = desk.post("/desk/views/", {"name": " 大事 ", "query": "tab=all&sanshi=big&q=王秀英", "base": "/desk/requests/"})
    assert kept["Location"] == "/desk/requests/?tab=all&sanshi=big"
    shown = text(desk.get("/desk/?tab=all&sanshi=big"))
    assert "不要“大事”了" in shown
    assert "存成我的视图" not in shown
    assert 'href="/desk/?tab=all&amp;sanshi=big"' in text(desk.get("/desk/"))
    be(world.head)
    assert "我的视图" not in text(desk.get("/desk/"))
    be(world.worker)
    assert desk.post("/desk/views/drop/", {"query": "tab=all&sanshi=big", "base": "//elsewhere"})["Location"] == "/desk/?tab=all&sanshi=big"
    assert "我的视图" not in text(desk.get("/desk/"))


def test_no_name_too_many_and_a_forged_cookie_keep_nothing(world: World, desk: Client) -> None:
    desk.post("/desk/views/", {"name": "", "query": "tab=all&sanshi=big"})
    assert "我的视图" not in text(desk.get("/desk/"))
    for number in range(MOST + 1):
        desk.post("/desk/views/", {"name": f"第 {number} 个", "query": f"tab=all&sanshi=big&status={'sorting' * (number % 2)}"})
    assert f"第 {MOST} 个" not in text(desk.get("/desk/requests/")).replace(f"最多存 {MOST} 个", "")
    desk.cookies[f"views_{world.worker.user_id}"] = "[[1]]:forged"
    assert "我的视图" not in text(desk.get("/desk/"))
