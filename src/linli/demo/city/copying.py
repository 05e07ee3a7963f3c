"""COPY into the tables of the models: the columns that are given by row, all others with their model's default."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def text(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return value.translate(_SPECIAL)
    if isinstance(value, (int, float, Decimal, UUID, date, datetime)):
        return str(value)
    if isinstance(value, list) and not value:
        return "{}"
    return json.dumps(value, ensure_ascii=False).translate(_SPECIAL)


class Target:
    """A table with the columns that rows bring; JSON columns among the rest get their default as JSON."""

    def __init__(self, table: str, *given: str) -> None:
        model = next(one for one in apps.get_models() if one._meta.db_table == table)
        fields = {field.attname: field for field in model._meta.local_fields if not isinstance(field, models.CompositePrimaryKey)}
        self.table = table
        rest = {name: self._default(field) for name, field in fields.items() if name not in given and not field.generated}
        unknown = set(given) - set(fields)
        if unknown:
            message = f"{self.table} has no columns {sorted(unknown)}"
            raise LookupError(message)
        self.columns = [fields[name].column for name in (*given, *rest)]
        self.tail = "".join(f"\t{value}" for value in rest.values())
        self.rows: list[str] = []

    @staticmethod
    def _default(field: "models.Field[Any, Any]") -> str:
        value = field.get_default()
        return json.dumps(value) if isinstance(field, models.JSONField) else text(value)

    def add(self, *values: Any) -> None:
        """A row, in the order of the columns given."""
        self.rows.append("\t".join([text(value) for value in values]) + self.tail)

    def flush(self) -> int:
        """Send the rows; how many."""
        number = len(self.rows)
        if number:
            columns = ", ".join(f'"{column}"' for column in self.columns)
            with connection.cursor() as cursor, cursor.copy(f"COPY {self.table} ({columns}) FROM STDIN") as copy:
                copy.write("\n".join(self.rows) + "\n")
        self.rows.clear()
        return number


def flush(targets: Iterable[Target]) -> dict[str, int]:
    """Send all tables in their order; rows by table."""
    return {target.table: target.flush() for target in targets}
