"""Every listed page against the committed baseline: not one query more, not half a kilobyte more (design §8).

`LINLI_WRITE_BASELINE=1 ./linli test tests/baseline` writes the file anew: after a gain, to keep it; after a page has to
cost more, with the reason in the commit. Weights are of the first load, compressed; map and chart islands stand apart.
"""

import gzip
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.accounts.models import Grant
from linli.kernel.words import into_address
from linli.regions.operations.closure import touch_tree
from tests.isolation.conftest import Town

FILE = Path(__file__).parent / "pages.json"
DIST = Path(settings.ROOT) / "frontend" / "dist"
KB, SLACK_KB = 1024, 0.5
RESIDENT_MOST, DESK_MOST = 60, 150
HOW = "if that is right: LINLI_WRITE_BASELINE=1 ./linli test tests/baseline, and commit tests/baseline/pages.json"
_STATIC = re.compile(r'="/static/([^"?]+)"')
_KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=\?q=).+")
_ISLANDS = frozenset({"map.js", "map.css", "chart.js"})

Address = str | Callable[[dict[str, UUID]], str]
STRANGER: tuple[Address, ...] = ("/", "/say/", "/privacy/", "/track/", "/phones/", "/offline/", "/staff/sign-in/")
RESIDENT: tuple[Address, ...] = ("/", "/say/what/", "/mine/", "/notices/", "/me/", "/me/reads/", "/mine/news/")
WORKER: tuple[Address, ...] = (
    "/desk/",
    "/desk/requests/",
    "/desk/new/",
    "/desk/notices/",
    lambda ids: f"/desk/requests/{ids['request_id']}/",
    "/map/",
    "/registry/",
    lambda _: f"/registry/?q={into_address('桂秀英')}",
    lambda ids: f"/registry/buildings/{ids['building_id']}/",
    lambda ids: f"/registry/houses/{ids['house_id']}/",
    lambda ids: f"/registry/houses/{ids['house_id']}/?person={ids['person_id']}",
    "/registry/import/",
    "/regions/",
)
AUDITOR: tuple[Address, ...] = ("/audit/", "/audit/reads/", "/audit/alarms/")
LEAD: tuple[Address, ...] = ("/desk/", "/admin-users/", "/admin-profiles/", "/admin-modules/")
PAGES = {"": STRANGER, "resident": RESIDENT, "community_worker": WORKER, "district_auditor": AUDITOR, "district_lead": LEAD}


@dataclass(frozen=True)
class Page:
    """What one page costs."""

    queries: int
    kb: float
    island_kb: float


@pytest.fixture(autouse=True)
def small_world(town: Town) -> Town:
    """The tree is stamped as it is after loading, so that what a process keeps is kept here too."""
    touch_tree()
    return town


def _enter(town: Town, role: str) -> Client:
    client = Client()
    if role:
        client.post("/demo/sign-in/", {"post": str(Grant.objects.get(user_id=town.users[role]).pk)})
    return client


def _kb(parts: list[bytes]) -> float:
    return round(sum(len(gzip.compress(part, 9)) for part in parts) / KB, 1)


def _look(client: Client, address: str) -> Page:
    """The page as a process gives it that has answered before."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
    html = answer.content if answer.status_code == 200 else b""
    names = dict.fromkeys(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name) for name in _STATIC.findall(html.decode()))
    files = {name: (DIST / name).read_bytes() for name in names if Path(name).suffix in {".css", ".js"} and (DIST / name).exists()}
    return Page(
        queries=len(seen),
        kb=_kb([html, *(part for name, part in files.items() if name not in _ISLANDS)]),
        island_kb=_kb([part for name, part in files.items() if name in _ISLANDS]),
    )


def _measured(town: Town) -> dict[str, dict[str, float]]:
    found, wrong = {}, []
    for role, addresses in PAGES.items():
        client = _enter(town, role)
        for address in addresses:
            real = address if isinstance(address, str) else address(town.kept.ids)
            name = _KEYS.sub("…", real)
            page = _look(client, real)
            most = RESIDENT_MOST if role in {"", "resident"} else DESK_MOST
            if not 1 < page.kb <= most:
                wrong.append(f"{role} {name}: {page.kb} KB; 0 is no page, more than {most} is too heavy")
            found[f"{role or 'stranger'} {name}"] = {"queries": page.queries, "kb": page.kb, "island_kb": page.island_kb}
    assert not wrong, "\n".join(wrong)
    return found


def _differing(before: dict[str, dict[str, float]], now: dict[str, dict[str, float]]) -> list[str]:
    told = [f"{name}: in the baseline only" for name in before.keys() - now.keys()]
    for name, page in now.items():
        was = before.get(name)
        if was is None:
            told.append(f"{name}: not in the baseline")
            continue
        told += [
            f"{name}: {what} {page[what]}, {was[what]} in the baseline"
            for what, slack in (("queries", 0), ("kb", SLACK_KB), ("island_kb", SLACK_KB))
            if page[what] > was[what] + slack
        ]
    return told


@pytest.mark.skipif(not (DIST / "resident.css").exists(), reason="the front end is not built")
def test_pages_cost_what_the_baseline_says(small_world: Town) -> None:
    now = _measured(small_world)
    if "LINLI_WRITE_BASELINE" in os.environ:
        FILE.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n")
    told = _differing(json.loads(FILE.read_text()), now)
    assert not told, "\n".join([*told, HOW])
