"""The site as it runs: both processes answer, the shells load, nothing in the page is refused by its own policy."""

import json
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.site import Site

pytestmark = pytest.mark.browser


def test_health_tells_of_database_and_worker(live_site: Site) -> None:
    with urllib.request.urlopen(f"{live_site.url}/healthz", timeout=10) as answer:  # noqa: S310  # our own server
        told = json.load(answer)
    assert told["database"] == "ok"
    assert set(told) == {"database", "worker", "outbox", "jobs", "version"}
    assert told["outbox"]["parked"] == told["jobs"]["failed"] == 0


@pytest.mark.parametrize("address", ["/", "/sign-in/", "/staff/sign-in/", "/phones/", "/offline/", "/regions/"])
def test_public_pages_open_on_a_phone(phone_page: Page, address: str, assert_accessible: Callable[[Page], None]) -> None:
    answer = phone_page.goto(address)
    assert answer is not None
    assert answer.status == 200
    width = phone_page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "the page is wider than the phone"
    assert_accessible(phone_page)
