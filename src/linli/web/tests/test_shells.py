"""The shells: preferences without script, error pages, the installable app, and what the content policy forbids."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from linli.kernel.errors import Conflict, Invalid
from linli.web import nav

pytestmark = pytest.mark.django_db

PAGES = ["/gallery/", "/gallery/home/", "/gallery/step/", "/gallery/matter/", "/gallery/queue/", "/reading/", "/offline/", "/phones/"]
WECHAT = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107 Mobile MicroMessenger/8.0.40"


@pytest.mark.parametrize("address", PAGES)
def test_no_page_carries_inline_script_or_style(client: Client, address: str) -> None:
    answer = client.get(address)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>", html)
    assert "<style" not in html
    assert not re.search(r"\sstyle\s*=", html)
    assert not re.search(r"\son[a-z]+\s*=", html)
    assert "hx-on" not in html
    assert '<html lang="zh-CN"' in html


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_said_once(client: Client, address: str) -> None:
    found = re.findall(r'\sid="([^"]+)"', client.get(address).content.decode())
    twice = {name for name in found if found.count(name) > 1}
    # The gallery shows the same sample field in several states.
    assert not twice or address == "/gallery/"


def test_size_and_theme_are_kept_without_script(client: Client) -> None:
    answer = client.post("/reading/", {"size": "xlarge", "theme": "dark", "next": "/gallery/home/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/gallery/home/"
    html = client.get("/offline/").content.decode()
    assert 'data-size="xlarge"' in html
    assert 'data-theme="dark"' in html
    client.post("/reading/", {"size": "", "theme": "", "next": "/"})
    assert "data-size" not in client.get("/offline/").content.decode()


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"])
def test_the_switch_never_leads_elsewhere(client: Client, wanted: str) -> None:
    assert client.post("/reading/", {"size": "large", "next": wanted}).headers["Location"] == "/"


def test_a_forged_cookie_is_no_attribute(client: Client) -> None:
    client.cookies["size"] = 'large" onload="x'
    client.cookies["theme"] = "pink"
    html = client.get("/offline/").content.decode()
    assert "onload" not in html
    assert "data-theme" not in html


def test_inside_wechat_nothing_is_installed(client: Client) -> None:
    inside = client.get("/gallery/home/", headers={"user-agent": WECHAT}).content.decode()
    assert "data-wechat" in inside
    assert "app.webmanifest" not in inside
    outside = client.get("/gallery/home/").content.decode()
    assert "app.webmanifest" in outside
    assert "data-wechat" not in outside


def test_the_app_can_be_installed(client: Client) -> None:
    manifest = client.get("/app.webmanifest")
    assert manifest.headers["Content-Type"] == "application/manifest+json"
    assert {icon["sizes"] for icon in manifest.json()["icons"]} == {"192x192", "512x512"}
    worker = client.get("/worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "importScripts(" in worker.content.decode()
    assert "/offline/" in worker.content.decode()


def test_a_missing_page_says_what_is_safe_and_what_now(client: Client) -> None:
    html = client.get("/no/such/page/")
    assert html.status_code == 404
    assert "没有丢" in html.content.decode()
    assert "/phones/" in html.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "429", "500", "web/csrf"])
def test_error_pages_stand_by_themselves(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "/phones/" in html
    assert "请联系管理员" not in html
    assert "<style" not in html


def test_a_refusal_is_shown_in_its_own_words() -> None:
    refusal = Conflict("覃晓岚 14:02 改过这一栏，请先看一看。")
    html = render_to_string("web/refused.html", {"refusal": refusal})
    assert "有人先改过了" in html
    assert "覃晓岚 14:02" in html
    wrong = Invalid("还有 1 处要改。", {"phone": ["少了 1 位，请再看一看"]})
    assert "少了 1 位" in render_to_string("web/refused.html", {"refusal": wrong})


def test_the_sidebar_is_empty_without_a_post(client: Client) -> None:
    assert nav.groups(None, "/") == []
    assert not nav.exists("/nowhere/at/all/")


def test_both_dark_blocks_say_the_same() -> None:
    css = (Path(settings.ROOT) / "frontend" / "src" / "css" / "tokens.css").read_text()
    blocks = [re.findall(r"--[\w-]+:[^;]+;", part) for part in re.findall(r"color-scheme: dark;(.*?)\}", css, re.DOTALL)]
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]


def test_only_tokens_name_a_colour() -> None:
    folder = Path(settings.ROOT) / "frontend" / "src" / "css"
    raw = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")
    others = [path for path in folder.rglob("*.css") if path.name not in {"tokens.css", "print.css"}]
    assert [path.name for path in others if raw.search(path.read_text())] == []
