"""The map in a real browser: it draws, a building opens its wall, a circle counts; and without WebGL the list stays."""

import re

import pytest
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import Page, expect

from linli.accounts.contract import create_demo_user
from linli.insight.tests.builders import Town, build_town
from linli.kernel.scope import use_scope
from linli.requests.models import MapPoint

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def town() -> Town:
    call_command("sync_roles")
    with transaction.atomic():
        town = build_town()
    with transaction.atomic(), use_scope(town.builder):
        create_demo_user(town.builder, role="community_worker", region_id=town.own, name="罗一禾", unit="金竹社区")
    return town


def sign_in(page: Page) -> None:
    page.goto("/staff/sign-in/")
    page.get_by_role("button", name=re.compile("社区工作者")).first.click()
    page.wait_for_url(re.compile(r"(?<!sign-in/)$"))


def test_the_map_draws_and_answers(desk_page: Page, town: Town) -> None:
    sign_in(desk_page)
    desk_page.goto(f"/map/?building={town.building}")
    expect(desk_page.locator("linli-map[data-ready]")).to_be_visible(timeout=30_000)
    expect(desk_page.get_by_role("toolbar", name="地图工具")).to_be_visible()
    expect(desk_page.locator("[data-wall-pane]")).to_contain_text("金竹苑 1 号楼")
    canvas = desk_page.locator("linli-map canvas")
    desk_page.get_by_role("button", name="画圈数一数").click()
    canvas.click(position={"x": 250, "y": 250})
    canvas.click(position={"x": 480, "y": 250})
    expect(desk_page.locator(".map-said")).to_contain_text("未结的事")
    expect(desk_page.locator(".map-said")).to_contain_text("住的人")
    desk_page.keyboard.press("Escape")
    desk_page.get_by_role("button", name="找最近的").click()
    canvas.click(position={"x": 250, "y": 250})
    expect(desk_page.locator(".map-said")).to_contain_text("十公里内没有登记正常使用的设施")
    assert MapPoint.objects.count() == 0


def test_without_webgl_the_list_and_the_wall_stay(desk_page: Page, town: Town) -> None:
    sign_in(desk_page)
    desk_page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    desk_page.goto(f"/map/?building={town.building}")
    expect(desk_page.locator("linli-map[data-failed]")).to_be_attached()
    expect(desk_page.locator("[data-fallback]")).to_be_visible()
    expect(desk_page.locator("#map-list")).to_be_visible()
    expect(desk_page.locator("[data-wall-pane]")).to_contain_text("金竹苑 1 号楼")
