"""Pages and fragments: with and without htmx, for staff and for everybody, and never a city in one page."""

from dataclasses import replace
from typing import Protocol
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from linli.kernel.actor import Actor
from linli.regions import contract
from linli.regions.contract import NewRegion
from linli.regions.models import RegionContact
from linli.regions.tests.conftest import platform

pytestmark = pytest.mark.usefixtures("tree")
HTMX = {"HX-Request": "true"}
_who: dict[str, Actor] = {}


def actor_here(_request: HttpRequest) -> Actor:
    return _who["now"]


@pytest.fixture
def staff(client: Client, settings: Settings) -> Client:
    settings.LINLI_ACTOR_OF_REQUEST = f"{__name__}.actor_here"
    _who["now"] = replace(platform(), door="desk")
    return client


@pytest.fixture
def visitor(staff: Client) -> Client:
    _who["now"] = Actor.anonymous()
    return staff


class Answer(Protocol):
    @property
    def content(self) -> bytes: ...


def text(answer: Answer) -> str:
    return answer.content.decode()


def id_of(name: str) -> str:
    return str(contract.search(name)[0].region.id)


def test_both_trees_by_date(staff: Client) -> None:
    today, before = text(staff.get("/regions/")), text(staff.get("/regions/?as_of=2024-01-01"))
    assert "两江新区" in today
    assert "渝北区" not in today
    assert "渝北区" in before
    assert "38 个区县" in before
    assert "1031 个乡镇街道" in before
    assert "11270 个村社区" in before


def test_no_page_ships_the_tree(staff: Client) -> None:
    for name in ("重庆市", "万州区", "石船镇"):
        assert len(staff.get(f"/regions/{id_of(name)}/").content) < 60_000


def test_a_region_tells_its_story(staff: Client) -> None:
    page = text(staff.get(f"/regions/{id_of('两江新区')}/"))
    assert "渝府发〔2025〕15号" in page
    assert "拟合的" in page
    assert "民政区划代码" in page
    page = text(staff.get("/regions/search/?q=渝北区"))
    assert "撤销" in page
    assert "渝北区" in page


def test_unmatched_are_listed_for_staff_only(staff: Client) -> None:
    page = text(staff.get("/regions/report/"))
    for name in ("大木乡", "大木镇", "蔡家岗街道"):
        assert name in page
    _who["now"] = Actor.anonymous()
    assert staff.get("/regions/report/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/regions/", "/regions/?as_of=2020-01-01", "/regions/?as_of=oops", "/regions/search/?q=双龙村", "/regions/search/"]
)
def test_everybody_may_look(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 200


def test_fragments_are_full_pages_without_htmx(visitor: Client) -> None:
    town = id_of("石船镇")
    branch, page = visitor.get(f"/regions/{town}/children/", headers=HTMX), visitor.get(f"/regions/{town}/children/")
    assert "<html" not in text(branch)
    assert 'type="radio"' in text(branch)
    assert "<html" in text(page)
    query = urlencode({"name": "place", "levels": "township", "place_q": "scz"})
    hits, page = visitor.get(f"/regions/search/?{query}", headers=HTMX), visitor.get("/regions/search/?q=scz")
    assert "<html" not in text(hits)
    assert 'name="place"' in text(hits)
    assert "<html" in text(page)
    assert "HX-Request" in page.headers["Vary"]


def test_a_branch_opens_until_the_level_one_may_choose(visitor: Client) -> None:
    city = id_of("重庆市")
    districts = text(visitor.get(f"/regions/{city}/children/?levels=community", headers=HTMX))
    assert "radio" not in districts
    assert districts.count("<button") == 37
    towns = text(visitor.get(f"/regions/{id_of('万州区')}/children/?levels=township", headers=HTMX))
    assert towns.count("radio") == 52
    assert towns.count("<button") == 1
    inside = f"/regions/{city}/children/?levels=community&within={id_of('万州区')}"
    assert "<button" not in text(visitor.get(inside, headers=HTMX))


def test_the_name_of_the_field_cannot_carry_markup(visitor: Client) -> None:
    answer = visitor.get('/regions/search/?name="><b>&region_q=石船', headers=HTMX)
    assert "<b>" not in text(answer).replace("<b></b>", "")


def test_the_picker_works_without_javascript(db: None) -> None:
    asked = contract.picker({"region_q": "石船", "region_find": "1"}, levels=(contract.TOWNSHIP,))
    assert asked.finding
    assert [hit.region.name for hit in asked.hits] == ["石船镇"]
    chosen = contract.picker({"region": str(asked.hits[0].region.id)}, levels=(contract.TOWNSHIP,))
    assert chosen.chosen is not None
    assert chosen.chosen.name == "石船镇"
    step = contract.picker({"region_at": id_of("石船镇")})
    assert step.finding
    assert step.branch is not None
    assert [one.name for one in step.branch.above] == ["重庆市", "两江新区"]
    assert {one.level for one in step.branch.choices} == {"community"}
    outside = contract.picker({"region": str(step.branch.choices[0].id)}, within=contract.search("万州区")[0].region.id)
    assert outside.chosen is None
    wrong_level = contract.picker({"region": str(asked.hits[0].region.id)})
    assert wrong_level.chosen is None
    assert contract.picker({"region": "x"}).chosen is None


def test_staff_change_a_region_by_form(staff: Client) -> None:
    town = contract.search("石船镇")[0].region
    community = contract.create_region(platform(), NewRegion(town.id, "金竹社区", contract.COMMUNITY, demo=True))
    base = f"/regions/{community}/change"
    assert staff.get(f"{base}/contact/").status_code == 200
    assert staff.post(f"{base}/contact/", {"title": "办公室", "phone": "abc", "source": "公示栏"}).status_code == 422
    sent = staff.post(f"{base}/contact/", {"title": "办公室", "phone": "023-100002", "source": "公示栏"})
    assert sent.status_code == 302
    assert RegionContact.objects.get(region_id=community).phone == "023-100002"
    grid = {"level": "grid", "name": "第 1 网格"}
    assert staff.post(f"{base}/part/", grid).status_code == 302
    again = staff.post(f"{base}/part/", grid)
    assert again.status_code == 422
    assert "已经有" in text(again)
    assert staff.post(f"{base}/boundary/", {"geometry": "x", "quality": "drawn", "source": "y"}).status_code == 422
    refused = staff.post(f"{base}/close/", {"reason": "撤并"})
    assert refused.status_code == 422
    assert staff.get(f"{base}/nonsense/").status_code == 404
    _who["now"] = Actor.anonymous()
    assert staff.post(f"{base}/contact/", {"title": "办公室", "phone": "023-100002", "source": "x"}).status_code == 404
