"""Where each post starts: every role gets a page that is of use to it, and nothing that is not its own (domain/roles_indicators.md §2)."""

import re

import pytest
from django.test import Client

from linli.accounts import contract as accounts
from linli.accounts.models import Grant
from linli.accounts.rules import modules, roles
from linli.kernel import clock
from linli.kernel.models import LogEntry
from tests.isolation import doors
from tests.isolation.conftest import Town
from tests.isolation.town import doing, platform

pytestmark = pytest.mark.django_db(transaction=True)
PERSON, COMPOUND = "桂秀英", "桂苑"
SEES_HEALTH = {"vendor", "system_admin"}
STAFF = [seed.code for seed in roles.ROLES if seed.branch != roles.PUBLIC]


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.content.decode()


def lines() -> int:
    with doing(platform()):
        return LogEntry.objects.count()


def of_unit(town: Town, role: str, unit: str) -> Client:
    """Somebody in a post of the first community whose unit has this name."""
    user = accounts.create_demo_user(platform(), role=role, region_id=town.here.community, name=f"{unit}的人", unit=unit)
    return doors.enter(user)


def test_every_role_starts_on_a_page_of_its_own(town: Town, as_app: None) -> None:
    for seed in roles.ROLES:
        client = doors.enter(town.users[seed.code])
        answer = client.get("/", follow=True)
        assert answer.status_code == 200, seed.code
        if seed.branch != roles.PUBLIC:
            assert answer.redirect_chain, f"{seed.code} is led to its first page"
            assert answer.redirect_chain[-1][0] != "/staff/post/", f"{seed.code} has no first page"


def test_each_post_reads_what_it_is_and_until_when(town: Town, as_app: None) -> None:
    for code in STAFF:
        html = body(doors.enter(town.users[code]), "/staff/start/")
        seed = next(one for one in roles.ROLES if one.code == code)
        assert seed.label in html
        assert seed.description in html
        assert re.search(r"2025.{1,6}9.{1,6}7.{1,20}2027.{1,6}9.{1,6}7", html), "from when until when"
        promised = modules.PROMISES.get(code)
        assert ("还没开通的" in html) == (promised is not None)
        if promised:
            assert promised.work in html


def test_a_post_without_any_is_led_to_the_choice(town: Town, as_app: None) -> None:
    client = doors.enter(town.users["candidate"])
    Grant.objects.filter(user_id=town.users["candidate"]).update(revoked_at=clock.now())
    assert client.get("/staff/start/").headers["Location"] == "/staff/post/"
    assert client.get("/").headers["Location"] == "/staff/post/"


def test_the_vendor_sees_how_the_platform_does_and_nothing_else(town: Town, as_app: None) -> None:
    client = doors.enter(town.users["vendor"])
    assert client.get("/").headers["Location"] == "/staff/platform/"
    before = lines()
    html = body(client, "/staff/platform/")
    assert "数据库" in html
    assert "后台进程" in html
    for kept in (PERSON, COMPOUND, town.kept.id_number, "金竹社区"):
        assert kept not in html
    assert lines() == before, "looking at health is no read of anything"
    for code in STAFF:
        status = doors.enter(town.users[code]).get("/staff/platform/").status_code
        assert status == (200 if code in SEES_HEALTH else 403), code
    for address in ("/desk/", "/registry/", "/map/", "/compounds/", "/desk/notices/", "/audit/", "/admin-users/"):
        assert client.get(address).status_code == 403, address


def test_an_owners_committee_sees_the_compound_it_is_named_after(town: Town, as_app: None) -> None:
    html = body(of_unit(town, "owners_committee", "桂苑业主委员会"), "/compounds/")
    assert COMPOUND in html
    assert "3 号楼" in html.replace("\N{NO-BREAK SPACE}", " ")
    assert PERSON not in html
    assert "501" not in html, "a house's number is nobody's static fact"
    for unit in ("业委会", "桂苑二期业主委员会", "桂业主委员会"):
        assert "没有对上小区" in body(of_unit(town, "owners_committee", unit), "/compounds/"), unit


def test_the_name_of_a_compound_elsewhere_opens_nothing(town: Town, as_app: None) -> None:
    user = accounts.create_demo_user(
        platform(), role="owners_committee", region_id=town.there.community, name="外面的人", unit="桂苑业主委员会"
    )
    html = body(doors.enter(user), "/compounds/")
    assert "没有对上小区" in html
    assert "3 号楼" not in html.replace("\N{NO-BREAK SPACE}", " ")


def test_a_property_company_sees_what_it_keeps(town: Town, as_app: None) -> None:
    client = of_unit(town, "property", "桂苑物业")
    assert "没有对上小区" in body(client, "/compounds/"), "without a contract none is its own"
    assert doors.enter(town.users["social_org"]).get("/compounds/").status_code == 403


def test_the_board_is_read_by_posts_that_may_not_post(town: Town, as_app: None) -> None:
    rep = doors.enter(town.users["rep"])
    assert rep.get("/desk/notices/").status_code == 200
    assert rep.post("/desk/notices/", {"title": "停水", "text": "明天停水"}).status_code == 403
    assert doors.enter(town.users["district_reviewer"]).get("/desk/notices/").status_code == 403


def test_the_sample_is_for_those_who_watch_over_the_work(town: Town, as_app: None) -> None:
    assert doors.enter(town.users["committee_member"]).get("/").headers["Location"] == "/desk/sample/"
    for code in STAFF:
        status = doors.enter(town.users[code]).get("/desk/sample/").status_code
        assert status == (200 if code in {"supervisor", "committee_member"} else 403), code
    html = body(doors.enter(town.users["committee_member"]), "/desk/sample/")
    assert PERSON not in html
    assert doors.enter(town.users["committee_member"]).get("/desk/").status_code == 403
