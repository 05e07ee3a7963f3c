"""Rows made from the catalogue alone, without their fellows: foreign keys are deferred, checks are dropped, all is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from psycopg import sql

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


def column(model: type[models.Model]) -> str:
    """The column that names the region, empty where there is none."""
    columns = [field.column for field in model._meta.local_concrete_fields]
    return next((name for name in columns if name == "region_id"), next((name for name in columns if name.endswith("region_id")), ""))


def execute(statement: sql.Composable, values: list[Any] | None = None) -> Any:
    """Rows, or their number."""
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(connection.connection), values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def relax(table: str) -> None:
    """Drop the checks of a table, until the roll-back."""
    rows = execute(sql.SQL("SELECT conname FROM pg_constraint WHERE contype IN ('c', 'x') AND conrelid = {}::regclass").format(table))
    for (name,) in rows:
        execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name)))


def _row(model: type[models.Model], region_id: UUID) -> dict[str, Any]:
    table = model._meta.db_table
    wanted = execute(
        sql.SQL(
            "SELECT column_name, data_type, udt_name, coalesce(character_maximum_length, 32) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = {} AND is_nullable = 'NO'"
            " AND is_generated = 'NEVER' AND identity_generation IS NULL"
        ).format(table)
    )
    row = {name: _value(kind, special, length) for name, kind, special, length in wanted}
    return {**row, column(model): region_id}


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


def insert(model: type[models.Model], region_id: UUID) -> None:
    """A row of a region."""
    row = _row(model, region_id)
    names = sql.SQL(", ").join(sql.Identifier(name) for name in row)
    places = sql.SQL(", ").join(sql.Placeholder() for _ in row)
    values = [row[name] for name in row]
    execute(sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(model._meta.db_table), names, places), values)


def seen_all(model: type[models.Model]) -> set[UUID]:
    """Regions of the rows a bare SELECT gives. Raises Error without the right."""
    name = column(model)
    query = sql.SQL("SELECT {} FROM {}").format(sql.Identifier(name) if name else sql.SQL("1"), sql.Identifier(model._meta.db_table))
    return {row[0] for row in execute(query)}


@contextmanager
def rows_of(model: type[models.Model], *region_ids: UUID) -> Iterator[None]:
    """One row in each region, gone before anybody asks for their foreign keys."""
    point = transaction.savepoint()
    relax(model._meta.db_table)
    for region_id in region_ids:
        insert(model, region_id)
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
