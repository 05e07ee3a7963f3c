"""A row of one community, looked for by everybody else: each fenced table, in raw SQL, under each role.

The rows are made without their fellows (foreign keys are deferred, checks are dropped) and rolled back, so the test needs
no fixture and covers a table the day it is made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, models, transaction
from psycopg import sql

from tests.architecture.tables import ours

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = uuid4(), uuid4()
_VALUES: dict[str, Any] = {
    "boolean": False,
    "smallint": 1,
    "integer": 1,
    "numeric": 1,
    "real": 1,
    "double precision": 1,
    "date": "2026-01-05",
    "timestamp with time zone": "2026-01-05T08:00:00Z",
    "time without time zone": "08:00",
    "jsonb": "{}",
    "bytea": b"x",
    "ARRAY": "{}",
    "interval": "1 day",
    "inet": "127.0.0.1",
    "tsvector": "",
    "tstzrange": "[2026-01-05,2026-01-06)",
    "daterange": "[2026-01-05,2026-01-06)",
}


def _column(model: type[models.Model]) -> str:
    columns = [field.column for field in model._meta.local_concrete_fields]
    return next((name for name in columns if name == "region_id"), next((name for name in columns if name.endswith("region_id")), ""))


def _execute(statement: sql.Composable, values: list[Any] | None = None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(connection.connection), values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def _relax(table: str) -> None:
    rows = _execute(sql.SQL("SELECT conname FROM pg_constraint WHERE contype IN ('c', 'x') AND conrelid = {}::regclass").format(table))
    for (name,) in rows:
        _execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name)))


def _row(model: type[models.Model], region_id: UUID) -> dict[str, Any]:
    table = model._meta.db_table
    wanted = _execute(
        sql.SQL(
            "SELECT column_name, data_type, udt_name, coalesce(character_maximum_length, 32) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = {} AND is_nullable = 'NO'"
            " AND is_generated = 'NEVER' AND identity_generation IS NULL"
        ).format(table)
    )
    row = {name: _value(kind, special, length) for name, kind, special, length in wanted}
    return {**row, _column(model): region_id}


def _value(kind: str, special: str, length: int) -> Any:
    if special == "geometry":
        return "SRID=4326;POINT(106.5 29.5)"
    if kind == "uuid":
        return uuid4()
    if kind == "bigint":
        return uuid4().int >> 80  # may be a key
    if kind in {"character varying", "text", "character"}:
        return uuid4().hex[:length]
    return _VALUES[kind]


def _insert(model: type[models.Model], region_id: UUID) -> None:
    row = _row(model, region_id)
    names = sql.SQL(", ").join(sql.Identifier(name) for name in row)
    places = sql.SQL(", ").join(sql.Placeholder() for _ in row)
    values = [row[name] for name in row]
    _execute(sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(model._meta.db_table), names, places), values)


@contextmanager
def _as(role: str, *regions: UUID) -> Iterator[None]:
    """Everything inside happens under the role and is undone, also what fails."""
    point = transaction.savepoint()
    array = "{" + ",".join(str(region) for region in regions) + "}" if regions else ""
    _execute(sql.SQL("SELECT set_config('role', {}, true), set_config('linli.scope', {}, true)").format(role, array))
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def _seen(model: type[models.Model]) -> set[UUID]:
    query = sql.SQL("SELECT {} FROM {}").format(sql.Identifier(_column(model)), sql.Identifier(model._meta.db_table))
    return {row[0] for row in _execute(query)} & {HERE, ELSEWHERE}


@pytest.fixture
def canaries(request: pytest.FixtureRequest, db: None) -> Iterator[type[models.Model]]:
    """A model with one row here and one elsewhere, gone before anybody asks for their foreign keys."""
    model: type[models.Model] = request.param
    point = transaction.savepoint()
    _relax(model._meta.db_table)
    for region_id in (HERE, ELSEWHERE):
        _insert(model, region_id)
    yield model
    transaction.savepoint_rollback(point)


def _each(*kinds: str) -> pytest.MarkDecorator:
    found = [model for kind in kinds for model in ours(kind)]
    return pytest.mark.parametrize("canaries", found, ids=lambda model: model._meta.label, indirect=True)


@_each("region", "log")
def test_reading_stops_at_the_fence(canaries: type[models.Model]) -> None:
    with _as("linli_app"), pytest.raises(Error, match="permission denied"):
        _seen(canaries)
    with _as("linli_scoped"):
        assert _seen(canaries) == set()
    with _as("linli_scoped", HERE):
        assert _seen(canaries) == {HERE}
    with _as("linli_scoped", HERE, ELSEWHERE):
        assert _seen(canaries) == {HERE, ELSEWHERE}
    with _as("linli_wide"):
        assert _seen(canaries) == {HERE, ELSEWHERE}


@_each("region")
def test_writing_stops_at_the_fence(canaries: type[models.Model]) -> None:
    table, column = sql.Identifier(canaries._meta.db_table), sql.Identifier(_column(canaries))
    for statement in ("UPDATE {0} SET {1} = {1} WHERE {1} = {2}", "DELETE FROM {0} WHERE {1} = {2}"):
        with _as("linli_scoped", HERE):
            try:
                assert _execute(sql.SQL(statement).format(table, column, str(ELSEWHERE))) == 0
            except Error as refused:
                assert "permission denied" in str(refused)  # noqa: PT017  # either no right at all, or no row
    with _as("linli_scoped", HERE), pytest.raises(Error, match=r"row-level security|permission denied"):
        _insert(canaries, ELSEWHERE)
    with _as("linli_scoped", HERE), pytest.raises(Error, match=r"row-level security|permission denied"):
        _execute(sql.SQL("UPDATE {0} SET {1} = {2} WHERE {1} = {3}").format(table, column, str(ELSEWHERE), str(HERE)))
