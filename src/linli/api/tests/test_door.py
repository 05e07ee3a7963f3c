"""The API door: signed in by session, problem+json, the description."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.kernel.actor import Actor
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


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("/api/v1/nowhere", 404), ("/api/v1/requests/no-uuid", 404), ("/api/v1/me?%00=1", 400)])
def test_what_no_operation_answers_is_a_problem_too(client: Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.django_db
def test_a_huge_body_is_a_problem_too(client: Client) -> None:
    answer = client.post("/api/v1/requests", "{}", content_type="application/json", CONTENT_LENGTH="99999999999")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
