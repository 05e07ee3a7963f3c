"""The small town of the requests' tests, and somebody signed in at the API."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.http import HttpRequest
from django.test import Client
from schemathesis.specs.openapi.schemas import OpenApiSchema

from linli.kernel.actor import Actor
from linli.requests.tests.conftest import World, held_clock, world  # noqa: F401  # fixtures

TOKEN, SESSION = "a" * 32, "b" * 32
_now: list[Actor] = []
Enter = Callable[[Actor], Client]


def actor_now(request: HttpRequest) -> Actor:
    """Who acts in this test (settings.LINLI_ACTOR_OF_REQUEST): whoever holds the session's cookie."""
    return _now[-1] if _now and request.COOKIES.get(settings.SESSION_COOKIE_NAME) == SESSION else Actor.anonymous()


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Enter:
    """A program that has signed in as somebody."""
    monkeypatch.setattr(settings, "LINLI_ACTOR_OF_REQUEST", "tests.contract.conftest.actor_now")
    _now.clear()

    def program(actor: Actor) -> Client:
        _now.append(replace(actor, door="api"))
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = SESSION
        return client

    return program


@pytest.fixture
def described(world: World, enter: Enter) -> Iterator[OpenApiSchema]:  # noqa: F811  # a fixture
    """The interface as it describes itself, entered as a resident."""
    enter(world.resident)
    # Like Django's own test client: the requests go on in the test's transaction.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    # Every call is made with the session; calls without one have tests of their own.
    schema.raw_schema["components"].pop("securitySchemes")
    for operations in schema.raw_schema["paths"].values():
        for operation in operations.values():
            operation.pop("security")
    yield schema
    for signal in signals:
        signal.connect(close_old_connections)
