"""Every address is on the public list or guarded, and none breaks for a visitor (design §9)."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.public_doors import PUBLIC

SIGN_IN = ("/sign-in/", "/staff/sign-in/")
REFUSED = {401, 403, 404}
OK = 200
MOVED = {301, 302, 303, 307, 308}
EXAMPLES: dict[str, Any] = {"uuid": UUID(int=7), "int": 1, "str": "x", "slug": "x", "path": "x"}


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


ROUTES = sorted(set(_routes(get_resolver().url_patterns)))


def _address(route: str) -> str:
    def example(match: re.Match[str]) -> str:
        kind = match[1].rstrip(":") if match[1] else "str"
        return str(EXAMPLES.get(kind, "x"))

    return "/" + re.sub(r"<(\w+:)?\w+>", example, route.replace("^", "").replace("$", ""))


@pytest.fixture
def visitor(as_app: None) -> Client:
    """A browser nobody has signed in with, on the app's own role."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db(transaction=True)
def test_each_address_is_public_or_guarded(visitor: Client) -> None:
    open_doors, broken = [], []
    for route in ROUTES:
        answer = visitor.get(_address(route))
        if answer.status_code >= 500:
            broken.append(f"{route}: {answer.status_code}")
        to_sign_in = answer.status_code in MOVED and answer.headers["Location"].startswith(SIGN_IN)
        not_for_reading = answer.status_code == 405
        if route not in PUBLIC and not to_sign_in and not not_for_reading and answer.status_code not in REFUSED:
            open_doors.append(f"{route}: {answer.status_code} {answer.headers.get('Location', '')}")
    assert not broken
    assert not open_doors, "guard the view, or list it in public_doors.py with its reason"


def test_the_public_list_names_existing_doors() -> None:
    assert set(PUBLIC) <= set(ROUTES)


@pytest.mark.django_db(transaction=True)
def test_writing_doors_refuse_visitors(visitor: Client) -> None:
    """A POST to a door that is not public changes nothing for a visitor: it is sent away or refused."""
    entered = []
    for route in (route for route in ROUTES if route not in PUBLIC):
        answer = visitor.post(_address(route))
        to_sign_in = answer.status_code in MOVED and answer.headers["Location"].startswith(SIGN_IN)
        if not to_sign_in and answer.status_code not in REFUSED | {405}:
            entered.append(f"{route}: {answer.status_code}")
    assert not entered, "guard the view, or list it in public_doors.py with its reason"
