"""Every page a role can reach from its own links: accessible, as wide as the screen, in Chinese; phone and desk, dark, large, on paper."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from linli.accounts.rules import roles
from tests.e2e.people import Visitors
from tests.support.browser import DESK, accessibility_findings

pytestmark = pytest.mark.browser
_NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
# Leaves the session, downloads, prints, or shows the page that shows itself.
_NOT_WALKED = re.compile(
    r"^/(sign-out|staff/sign-out|demo/|gallery|photos|static|tiles|worker|app\.)|\.(pdf|zip|xlsx|pbf)$|/template/$|/errors/$"
)
_ENGLISH = re.compile(r"\b(None|True|False|null|undefined|Mozilla|error|submit|search|Loading|Not Found)\b|\{[{%]")
_MOST = 40
_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_TALL = 4000  # no bar at the foot of a phone lies over what is checked
_PAPER = 673  # A4 less its margins, in CSS pixels
# The elements of a page by what style and rules see of them: a page that shows nothing new needs no second accessibility run.
_ELEMENTS = """() => [...new Set([...document.body.querySelectorAll('*')].map(
    (one) => [one.tagName, one.getAttribute('class'), one.getAttribute('role'), one.type, one.parentElement.className].join(' ')))]"""
_LOOK = """(look) => {
    const root = document.documentElement
    for (const name of ['size', 'theme']) look[name] ? root.dataset[name] = look[name] : delete root.dataset[name]
}"""


@dataclass(frozen=True)
class Look:
    """How a page is looked at. All looks are measured for width; axe is asked for the rules that this look can change."""

    name: str
    width: int
    size: str = ""
    theme: str = "light"
    media: Literal["screen", "print"] = "screen"
    axe: bool = False
    rules: tuple[str, ...] = ()


LOOKS = (
    Look("desk", 1440, axe=True),
    Look("dark", 1440, theme="dark", axe=True, rules=("color-contrast",)),
    Look("large", 1440, size="large"),
    Look("xlarge", 1440, size="xlarge"),
    Look("paper", _PAPER, media="print"),
    Look("phone", 390, axe=True, rules=("target-size", "scrollable-region-focusable", "meta-viewport")),
    Look("large phone", 390, size="xlarge"),
    Look("narrow", 320, size="xlarge"),
)


@dataclass
class Known:
    """What the run has seen so far, over all roles."""

    kinds: set[str] = field(default_factory=set)
    elements: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def has_news(self, kind: str, look: Look, elements: list[str]) -> bool:
        """Whether a page of this kind shows an element that was not yet checked in this look; remembers them."""
        before = self.elements[kind, look.name]
        new = set(elements) - before
        before |= new
        return bool(new)


@pytest.fixture(scope="session")
def known() -> Known:
    """Shared by all roles: a kind of page is checked again only for what is new on it."""
    return Known()


def _kind(address: str) -> str:
    """Pages that differ by a number only are one kind."""
    parts = urlsplit(address)
    return _NUMBERS.sub("0", parts.path) + ("?" + re.sub(r"=[^&]*", "", parts.query) if parts.query else "")


def _walk(page: Page, starts: list[str], known: Known) -> Iterator[str]:
    """Addresses, one of each kind, breadth first, open in the page when given: what one's own first pages lead to, and kinds no role saw."""
    waiting, found = list(starts), {_kind(start) for start in starts}
    seen = 0
    while waiting and seen < _MOST:
        address = waiting.pop(0)
        _take(page, LOOKS[0])
        answer = page.goto(address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status == 200, f"{address} answers {answer.status}"
        seen += 1
        links = page.eval_on_selector_all("a[href^='/']", "(all) => all.map((a) => a.getAttribute('href'))")
        yield address
        for link in (link.split("#")[0] for link in links):
            kind = _kind(link)
            if not link or _NOT_WALKED.search(urlsplit(link).path) or kind in found:
                continue
            found.add(kind)
            if address in starts or kind not in known.kinds:
                waiting.append(link)
            else:
                status = page.request.get(link, max_redirects=0).status
                assert status < HTTPStatus.BAD_REQUEST, f"{address} links to {link}, which answers {status}"
        known.kinds.add(_kind(address))


def _take(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": _TALL if look.width < DESK["width"] else DESK["height"]})
    page.emulate_media(media=look.media, reduced_motion="reduce")  # colours that fade would be judged half-way


def _problems(page: Page, address: str, known: Known) -> list[str]:
    problems = []
    said = _ENGLISH.search(page.locator("body").inner_text())
    if said:
        problems.append(f"{address}: says {said.group()!r}")
    elements = page.evaluate(_ELEMENTS)
    for look in LOOKS:
        news = known.has_news(_kind(address), look, elements)
        if not news:
            continue
        _take(page, look)
        page.evaluate(_LOOK, {"size": look.size, "theme": look.theme})
        if page.evaluate(_SIDEWAYS):
            problems.append(f"{look.name} {address}: scrolls sideways")
        if look.axe:
            problems += [f"{look.name} {address} {told}" for told in accessibility_findings(page, *look.rules)]
    return problems


RESIDENTS = ["/", "/say/?new=1", "/mine/", "/mine/news/", "/notices/", "/me/"]
STRANGERS = ["/", "/say/", "/sign-in/", "/privacy/", "/track/", "/place/", "/phones/", "/staff/sign-in/", "/offline/", "/reading/"]
START = ["/", "/staff/start/"]
WALKS = {
    "": ("", STRANGERS),
    "resident": ("周念慈", RESIDENTS),
    "family": ("袁晓晴", [*RESIDENTS, "/me/reads/"]),
    "community_worker": ("罗一禾", ["/desk/", "/map/", "/registry/", "/registry/import/", "/staff/start/"]),
    "community_head": ("江望", ["/desk/", "/staff/post/"]),
    "committee_member": ("阳若溪", START),
    "election_member": ("蓝文静", START),
    "candidate": ("童家驹", START),
    "supervisor": ("游桂芳", START),
    "grid_worker": ("覃晓岚", ["/desk/"]),
    "rep": ("秦天佑", [*START, "/desk/new/"]),
    "property": ("卓云峰", ["/desk/", "/compounds/"]),
    "owners_committee": ("郎德明", START),
    "department": ("晏青松", START),
    "social_org": ("龙玉兰", START),
    "care_provider": ("谭欣怡", START),
    "assessor": ("瞿美玲", START),
    "town_officer": ("代建国", ["/desk/"]),
    "town_command": ("瞿大勇", ["/desk/"]),
    "town_lead": ("阳丽君", ["/desk/"]),
    "district_lead": ("沈雪梅", ["/"]),
    "district_reviewer": ("覃子轩", START),
    "district_auditor": ("沈砚", ["/audit/"]),
    "city_lead": ("童思雨", ["/"]),
    "city_auditor": ("龙成渝", ["/audit/"]),
    "system_admin": ("甘浩然", ["/admin-users/", "/staff/platform/"]),
    "vendor": ("沈子安", START),
}


def test_every_role_is_walked() -> None:
    assert set(WALKS) == {"", *roles.CODES}


@pytest.mark.parametrize("role", WALKS, ids=lambda role: role or "stranger")
def test_every_page_is_accessible(visitors: Visitors, known: Known, role: str) -> None:
    name, starts = WALKS[role]
    enter = visitors.resident if role in {roles.RESIDENT, roles.FAMILY} else visitors.staff
    page = enter(name, phone=False) if name else visitors.stranger(phone=False)
    walked, problems = 0, []
    for address in _walk(page, starts, known):
        walked += 1
        problems += _problems(page, address, known)
    assert walked >= len(starts)
    assert not problems, f"{len(problems)} problems on {walked} pages:\n" + "\n".join(problems)
