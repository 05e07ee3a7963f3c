"""Writing rows of several tables in one round trip: a request waits for the database once where it waited once a row."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import NOT_PROVIDED

Field = models.Field[Any, Any]


@cache
def _columns(model: type[models.Model]) -> tuple[str, tuple[tuple[str, Field], ...]]:
    """The beginning of the statement, and columns with their fields; what the database fills itself is left to it."""
    fields = [field for field in model._meta.concrete_fields if field.db_default is NOT_PROVIDED and not field.generated]
    return f'INSERT INTO "{model._meta.db_table}"', tuple((f'"{field.column}"', field) for field in fields)


def _place(field: Field, value: Any, database: BaseDatabaseWrapper) -> str:
    if hasattr(field, "get_placeholder"):
        return str(field.get_placeholder(value, None, database))
    return "%s"


def statement(row: models.Model, database: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
    """The INSERT of a row and its values. Nothing is read back: who may append need not be allowed to read."""
    start, columns = _columns(type(row))
    names, places, values = [], [], []
    for name, field in columns:
        value = field.get_db_prep_save(field.pre_save(row, True), database)
        if value is not None:
            names.append(name)
            places.append(_place(field, value, database))
            values.append(value)
    return f"{start} ({', '.join(names)}) VALUES ({', '.join(places)})", values


def insert(*rows: models.Model, also: Sequence[tuple[str, list[Any]]] = ()) -> None:
    """Insert rows in the order given, and run the statements of `also` after them. Raises what the first failing one raises."""
    database = connections[DEFAULT_DB_ALIAS]
    batch = [*(statement(row, database) for row in rows), *also]
    if not batch:
        return
    with database.cursor() as cursor:
        cursor.execute("; ".join(sql for sql, _ in batch), [value for _, values in batch for value in values])
    for row in rows:
        row._state.adding, row._state.db = False, database.alias  # noqa: SLF001  # as Django's own insert does
