"""Instances of several models from one row of hand-written SQL: for the few statements that every request runs.

Django compiles a query anew each time it runs; with five joined tables that takes longer than the database does.
"""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.db import connection, models

_M = TypeVar("_M", bound=models.Model)


class Columns(Generic[_M]):
    """All columns of a model under an alias; fields left out by `without` are loaded when somebody asks for them."""

    def __init__(self, model: type[_M], alias: str, *, without: Sequence[str] = ()) -> None:
        self._model = model
        self._fields = tuple(field for field in model._meta.concrete_fields if field.attname not in without)
        self._names = [field.attname for field in self._fields]
        self.sql = ", ".join(f'{alias}."{field.column}"' for field in self._fields)
        self.width = len(self._fields)
        self._converted = [
            (place, field.from_db_value, field.cached_col) for place, field in enumerate(self._fields) if hasattr(field, "from_db_value")
        ]

    def read(self, row: Sequence[Any], start: int = 0) -> _M | None:
        """The instance whose columns begin at `start`; None where an outer join found no row."""
        values = list(row[start : start + self.width])
        if values[self._names.index(self._model._meta.pk.attname)] is None:
            return None
        for place, convert, column in self._converted:
            values[place] = convert(values[place], column, connection)
        return self._model.from_db(connection.alias, self._names, values)
