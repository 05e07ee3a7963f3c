"""The search box of the desk: words are handed on sealed or by POST; asked by GET it begins anew."""

from urllib.parse import urlsplit

from django.test import Client

from linli.kernel.words import from_address, into_address


def test_words_come_back_and_nothing_else_does() -> None:
    sealed = into_address("  金竹苑 3 号楼  ")
    assert from_address(sealed) == "金竹苑 3 号楼"
    assert sealed.replace("-", "").replace("_", "").isalnum()
    assert into_address(" ") == ""
    for forged in ("", "金竹苑", "x", sealed[:-3], sealed[::-1], "\x00", "é" * 40):
        assert from_address(forged) == ""


def test_strangers_are_sent_to_sign_in(client: Client, db: None) -> None:
    for answer in (client.get("/search/"), client.post("/search/", {"q": "王"})):
        assert answer.status_code == 302
        assert "sign-in" in urlsplit(answer.headers["Location"]).path
