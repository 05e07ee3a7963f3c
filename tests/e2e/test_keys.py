"""The desk without a mouse: every key that the key bar names does what it says, and a reader can switch the keys off."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import Visitors, path_of

pytestmark = pytest.mark.browser
SELECTED = "tr.is-selected"
LIST = re.compile(r"/desk/(requests/)?\?[^#]*tab=new")


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_the_queue_is_walked_and_opened_with_keys(visitors: Visitors) -> None:
    worker = visitors.staff("罗一禾")
    worker.goto("/desk/?tab=new")
    _press(worker, "j", "j", "k")
    expect(worker.locator(SELECTED)).to_have_count(1)
    ring = worker.locator(f"{SELECTED} a.row-link").evaluate(
        "(link) => [link === document.activeElement, getComputedStyle(link).outlineStyle]"
    )
    assert ring == [True, "solid"], "the selected row has no visible focus"
    _press(worker, "x")
    expect(worker.locator(f"{SELECTED} input[type=checkbox]")).to_be_checked()
    expect(worker.locator(".desk-keys")).to_contain_text("选中 1 件")
    title = worker.locator(f"{SELECTED} a.row-link").inner_text()
    _press(worker, "Enter")
    expect(worker.get_by_role("heading", level=1)).to_have_text(title)
    _press(worker, "Escape")
    worker.wait_for_url(LIST)
    for key, place in (("a", "#decide"), ("r", "#say")):
        _press(worker, "j", key)
        worker.wait_for_url(re.compile(f"{place}$"))
        _press(worker, "Escape")
        worker.wait_for_url(LIST)
    _press(worker, "n")
    worker.wait_for_url(re.compile(r"/desk/new/"))


def test_the_list_of_keys_names_all_of_the_key_bar(visitors: Visitors) -> None:
    worker = visitors.staff("罗一禾")
    worker.goto("/desk/")
    caps = worker.locator(".desk-keys .key").all_inner_texts()
    _press(worker, "?")
    listed = worker.get_by_role("dialog").locator(".key").all_inner_texts()
    assert {"Enter" if cap == "↵" else cap for cap in caps} <= set(listed)
    assert {"/", "N"} <= set(listed)
    expect(worker.get_by_role("dialog").get_by_role("button")).to_be_focused()
    _press(worker, "Escape")
    expect(worker.get_by_role("dialog")).to_have_count(0)


def test_a_reader_switches_the_keys_off(visitors: Visitors) -> None:
    worker = visitors.staff("罗一禾")
    worker.goto("/reading/?next=/desk/")
    worker.locator("input[name=keys][value=off]").check()
    worker.get_by_role("button", name="就用这样的").click()
    worker.wait_for_url(re.compile(r"/desk/$"))
    _press(worker, "j", "n", "?")
    expect(worker.locator(SELECTED)).to_have_count(0)
    expect(worker.get_by_role("dialog")).to_have_count(0)
    assert path_of(worker) == "/desk/"


def test_the_box_in_the_head_picks_the_page(visitors: Visitors) -> None:
    worker = visitors.staff("罗一禾")
    worker.goto("/desk/requests/")
    boxes = worker.locator("tr[data-row] input[type=checkbox]")
    worker.get_by_label("选中这一页的全部").check()
    expect(worker.locator(".desk-keys")).to_contain_text(f"选中 {boxes.count()} 件")
    boxes.first.uncheck()
    assert worker.get_by_label("选中这一页的全部").evaluate("(box) => box.indeterminate")
