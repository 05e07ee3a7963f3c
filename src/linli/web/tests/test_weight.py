"""Weight of the first load (design §8): a resident's page ≤ 60 KB, the desk ≤ 150 KB, compressed; islands apart."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

DIST = Path(settings.ROOT) / "frontend" / "dist"
KB = 1024
pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not (DIST / "resident.css").exists(), reason="the front end is not built")]


def _weight(client: Client, address: str) -> int:
    html = client.get(address).content
    names = re.findall(r'(?:src|href)="/static/([^"?]+)"', html.decode())
    files = [re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name) for name in dict.fromkeys(names)]
    return sum(len(gzip.compress(part, 9)) for part in [html, *((DIST / name).read_bytes() for name in files)])


@pytest.mark.parametrize("address", ["/gallery/home/", "/gallery/step/", "/gallery/matter/"])
def test_a_residents_page_is_light(client: Client, address: str) -> None:
    weight = _weight(client, address)
    assert weight <= 60 * KB, f"{address} weighs {weight / KB:.1f} KB"


def test_the_desk_is_light(client: Client) -> None:
    weight = _weight(client, "/gallery/queue/")
    assert weight <= 150 * KB, f"the desk weighs {weight / KB:.1f} KB"


def test_the_build_suits_an_old_browser() -> None:
    for sheet in ("resident.css", "desk.css"):
        css = (DIST / sheet).read_text()
        assert ":has(" not in css
        assert "color-mix(" not in css
        assert "@container" not in css
        assert "oklch(" not in css
