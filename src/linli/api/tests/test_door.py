"""The API door: signed in by session, CSRF, problem+json, keys of writes."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory

from linli.api.door import op_id_of
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid
from linli.privacy.tests.conftest import Place, enter, place  # noqa: F401  # fixtures

Enter = Callable[[Actor], Client]


@pytest.mark.django_db
def test_a_visitor_gets_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"


def test_whoever_is_signed_in_sees_his_post(place: Place, enter: Enter) -> None:  # noqa: F811  # fixtures
    browser = enter(place.auditor)
    browser.cookies["sessionid"] = "x"
    told = browser.get("/api/v1/me").json()
    assert told["role"] == "district_auditor"
    assert "privacy.verify" in told["permissions"]


@pytest.mark.django_db
def test_the_description_is_open_api(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "/api/v1/me" in described["paths"]


def test_the_key_of_a_write_is_a_uuid() -> None:
    key = uuid4()
    factory = RequestFactory()
    assert op_id_of(factory.post("/", headers={"Idempotency-Key": str(key)})) == key
    assert op_id_of(factory.post("/")) is None
    with pytest.raises(Invalid):
        op_id_of(factory.post("/", headers={"Idempotency-Key": "again"}))
