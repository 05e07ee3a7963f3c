"""演示导览 as a newcomer walks it: six stops, one click each, on a phone and at a desk, up to the auditor's proof."""

import pytest
from playwright.sync_api import expect

from tests.e2e.people import Visitors

pytestmark = pytest.mark.browser
SEEN = ("请您看看", "发生了什么？", "今天的事", "图上未结的事", "邓**", "核验")


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_six_stops_lead_on_to_the_proof(visitors: Visitors, *, phone: bool) -> None:
    page = visitors.stranger(phone=phone)
    page.goto("/tour/")
    expect(page.locator("main ol > li")).to_have_count(len(SEEN))
    page.get_by_role("button", name="以周念慈的身份打开").click()
    strip = page.locator("aside.tour")
    for number, words in enumerate(SEEN, 1):
        expect(strip).to_contain_text(f"第 {number} 站，共 {len(SEEN)} 站")
        expect(page.locator("main")).to_contain_text(words)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"stop {number} scrolls sideways"
        if number < len(SEEN):
            strip.get_by_role("button").click()
    strip.get_by_role("link", name="走完了，回到导览").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("演示导览")
    page.goto("/")
    expect(strip).to_have_count(0)
