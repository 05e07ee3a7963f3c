"""The log of sign-ins only grows; its purge leaves what the law wants kept."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from linli.accounts import jobs
from linli.accounts.models import SignInEvent
from linli.kernel import clock
from linli.kernel.jobs import perform

pytestmark = pytest.mark.django_db

PURGE = "SELECT accounts_purge_sign_ins(now() + interval '1 year')"


def attempt(days_ago: int) -> SignInEvent:
    at = clock.now() - timedelta(days=days_ago)
    return SignInEvent.objects.create(at=at, outcome=SignInEvent.Outcome.WRONG, way="password", tried="x")


def run_as(role: str, statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement)
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("role", ["linli_app", "linli_scoped", "linli_wide"])
@pytest.mark.parametrize("statement", ["DELETE FROM accounts_signinevent", "UPDATE accounts_signinevent SET outcome = 'ok'"])
def test_no_role_of_the_application_changes_an_attempt(role: str, statement: str) -> None:
    attempt(1)
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_as(role, statement)


@pytest.mark.parametrize("role", ["linli_app", "linli_scoped"])
def test_only_the_city_wide_role_purges(role: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_as(role, PURGE)


def test_the_purge_keeps_half_a_year_whatever_it_is_asked() -> None:
    old, young = attempt(200), attempt(150)
    run_as("linli_wide", PURGE)
    assert list(SignInEvent.objects.all()) == [young]
    assert old not in SignInEvent.objects.all()


def test_the_nightly_purge_deletes_what_has_served() -> None:
    attempt(201)
    kept = attempt(199)
    perform(jobs.purge.title, 1, {})
    assert list(SignInEvent.objects.all()) == [kept]
