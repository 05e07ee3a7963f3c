"""The client's address behind proxies: named ones are believed, nobody else."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from linli.accounts.models import SignInEvent
from linli.kernel import clients, limits
from linli.kernel.errors import TooMany
from linli.kernel.middleware import client_address
from linli.settings import environment

PROXIES = clients.networks(["10.20.0.0/24", "::1"])
VISITOR = "203.0.113.7"


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        (VISITOR, "198.51.100.1", VISITOR),  # forged by a visitor who reaches the server itself
        ("10.20.0.5", "", "10.20.0.5"),
        ("10.20.0.5", VISITOR, VISITOR),
        ("10.20.0.5", f"198.51.100.1, {VISITOR}", VISITOR),  # forged in front of the proxy
        ("10.20.0.5", f"198.51.100.1, {VISITOR}, 10.20.0.9", VISITOR),  # two proxies
        ("10.20.0.5", "10.20.0.7, 10.20.0.9", "10.20.0.7"),
        ("10.20.0.5", f"{VISITOR}, nonsense", "10.20.0.5"),
        ("10.20.0.5", f"{VISITOR}:51234", VISITOR),
        ("::1", "[2001:db8::7]:443", "2001:db8::7"),
        ("::ffff:10.20.0.5", f"::ffff:{VISITOR}", VISITOR),
        ("", VISITOR, ""),
    ],
)
def test_the_right_most_address_nobody_vouches_for(peer: str, forwarded: str, expected: str) -> None:
    assert clients.client(peer, forwarded, PROXIES) == expected


@given(st.text(max_size=80))
def test_no_header_makes_a_stranger_somebody_else(header: str) -> None:
    assert clients.client(VISITOR, header, PROXIES) == VISITOR
    assert clients.client("10.20.0.5", f"{header},{VISITOR}", PROXIES) == VISITOR


def test_nobody_is_trusted_unless_named() -> None:
    assert clients.networks([""]) == ()
    assert clients.client("127.0.0.1", VISITOR, ()) == "127.0.0.1"


def test_what_is_no_address_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_PROXIES", "10.20.0.5, proxy.example")
    with pytest.raises(environment.Misconfigured, match="LINLI_PROXIES"):
        environment.read()
    monkeypatch.setenv("LINLI_PROXIES", "10.20.0.5, 10.30.0.0/16")
    assert [str(network) for network in environment.read().proxies] == ["10.20.0.5/32", "10.30.0.0/16"]


def test_the_middleware_tells_everybody(settings: Settings) -> None:
    settings.PROXIES = PROXIES
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    for peer in ("10.20.0.5", "198.51.100.9"):
        client_address(view)(RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=VISITOR))
    assert seen == [VISITOR, "198.51.100.9"]


@pytest.mark.django_db
def test_the_log_of_sign_ins_names_the_visitor(client: Client, settings: Settings) -> None:
    settings.PROXIES = PROXIES
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    form = {"username": "nobody.here", "password": "wrong"}
    client.post("/staff/sign-in/", form, REMOTE_ADDR="10.20.0.5", HTTP_X_FORWARDED_FOR=f"198.51.100.1, {VISITOR}")
    assert SignInEvent.objects.get().ip == VISITOR


@pytest.mark.django_db
def test_one_household_of_ipv6_is_one_visitor() -> None:
    for host in range(3):
        limits.limit("door", f"2001:db8:1:2::{host}", most=3)
    with pytest.raises(TooMany):
        limits.limit("door", "2001:db8:1:2:ffff::1", most=3)
    limits.limit("door", "2001:db8:1:3::1", most=3)
