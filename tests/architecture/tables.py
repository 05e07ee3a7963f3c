"""What PostgreSQL itself says about the tables, for the tests of isolation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

ROLES = ("linli_app", "linli_scoped", "linli_wide")
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
KINDS = ("region", "reference", "framework", "log", "directory")


@dataclass(frozen=True)
class Table:
    """Fence, policies that open it, conditions that narrow it further, and rights of one table."""

    name: str
    fenced: bool
    policies: dict[str, tuple[frozenset[str], str, str]]
    narrowed: tuple[str, ...]
    rights: dict[str, frozenset[str]]


def our_models() -> list[type[models.Model]]:
    """Every table the contexts and the kernel declare."""
    found: Iterable[type[models.Model]] = apps.get_models(include_auto_created=True)
    return sorted((model for model in found if model.__module__.startswith("linli.")), key=lambda model: model._meta.label)


def kind_of(model: type[models.Model]) -> str:
    """The declared kind of isolation; a many-to-many table has that of the model that owns it."""
    # The owning model, which the stubs take for a truth value.
    owner: Any = model._meta.auto_created or model
    return str(getattr(owner, "isolation", ""))


def ours(kind: str) -> list[type[models.Model]]:
    """The models of one kind."""
    return [model for model in our_models() if kind_of(model) == kind]


def read(name: str) -> Table:
    """Ask the catalogue about one table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [name])
        fenced = bool(cursor.fetchone()[0])
        cursor.execute(
            "SELECT policyname, roles::text[], cmd, coalesce(qual, ''), permissive FROM pg_policies WHERE tablename = %s", [name]
        )
        rows = cursor.fetchall()
        policies = {row[0]: (frozenset(row[1]), row[2], row[3]) for row in rows if row[4] == "PERMISSIVE"}
        narrowed = tuple(row[3] for row in rows if row[4] == "RESTRICTIVE")
        rights = {}
        for role in ROLES:
            cursor.execute("SELECT r FROM unnest(%s::text[]) AS r WHERE has_table_privilege(%s, %s, r)", [list(RIGHTS), role, name])
            rights[role] = frozenset(row[0] for row in cursor.fetchall())
    return Table(name, fenced, policies, narrowed, rights)


def all_names() -> set[str]:
    """Every table of the schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {row[0] for row in cursor.fetchall()}
