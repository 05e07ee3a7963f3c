"""A row of one community, looked for by everybody else: each fenced table, in raw SQL, under each role.

The rows are made without their fellows (foreign keys are deferred, checks are dropped) and rolled back, so the test needs
no fixture and covers a table the day it is made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.db import Error, models, transaction
from psycopg import sql

from tests.architecture.tables import ours
from tests.support.canaries import column, execute, insert, rows_of, seen_all

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = uuid4(), uuid4()


@contextmanager
def _as(role: str, *regions: UUID) -> Iterator[None]:
    """Everything inside happens under the role and is undone, also what fails."""
    point = transaction.savepoint()
    array = "{" + ",".join(str(region) for region in regions) + "}" if regions else ""
    execute(sql.SQL("SELECT set_config('role', {}, true), set_config('linli.scope', {}, true)").format(role, array))
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def _ours(model: type[models.Model]) -> set[UUID]:
    return seen_all(model) & {HERE, ELSEWHERE}


@pytest.fixture
def canaries(request: pytest.FixtureRequest, db: None) -> Iterator[type[models.Model]]:
    """A model with one row here and one elsewhere, gone before anybody asks for their foreign keys."""
    model: type[models.Model] = request.param
    with rows_of(model, HERE, ELSEWHERE):
        yield model


def _each(*kinds: str) -> pytest.MarkDecorator:
    found = [model for kind in kinds for model in ours(kind)]
    return pytest.mark.parametrize("canaries", found, ids=lambda model: model._meta.label, indirect=True)


@_each("region", "log")
def test_reading_stops_at_the_fence(canaries: type[models.Model]) -> None:
    with _as("linli_app"), pytest.raises(Error, match="permission denied"):
        _ours(canaries)
    with _as("linli_scoped"):
        assert _ours(canaries) == set()
    with _as("linli_scoped", HERE):
        assert _ours(canaries) == {HERE}
    with _as("linli_scoped", HERE, ELSEWHERE):
        assert _ours(canaries) == {HERE, ELSEWHERE}
    with _as("linli_wide"):
        assert _ours(canaries) == {HERE, ELSEWHERE}


@_each("region")
def test_writing_stops_at_the_fence(canaries: type[models.Model]) -> None:
    table, name = sql.Identifier(canaries._meta.db_table), sql.Identifier(column(canaries))
    for statement in ("UPDATE {0} SET {1} = {1} WHERE {1} = {2}", "DELETE FROM {0} WHERE {1} = {2}"):
        with _as("linli_scoped", HERE):
            try:
                assert execute(sql.SQL(statement).format(table, name, str(ELSEWHERE))) == 0
            except Error as refused:
                assert "permission denied" in str(refused)  # noqa: PT017  # either no right at all, or no row
    with _as("linli_scoped", HERE), pytest.raises(Error, match=r"row-level security|permission denied"):
        insert(canaries, ELSEWHERE)
    with _as("linli_scoped", HERE), pytest.raises(Error, match=r"row-level security|permission denied"):
        execute(sql.SQL("UPDATE {0} SET {1} = {2} WHERE {1} = {3}").format(table, name, str(ELSEWHERE), str(HERE)))
