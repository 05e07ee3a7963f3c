"""The test database: made by the tables' owner, kept complete between tests, entered as the app's role where doors are tested."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from pytest_django.plugin import DjangoDbBlocker

from linli.settings.test import APP_DATABASE

_KEPT = "rows_of_migrations"
# Django fills these again by itself after each flush.
_FILLED_BY_DJANGO = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep a copy of the rows that migrations put in: the flush after a transactional test would take them away for good."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {_KEPT} CASCADE; CREATE SCHEMA {_KEPT}")
        for table in _tables():
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608  # names from the models
            if cursor.fetchone()[0]:
                cursor.execute(f"CREATE TABLE {_KEPT}.{table} AS TABLE {table}")
    post_migrate.connect(_put_back, sender=apps.get_app_config("contenttypes"), weak=False)


def _put_back(**_: object) -> None:
    """After a flush, in one transaction: the constraints are deferred, so the order of the tables does not matter."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [_KEPT])
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT EXISTS (SELECT FROM public.{table})")  # noqa: S608  # names from the database's own list
            if not cursor.fetchone()[0]:
                cursor.execute(f"INSERT INTO public.{table} TABLE {_KEPT}.{table}")


def _tables() -> list[str]:
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    return sorted(names - _FILLED_BY_DJANGO)


@pytest.fixture
def as_app(transactional_db: None) -> Iterator[None]:
    """Enter the database as `linli_app`, as the server does; the owner is back before the flush."""
    owner = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({name: APP_DATABASE[name] for name in owner})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(owner)
