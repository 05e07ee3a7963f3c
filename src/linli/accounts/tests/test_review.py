"""权限半年复核: who sees which posts, who may end them, and an auditor's doubt reaches the unit above."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from linli.accounts.contract import create_demo_user, demo_accounts
from linli.accounts.models import Grant
from linli.accounts.operations import posts
from linli.accounts.queries import review
from linli.accounts.tests.conftest import COMMAND, City
from linli.kernel import clock
from linli.kernel.errors import Invalid, NotPermitted, NotVisible
from linli.kernel.models import LogEntry

LATER = timedelta(days=200)


def test_an_auditor_sees_all_and_ends_nothing(city: City) -> None:
    inspector = city.hire(city.admin.actor, "city_auditor", city.city, "龙成", "long.cheng")
    auditor = city.hire(inspector.actor, "district_auditor", city.district, "沈砚", "shen.yan")
    grant = Grant.objects.get(user_id=city.worker.user_id)
    with clock.frozen(clock.now() + LATER):
        seen = {row.grant.user_id: row for row in review.due(auditor.actor).rows}
        assert {city.worker.user_id, city.head.user_id, city.other_lead.user_id} <= set(seen)
        assert auditor.user_id not in seen
        assert not any(row.may_end for row in seen.values())
        with pytest.raises(NotPermitted):
            posts.review(auditor.actor, grant.pk)
        with pytest.raises(NotPermitted):
            posts.revoke(auditor.actor, grant.pk, "审计觉得不需要")
        with pytest.raises(Invalid):
            posts.question(auditor.actor, grant.pk, "？")
        posts.question(auditor.actor, grant.pk, "三个月没有登录过，还在岗吗")
        (row,) = [row for row in review.due(city.head.actor).rows if row.grant.pk == grant.pk]
        assert row.may_end
        assert [(doubt.who, doubt.note) for doubt in row.doubts] == [("沈砚", "三个月没有登录过，还在岗吗")]
        assert LogEntry.objects.filter(operation="accounts.question_post", actor_id=auditor.user_id).count() == 1
        with pytest.raises(NotPermitted):
            posts.question(city.head.actor, grant.pk, "自己问自己")
        with pytest.raises(NotVisible):
            posts.question(city.other_lead.actor, grant.pk, "不在我这里")
        posts.review(city.head.actor, grant.pk)
        assert grant.pk not in {row.grant.pk for row in review.due(auditor.actor).rows}
        assert city.far not in {row.grant.region_id for row in review.due(city.head.actor).rows}


def test_the_page_for_the_auditor(city: City, settings: Settings) -> None:
    settings.DEMO = True
    user_id = create_demo_user(COMMAND, role="district_auditor", region_id=city.district, name="沈砚", unit="云溪区审计岗")
    client = Client()
    grant = Grant.objects.get(user_id=city.worker.user_id)
    Grant.objects.update(given_at=clock.now() - LATER)
    client.post("/demo/sign-in/", {"post": str(next(one.grant_id for one in demo_accounts() if one.user_id == user_id))})
    page = client.get("/admin-users/review/").content.decode()
    assert "写疑问" in page
    assert "不需要，收回" not in page
    assert "权限半年复核" in client.get("/audit/").content.decode()
    assert client.post("/admin-users/review/keep/", {"post": str(grant.pk)}).status_code == 403
    assert client.post("/admin-users/review/doubt/", {"post": str(grant.pk), "note": "？"}).status_code == 422
    assert client.post("/admin-users/review/doubt/", {"post": str(grant.pk), "note": "还在岗吗，请核"}).status_code == 302
    assert "还在岗吗，请核" in client.get("/admin-users/review/").content.decode()
    assert client.post("/admin-users/review/doubt/", {"post": ""}).status_code == 404
    sheet = client.get("/admin-users/review/list.csv")
    assert sheet["Content-Type"].startswith("text/csv")
    lines = sheet.content.decode().splitlines()
    assert lines[0].startswith("\ufeff姓名,岗位")
    assert any("还在岗吗，请核（沈砚）" in line for line in lines[1:])


def test_a_sheet_holds_no_formula(city: City, settings: Settings) -> None:
    settings.DEMO = True
    user_id = create_demo_user(COMMAND, role="district_auditor", region_id=city.district, name="沈砚", unit="云溪区审计岗")
    Grant.objects.update(given_at=clock.now() - LATER, unit="=1+1")
    client = Client()
    assert client.get("/admin-users/review/list.csv").status_code == 302
    client.post("/demo/sign-in/", {"post": str(next(one.grant_id for one in demo_accounts() if one.user_id == user_id))})
    assert ",'=1+1," in client.get("/admin-users/review/list.csv").content.decode()
