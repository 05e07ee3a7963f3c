"""Modules per region, and rule profiles whose published versions never change."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from linli.accounts.contract import create_demo_user, demo_accounts, load_profiles, module_on, module_states, modules_off, shut_paths
from linli.accounts.operations import modules, profiles
from linli.accounts.operations.modules import NewSwitch
from linli.accounts.operations.profiles import NewVersion
from linli.accounts.queries import profiles as reading
from linli.accounts.tests.conftest import COMMAND, City
from linli.kernel import clock
from linli.kernel import profiles as rules
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import RuleProfile, RuleValue


def switch_of(region_id: UUID, *, on: bool = True, starts_in: int = 0, module: str = "elections") -> NewSwitch:
    return NewSwitch(module, region_id, on, clock.today() + timedelta(days=starts_in), None, "第一批试点")


def test_pilot_in_one_town(city: City) -> None:
    modules.switch(city.district_lead.actor, switch_of(city.town))
    assert module_on("elections", city.community)
    assert not module_on("elections", city.far)
    assert module_on("requests", city.far)
    assert "elections" in modules_off(city.far)
    modules.switch(city.district_lead.actor, switch_of(city.community, on=False))
    assert not module_on("elections", city.community)
    assert module_on("elections", city.neighbour)
    with pytest.raises(KeyError):
        module_on("nothing", city.community)


def test_menus_leave_out_what_is_shut(city: City) -> None:
    assert "/elections/" in shut_paths(city.community)
    assert "/desk/notices/" not in shut_paths(city.community)
    modules.switch(city.district_lead.actor, switch_of(city.town))
    modules.switch(city.district_lead.actor, switch_of(city.community, on=False, module="notices"))
    assert "/elections/" not in shut_paths(city.community)
    assert "/desk/notices/" in shut_paths(city.community)
    assert "/desk/notices/" not in shut_paths(city.neighbour)


def test_from_a_day_on(city: City) -> None:
    row = modules.switch(city.district_lead.actor, switch_of(city.town, starts_in=10))
    assert not module_on("elections", city.community)
    assert module_on("elections", city.community, clock.today() + timedelta(days=10))
    state = next(one for one in module_states(city.community) if one.code == "elections")
    assert state.opens_on == row.starts_on
    modules.withdraw(city.district_lead.actor, row.pk)
    assert not module_on("elections", city.community, clock.today() + timedelta(days=10))
    with pytest.raises(NotNow):
        modules.withdraw(city.district_lead.actor, row.pk)


def test_switch_refusals(city: City) -> None:
    with pytest.raises(NotPermitted):
        modules.switch(city.town_lead.actor, switch_of(city.town))
    with pytest.raises(NotVisible):
        modules.switch(city.district_lead.actor, switch_of(city.city))
    with pytest.raises(Invalid) as refused:
        modules.switch(city.district_lead.actor, replace(switch_of(city.town, starts_in=-1, module="x"), reason=""))
    assert set(refused.value.fields) == {"module", "starts_on", "reason"}
    row = modules.switch(city.lead.actor, switch_of(city.city))
    with pytest.raises(NotVisible):
        modules.withdraw(city.district_lead.actor, row.pk)


def test_page_of_a_module_that_is_off(city: City, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    create_demo_user(COMMAND, role="community_worker", region_id=city.community, name="演示一", unit="金竹社区")
    client.post("/demo/sign-in/", {"post": str(demo_accounts()[0].grant_id)})
    modules.switch(city.district_lead.actor, switch_of(city.town, on=False, module="registry"))
    page = client.get("/registry/")
    assert page.status_code == 404
    assert "这里还没开通“人口与房屋”" in page.content.decode()
    modules.switch(city.district_lead.actor, switch_of(city.town, starts_in=3, module="registry"))
    assert "起可以用" in client.get("/registry/").content.decode()


def test_what_is_not_installed_is_said_and_not_offered(city: City, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    create_demo_user(COMMAND, role="district_lead", region_id=city.district, name="演示一", unit="云溪区")
    client.post("/demo/sign-in/", {"post": str(demo_accounts()[0].grant_id)})
    states = {one.code: one.installed for one in module_states(city.community)}
    assert states["registry"]
    assert not all(states.values())
    page = client.get("/admin-modules/").content.decode()
    assert page.count("还没装上") == list(states.values()).count(False)
    assert 'value="registry"' in page
    assert not any(f'value="{code}"' in page for code, there in states.items() if not there)
    said = {
        "module": next(code for code, there in states.items() if not there),
        "on": "on",
        "starts_on": clock.today(),
        "reason": "第一批试点",
    }
    assert client.post("/admin-modules/", said | {"region": str(city.district), "op_id": str(new_id())}).status_code == 422


@pytest.fixture
def base(city: City) -> RuleProfile:
    load_profiles(COMMAND)
    return RuleProfile.objects.get(code="CQ-BASE", version=1)


def new(base: RuleProfile, area: UUID | None = None, *, starts_in: int = 1, **changes: object) -> NewVersion:
    return NewVersion(base.pk, area, clock.today() + timedelta(days=starts_in), "市级文件第三条", changes)


def test_seeds_become_version_one(base: RuleProfile) -> None:
    assert load_profiles(COMMAND) == 0
    assert {row.code for row in RuleProfile.objects.all()} >= set(profiles.TITLES)
    assert rules.rule("request_other_wd").version == 1
    village = RuleValue.objects.get(profile__code="CQ-2026-community", key="worker_voter_months")
    assert (village.value, village.confidence) == (6, "U")
    assert RuleValue.objects.get(profile__code="CQ-2021-village", key="worker_voter_months").value is None


def test_new_version_counts_from_its_day(city: City, base: RuleProfile) -> None:
    before = rules.value("visit_days_high")
    profiles.publish(city.lead.actor, new(base, visit_days_high=9))
    assert rules.value("visit_days_high") == before
    assert rules.value("visit_days_high", on=clock.today() + timedelta(days=1)) == 9
    assert RuleValue.objects.get(profile=base, key="visit_days_high").value == before
    assert RuleProfile.objects.get(pk=base.pk).effective_to is None


def test_district_has_its_own(city: City, base: RuleProfile) -> None:
    made = profiles.publish(city.district_lead.actor, new(base, city.district, visit_days_high=5))
    tomorrow = clock.today() + timedelta(days=1)
    line = (city.community, city.town, city.district, city.city)
    assert rules.value("visit_days_high", area_ids=line, on=tomorrow) == 5
    assert rules.value("visit_days_high", on=tomorrow) != 5
    assert made.version == 1
    assert reading.version(made.pk).area == "云溪区"


def test_publish_refusals(city: City, base: RuleProfile) -> None:
    with pytest.raises(NotVisible):
        profiles.publish(city.district_lead.actor, new(base, visit_days_high=5))
    with pytest.raises(NotPermitted):
        profiles.publish(city.town_lead.actor, new(base, city.town, visit_days_high=5))
    with pytest.raises(Invalid):
        profiles.publish(city.lead.actor, new(base))
    with pytest.raises(Invalid):
        profiles.publish(city.lead.actor, new(base, visit_days_high="三"))
    with pytest.raises(Invalid):
        profiles.publish(city.lead.actor, new(base, nothing=1))
    with pytest.raises(Invalid) as refused:
        profiles.publish(city.lead.actor, replace(new(base, starts_in=-1, visit_days_high=5), note=""))
    assert set(refused.value.fields) == {"effective_from", "note"}
    profiles.publish(city.lead.actor, new(base, visit_days_high=5))
    with pytest.raises(Conflict, match="第 2 版"):
        profiles.publish(city.lead.actor, new(base, starts_in=2, visit_days_high=6))


def test_compare_two_versions(city: City, base: RuleProfile) -> None:
    made = profiles.publish(city.lead.actor, new(base, visit_days_high=9))
    differing = [row for row in reading.rows(made.pk, base.pk) if row.before is not None]
    assert [(row.key, row.shown) for row in differing] == [("visit_days_high", "9")]


def test_editor_shows_before_it_publishes(city: City, base: RuleProfile, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    create_demo_user(COMMAND, role="city_lead", region_id=city.city, name="演示市", unit="市民政局")
    client.post("/demo/sign-in/", {"post": str(demo_accounts()[0].grant_id)})
    url = f"/admin-profiles/{base.pk}/new/"
    page = client.get(url).content.decode()
    op_id = re.search(r'name="op_id" value="([^"]+)"', page)
    assert op_id is not None
    form = {"effective_from": str(clock.today() + timedelta(days=1)), "note": "市级文件第三条", "op_id": op_id[1], "v_visit_days_high": "9"}
    assert client.post(url, form | {"v_visit_days_high": "三"}).status_code == 422
    shown = client.post(url, form)
    assert shown.status_code == 200
    assert "会改这 1 项" in shown.content.decode()
    assert RuleProfile.objects.filter(code="CQ-BASE").count() == 1
    published = client.post(url, form | {"publish": "1"})
    assert published.status_code == 302
    assert "待确认" in client.get(published.headers["Location"]).content.decode()
    assert client.get(published.headers["Location"] + f"?against={base.pk}").status_code == 200
    assert client.get("/admin-profiles/").status_code == 200
