"""说件事 on a phone (J17, J19, first half): with and without JavaScript, with keys only, unknown, and in danger."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import LAMP, MATTER, Visitors, path_of, say

pytestmark = pytest.mark.browser
VIOLENCE = "楼上男的喝醉了在打老婆，听到砸东西，娃儿在哭，快来人。"


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_lamp_is_said_in_four_questions(visitors: Visitors, *, script: bool) -> None:
    page = visitors.resident("周念慈", script=script)
    page.goto("/say/?new=1")
    _heading(page, "发生了什么？")
    page.locator("#id_text").fill("我们 3 号楼 2 单元的楼道灯不亮了，五楼全黑。")
    page.get_by_role("button", name="下一步：在哪里").click()
    _heading(page, "是这里吗？")
    expect(page.locator("main")).to_contain_text("金竹苑")
    expect(page.get_by_label("是这里", exact=True)).to_be_checked()
    page.get_by_role("button", name="下一步：谁能看到").click()
    _heading(page, "谁能看到？")
    page.get_by_role("button", name="下一步：看一看再交").click()
    _heading(page, "看一看，对不对？")
    expect(page.locator("main")).to_contain_text("楼道灯不亮了")
    page.get_by_role("button", name="交给社区").click()
    page.wait_for_url(MATTER)
    expect(page.locator("main")).to_contain_text("收到了")
    expect(page.locator("main")).to_contain_text("待受理")
    matter = path_of(page)
    page.go_back()
    page.goto("/mine/")
    expect(page.locator(f'a[href="{matter}"]')).to_have_count(1)


def test_a_lamp_is_said_with_keys_only(visitors: Visitors) -> None:
    page = visitors.resident("陈志强", phone=False)
    page.goto("/say/?new=1")
    _tab_to(page, "textarea#id_text")
    page.keyboard.insert_text("金竹苑 5 号楼 1 单元门口的路灯不亮")
    _tab_to(page, "button:has-text('下一步')")
    page.keyboard.press("Enter")
    _heading(page, "是这里吗？")
    _tab_to(page, "input[name=where]")
    page.keyboard.press("Space")
    _tab_to(page, "button:has-text('下一步')")
    page.keyboard.press("Enter")
    _heading(page, "谁能看到？")
    _tab_to(page, "input[name=privacy]")
    page.keyboard.press("ArrowUp")
    _tab_to(page, "button:has-text('下一步')")
    page.keyboard.press("Enter")
    _heading(page, "看一看，对不对？")
    _tab_to(page, "button:has-text('交给社区')")
    page.keyboard.press("Enter")
    page.wait_for_url(MATTER)
    expect(page.locator("main")).to_contain_text("收到了")


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the thing has the focus, as somebody without a mouse does; the focus must be seen."""
    passed = []
    for _ in range(40):
        page.keyboard.press("Tab")
        passed.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim().slice(0, 12)"))
        if page.locator(selector).evaluate_all("(found) => found.includes(document.activeElement)"):
            seen = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            around = "document.activeElement.closest('label, .choice') !== null"
            assert page.evaluate(f"{seen} || {around}"), f"the focus on {selector} cannot be seen"
            return
    pytest.fail(f"40 × Tab does not reach {selector} but {passed}; the page shows {page.inner_text('main')[:300]!r}")


def test_what_is_missing_is_asked_again_and_kept(visitors: Visitors) -> None:
    page = visitors.resident("周念慈", script=False)
    page.goto("/say/?new=1")
    page.locator("#id_text").evaluate("(box) => box.removeAttribute('required')")
    page.get_by_role("button", name="下一步：在哪里").click()
    expect(page.locator(".field-error")).to_be_visible()
    page.locator("#id_text").fill("门口的椅子坏了")
    page.get_by_role("button", name="下一步：在哪里").click()
    page.goto("/say/what/")
    expect(page.locator("#id_text")).to_have_value("门口的椅子坏了")


def test_somebody_unknown_gets_a_code_and_follows_it(visitors: Visitors) -> None:
    page = visitors.stranger()
    page.goto("/say/")
    page.get_by_role("link", name="不登录，匿名说").click()
    page.locator("#id_text").fill(LAMP)
    page.get_by_role("button", name="下一步：在哪里").click()
    page.locator("input[name=q]").fill("金竹")
    page.get_by_role("button", name=re.compile("找")).click()
    page.get_by_role("button", name="南岸区弹子石街道金竹社区").click()
    page.get_by_role("button", name="下一步：谁能看到").click()
    page.get_by_role("button", name="下一步：看一看再交").click()
    page.get_by_role("button", name="交给社区").click()
    _heading(page, "收到了")
    number, code = page.locator("dl.facts dd").all_inner_texts()
    page.goto("/track/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill("0" * len(code))
    page.get_by_role("button", name="查一查").click()
    expect(page.locator("main")).to_contain_text("没查到")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查一查").click()
    expect(page.locator("main")).to_contain_text(number)


def test_violence_leaves_the_row_of_questions_at_once(visitors: Visitors) -> None:
    page = visitors.resident("穆丽君")
    page.goto("/say/?new=1")
    page.locator("#id_text").fill(VIOLENCE)
    page.get_by_role("button", name="下一步：在哪里").click()
    _heading(page, "先打电话，人最要紧")
    assert path_of(page) == "/say/urgent/"
    expect(page.locator('a[href="tel:110"]').first).to_be_visible()
    page.get_by_role("button", name="马上报给社区和街道值班").click()
    page.wait_for_url(MATTER)
    expect(page.locator('main a[href="tel:110"]').first).to_be_visible()


def test_an_idiom_is_no_emergency(visitors: Visitors) -> None:
    page = visitors.resident("冉光福")
    say(page, "金竹苑 2 号楼 1 单元楼下的火锅店打出跳楼价的牌子，挡住了过道。")
    expect(page.locator("main")).to_contain_text("待受理")
