"""A real Chromium at the two sizes the pages are drawn for, and the accessibility check."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.support.site import Site

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
_OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# WebGL in software: the map is drawn in a browser without a graphics card.
_OPTIONS += ["--enable-unsafe-swiftshader", "--use-angle=swiftshader", "--ignore-gpu-blocklist"]
_TELLING = {"serious", "critical"}
_why_none: list[str] = []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window. Skips loudly where there is none."""
    path = os.environ.get("LINLI_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    reason = os.environ.get("LINLI_NO_BROWSER") or ("" if path else "no chromium; as root: apt-get install chromium fonts-noto-cjk")
    if reason:
        _why_none.append(reason)
        pytest.skip(f"BROWSER TESTS SKIPPED: {reason}")
    # Playwright's loop runs in this thread; Django would take its own synchronous calls for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=_OPTIONS)
        yield chromium
        chromium.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A run without a browser must not look like a full one."""
    for reason in dict.fromkeys(_why_none):
        terminalreporter.section("BROWSER TESTS SKIPPED", sep="!", red=True)
        terminalreporter.line(reason)


@pytest.fixture
def phone_page(browser: Browser, live_site: Site) -> Iterator[Page]:
    """A phone of 390 × 844 with touch; `page.goto("/say/")` works."""
    yield from _page(browser, live_site, PHONE, phone=True)


@pytest.fixture
def desk_page(browser: Browser, live_site: Site) -> Iterator[Page]:
    """A desk screen of 1440 × 900."""
    yield from _page(browser, live_site, DESK, phone=False)


@pytest.fixture
def page(desk_page: Page) -> Page:
    """The desk's, where the size does not matter."""
    return desk_page


@pytest.fixture
def plain_page(browser: Browser, live_site: Site) -> Iterator[Page]:
    """A phone without JavaScript."""
    yield from _page(browser, live_site, PHONE, phone=True, script=False)


def _page(browser: Browser, site: Site, size: ViewportSize, *, phone: bool, script: bool = True) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.url,
        viewport=size,
        has_touch=phone,
        is_mobile=phone,
        java_script_enabled=script,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert not errors, f"errors in the page: {errors}"


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails when axe-core finds something serious or critical on the page as it stands."""
    return check_accessible


def check_accessible(page: Page) -> None:
    """Ask axe-core; the message names rule, place and what to do."""
    told = accessibility_findings(page)
    assert not told, f"{page.url}\n" + "\n".join(told)


def accessibility_findings(page: Page, *rules: str) -> list[str]:
    """What axe-core finds serious or critical on the page as it stands, by the named rules or all. It goes into a page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    only = {"runOnly": list(rules)} if rules else {}
    found = page.evaluate("(options) => axe.run(options)", {"resultTypes": ["violations"]} | only)["violations"]
    serious = [item for item in found if item["impact"] in _TELLING]
    return [f"{item['id']} ({item['impact']}): {node['html'][:160]} — {item['help']}" for item in serious for node in item["nodes"][:3]]
