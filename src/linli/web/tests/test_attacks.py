"""Forged input at the doors: an answer, never a failure; and nothing shown to one is kept for the next."""

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from linli.insight.forms import AreaForm
from linli.kernel.typed import as_seen
from linli.web import unsound
from linli.web.handler import Handler

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/place/?q=%00", "/say/where/?q=%00", "/notices/?x=%00", "/regions/search/?q=%00", "/?%00=1"])
def test_a_nul_is_refused_before_it_reaches_the_database(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_nul_in_a_form_too(client: Client) -> None:
    assert client.post("/say/keep/", {"text": "灯\x00坏了"}).status_code == 400


@pytest.mark.parametrize("cookie", ['"aaaaaaaaaaaa\\000aaaa"', "no such key", "A" * 32, "x" * 5000, '"'])
def test_a_session_cookie_that_is_no_key_is_a_visitors(client: Client, cookie: str) -> None:
    assert client.get("/", headers={"cookie": f"sessionid={cookie}"}).status_code == 200


CODECS = ["unicode_escape", "raw_unicode_escape", "utf-7", "rot13", "idna", "zlib", "undefined", "utf-16", "gb18030", "none such"]


@pytest.mark.parametrize("charset", CODECS)
@pytest.mark.parametrize("address", ["/place/", "/say/keep/", "/api/v1/me"])
def test_pages_are_read_as_utf_8_only(charset: str, address: str) -> None:
    """As the server hands it over: Django's own test client decodes the address before anything of ours is asked."""
    environ = RequestFactory().get(address).environ
    environ |= {"QUERY_STRING": "q=%5Cud800%2B2AA-", "CONTENT_TYPE": f"text/plain; charset={charset}"}
    answers: list[str] = []

    def start(status: str, _headers: list[tuple[str, str]], _failure: object = None, /) -> Callable[[bytes], object]:
        answers.append(status)
        return lambda _: None

    Handler()(environ, start)
    assert answers == ["400 Bad Request"]


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"UTF-8"'])
def test_utf_8_by_any_of_its_names_is_read(client: Client, charset: str) -> None:
    assert client.get("/place/?q=x", headers={"content-type": f"text/plain; charset={charset}"}).status_code == 200


@pytest.mark.parametrize("corners", ["[" * 19_000, "[[[]]]", '{"a":1}', "NaN"])
def test_corners_that_are_none_are_no_failure(corners: str) -> None:
    assert not AreaForm({"corners": corners}).is_valid()


@pytest.mark.parametrize("address", ["/", "/say/what/", "/track/", "/staff/sign-in/", "/mine/", "/desk/", "/nowhere/", "/api/v1/me"])
def test_pages_are_not_kept_for_the_next_person(client: Client, address: str) -> None:
    assert "no-store" in client.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("dropped", ["²", "9" * 5000, "-1", "٣"])
def test_a_number_that_is_none_is_no_failure(client: Client, dropped: str) -> None:
    client.post("/say/what/", {"text": "楼道灯坏了三天"})
    assert client.post("/say/what/", {"text": "楼道灯坏了三天", "drop": dropped}).status_code == 302


def test_a_body_nobody_needs_is_not_even_read(client: Client) -> None:
    answer = client.post("/say/what/", {"text": "楼道灯坏了三天"}, CONTENT_LENGTH=str(unsound.MOST_BYTES + 1))
    assert answer.status_code == 413
    assert "太大" in answer.content.decode()


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u00ad", "\u202e", "\u2060", "\ufe0f"])
def test_what_nobody_sees_hides_no_danger(client: Client, unseen: str) -> None:
    """Texts copied from a chat carry such characters between the letters of a word."""
    answer = client.post("/say/what/", {"text": unseen.join("我老公天天打我，今天又打出血了")})
    assert answer.headers["Location"] == "/say/urgent/"


def test_a_rare_character_keeps_its_form() -> None:
    assert as_seen("葛\U000e0100\u200b") == "葛\U000e0100"
