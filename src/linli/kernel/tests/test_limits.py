"""Limits of public doors."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from linli.kernel import clock, limits
from linli.kernel.actor import Actor
from linli.kernel.errors import TooMany
from linli.kernel.middleware import ActedRequest
from linli.kernel.models import RateWindow
from linli.kernel.tests.factories import actor_with

NOON = datetime(2026, 9, 10, 4, 0, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_a_key_is_refused_above_its_number_and_let_in_again_later() -> None:
    with clock.frozen(NOON):
        for _ in range(3):
            limits.limit("sign-in", "192.0.2.1", most=3)
        limits.limit("sign-in", "192.0.2.2", most=3)
        limits.limit("file", "192.0.2.1", most=3)
        with pytest.raises(TooMany) as refused:
            limits.limit("sign-in", "192.0.2.1", most=3)
        assert refused.value.facts["retry_after"] == 30
    with clock.frozen(NOON + timedelta(seconds=40)):
        limits.limit("sign-in", "192.0.2.1", most=3)
    assert not RateWindow.objects.filter(key__contains="192.0.2").exists()


def test_counting_waits_for_no_request(as_app: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection of the pool belongs to a request that wants to be counted."""
    settings.LIMITS_ASIDE = True
    one = {"min_size": 0, "max_size": 1, "timeout": 1}
    with monkeypatch.context() as held:
        held.setitem(connections.settings["default"]["OPTIONS"], "pool", one)
        held.setattr(limits, "POOL", one)
        request: Any = connections.create_connection("default")  # closing a pool is PostgreSQL's own
        request.ensure_connection()
        assert [limits.tried("sign-in", "192.0.2.1", seconds=60) for _ in range(2)] == [1, 2]
        request.close()
        for alias in ("default", limits.ALIAS):
            request.alias = alias
            request.close_pool()


@pytest.mark.django_db
def test_a_paced_view_counts_what_is_sent_by_visitors() -> None:
    @limits.paced("door", most=1, visitors_only=True)
    def view(_request: ActedRequest) -> HttpResponse:
        return HttpResponse()

    def send(method: str, actor: Actor) -> int:
        request = RequestFactory().generic(method, "/")
        request.actor = actor  # type: ignore[attr-defined]  # as the scope middleware does
        return view(request).status_code

    visitor, known = Actor.anonymous("192.0.2.7"), actor_with()
    assert [send("GET", visitor), send("GET", visitor), send("POST", visitor)] == [200, 200, 200]
    assert [send("POST", known), send("POST", known)] == [200, 200]
    with pytest.raises(TooMany):
        send("POST", visitor)


@pytest.mark.django_db(transaction=True)
def test_a_refused_try_counts_although_it_is_rolled_back(settings: LazySettings) -> None:
    settings.LIMITS_ASIDE = True
    for _ in range(2):
        with transaction.atomic():
            limits.limit("sign-in", "192.0.2.9", most=2)
            transaction.set_rollback(True)
    with pytest.raises(TooMany), transaction.atomic():
        limits.limit("sign-in", "192.0.2.9", most=2)
