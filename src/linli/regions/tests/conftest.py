"""The real divisions, loaded once for each module that asks for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope
from linli.regions.models import Region
from linli.regions.operations import Loaded, load

DATA = Path(settings.ROOT) / "data"
ALL = frozenset(f"regions.{verb}" for verb in ("load", "create", "create_community", "rename", "close", "set_boundary", "set_contact"))


def load_again() -> Loaded:
    with transaction.atomic(), use_scope(platform()):
        return load(platform(), DATA)


def platform() -> Actor:
    return Actor.system("test", ALL, wide=True, door="command")


@pytest.fixture(scope="module")
def divisions(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All 12,341 regions, committed; gone again after the module. Tests beside it use `db`, which rolls back."""
    with django_db_blocker.unblock():
        load_again()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Region._meta.db_table} CASCADE; TRUNCATE regions_regionancestor, regions_regionstamp")


@pytest.fixture
def tree(divisions: None, db: None) -> None:
    """The divisions inside a test that rolls back."""
