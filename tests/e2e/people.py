"""The people of the journeys, each with a browser of their own, signed in as a visitor of the demonstration signs in."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.support.browser import DESK, PHONE

Visitor = Page
LAMP = "金竹苑 4 号楼 2 单元的楼道灯坏了三天了，5 楼到 7 楼全黑，楼上有位老人晚上差点踩空。"
PATIENCE = 15_000.0
MATTER = re.compile(r"/mine/[0-9a-f-]{36}/")
expect.set_options(timeout=PATIENCE)


class Visitors:
    """Opens a browser for each person; `leave` closes them all and tells of errors in the pages."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.contexts: list[BrowserContext] = []
        self.errors: list[str] = []

    def stranger(self, *, phone: bool = True, script: bool = True, **more: Any) -> Visitor:
        """Somebody nobody knows; on a phone, or at a desk."""
        options: dict[str, Any] = {"viewport": PHONE if phone else DESK, "has_touch": phone, "is_mobile": phone} | more
        context = self.browser.new_context(
            base_url=self.url, java_script_enabled=script, locale="zh-CN", timezone_id="Asia/Shanghai", **options
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self.errors.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    def resident(self, name: str, **more: Any) -> Visitor:
        """A resident of the story on a phone."""
        page = self.stranger(**more)
        page.goto("/sign-in/")
        page.get_by_text("看过了，去登录").click()
        return _enter(page, name)

    def staff(self, name: str, **more: Any) -> Visitor:
        """A post of the story at a desk."""
        page = self.stranger(**({"phone": False} | more))
        page.goto("/staff/sign-in/")
        return _enter(page, name)

    def leave(self) -> None:
        """Close all browsers. Raises AssertionError when a page had an error."""
        for context in self.contexts:
            context.close()
        assert not self.errors, f"errors in the pages: {self.errors}"


def _enter(page: Page, name: str) -> Page:
    page.locator("li").filter(has_text=name).get_by_role("button").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def path_of(page: Page) -> str:
    """The address without the server's name."""
    return urlsplit(page.url).path


def say(page: Page, text: str, *, privacy: str = "", photo: bytes = b"") -> str:
    """A resident says something that happened at a place the text names; answers with the matter's id."""
    page.goto("/say/?new=1")
    page.locator("#id_text").fill(text)
    if photo:
        page.locator("input[name=photo]").set_input_files(FilePayload(name="lamp.jpg", mimeType="image/jpeg", buffer=photo))
        page.locator(".photos img").first.wait_for()
    page.get_by_role("button", name="下一步：在哪里").click()
    page.get_by_role("button", name="下一步：谁能看到").click()
    if privacy:
        page.get_by_text(privacy, exact=True).click()
    page.get_by_role("button", name="下一步：看一看再交").click()
    page.get_by_role("button", name="交给社区").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_url(MATTER)
    return path_of(page).split("/")[2]
