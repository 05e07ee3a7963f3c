"""Row-level security's switch, and the request's transaction around it."""

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from linli.kernel import clock
from linli.kernel.errors import NotNow
from linli.kernel.ids import new_id
from linli.kernel.middleware import scope
from linli.kernel.models import Heartbeat, Progress
from linli.kernel.scope import acting_in, use_scope
from linli.kernel.tests.factories import actor_with
from linli.web.refusals import refusals_as_pages

HERE, THERE = new_id(), new_id()


def state() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, coalesce(current_setting('linli.scope', true), '')")
        found: tuple[str, str] = cursor.fetchone()
    return found


@pytest.mark.django_db
def test_a_scope_shows_its_regions_and_is_taken_down() -> None:
    before = state()[0]
    for region in (HERE, THERE):
        with use_scope(actor_with(regions=(region,))):
            Progress.objects.create(region_id=region, kind="x", at=clock.now())
    with use_scope(actor_with(regions=(HERE,))):
        assert [row.region_id for row in Progress.objects.all()] == [HERE]
        with acting_in(THERE):
            assert Progress.objects.count() == 2
        assert Progress.objects.count() == 1
        assert state()[0] == "linli_scoped"
    with use_scope(actor_with()):
        assert Progress.objects.count() == 0
    with use_scope(actor_with(wide=True)):
        assert Progress.objects.count() == 2
    assert state() == (before, "")


@pytest.mark.django_db(transaction=True)
def test_a_scope_outside_a_transaction_is_a_bug() -> None:
    with pytest.raises(RuntimeError, match="needs a transaction"), use_scope(actor_with()):
        pass


@pytest.mark.django_db(transaction=True)
def test_a_scope_ends_with_its_transaction_even_after_an_error() -> None:
    before = state()[0]
    with pytest.raises(ZeroDivisionError), transaction.atomic(), use_scope(actor_with(regions=(HERE,))):
        raise ZeroDivisionError
    assert state() == (before, "")


def answered(settings: Settings, status: int, *, refuse: bool = False) -> bool:
    """Whether what a request wrote is still there after it was answered."""
    settings.LINLI_ACTOR_OF_REQUEST = "linli.kernel.tests.test_scope.nobody"

    def view(request: HttpRequest) -> HttpResponse:
        Heartbeat.objects.update_or_create(name="written", defaults={"at": clock.now()})
        if refuse:
            pages = refusals_as_pages(lambda _request: HttpResponse())
            return pages.process_exception(request, NotNow("现在不行")) or HttpResponse()
        return HttpResponse(status=status)

    Heartbeat.objects.all().delete()
    scope(view)(RequestFactory().get("/api/x"))
    return Heartbeat.objects.exists()


def nobody(_request: HttpRequest) -> object:
    return actor_with()


@pytest.mark.django_db(transaction=True)
def test_a_request_keeps_what_it_wrote_unless_it_failed_or_was_refused(settings: Settings) -> None:
    assert answered(settings, 200)
    assert answered(settings, 422)  # a form shown again keeps its draft
    assert not answered(settings, 500)
    assert not answered(settings, 200, refuse=True)
