"""Each table declares how it is isolated, and PostgreSQL holds exactly that (design §6)."""

import pytest
from django.apps import apps
from django.db import connection, models

from linli.kernel.fields import level_of
from linli.kernel.rls import SCOPE
from tests.architecture.tables import KINDS, all_names, kind_of, our_models, ours, read

pytestmark = pytest.mark.django_db

PERSONAL = 3
# Made by PostGIS and by Django itself.
KNOWN = {"spatial_ref_sys", "django_migrations"}


def _label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", our_models(), ids=_label)
def test_every_model_declares_its_isolation(model: type[models.Model]) -> None:
    assert kind_of(model) in KINDS, f"isolation must be one of {', '.join(KINDS)}"


def test_every_table_belongs_to_a_model() -> None:
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert all_names() - known - KNOWN == set()


@pytest.mark.parametrize("model", ours("region"), ids=_label)
def test_rows_of_a_region_are_fenced(model: type[models.Model]) -> None:
    table = read(model._meta.db_table)
    assert table.fenced
    assert not table.rights["linli_app"], "before SET ROLE nothing of a region is reachable"
    narrow = [(cmd, condition) for roles, cmd, condition in table.policies.values() if "linli_scoped" in roles]
    assert narrow
    for cmd, condition in narrow:
        # A policy for INSERT alone has no condition for reading.
        assert cmd == "INSERT" or "linli.scope" in condition, condition
    assert any("linli_wide" in roles for roles, _, _ in table.policies.values())
    # What narrows further is asked only of a post at a grid: the condition begins with the setting that such a post has.
    assert all("linli.grids" in condition for condition in table.narrowed)


def test_the_policy_keeps_its_fast_form() -> None:
    """A bare `current_setting` took 12 s where the sub-select takes 55 ms; without `nullif` a pooled connection is a 500."""
    assert SCOPE == "ANY((SELECT nullif(current_setting('linli.scope', true), '')::uuid[])::uuid[])"


@pytest.mark.parametrize("model", ours("reference"), ids=_label)
def test_reference_holds_nothing_personal_and_is_written_in_a_scope(model: type[models.Model]) -> None:
    table = read(model._meta.db_table)
    assert not [field.name for field in model._meta.get_fields() if level_of(field) >= PERSONAL]
    assert table.rights["linli_app"] <= {"SELECT"}
    assert "SELECT" in table.rights["linli_scoped"]


@pytest.mark.parametrize("model", ours("framework"), ids=_label)
def test_framework_is_reachable_before_a_scope_is_known(model: type[models.Model]) -> None:
    assert "SELECT" in read(model._meta.db_table).rights["linli_app"]


@pytest.mark.parametrize("model", ours("log"), ids=_label)
def test_logs_only_grow(model: type[models.Model]) -> None:
    table = read(model._meta.db_table)
    assert table.fenced
    assert not table.rights["linli_app"]
    for rights in table.rights.values():
        assert not rights & {"INSERT", "UPDATE", "DELETE"}


@pytest.mark.parametrize("role", ["linli_app", "linli_scoped", "linli_wide"])
def test_when_a_line_was_written_is_the_databases_word(role: str) -> None:
    """Without this a line slipped in behind a checkpoint passes as a new one by naming a later transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = 'kernel_logentry'::regclass AND attnum > 0"
            " AND NOT attisdropped AND NOT has_column_privilege(%s, attrelid, attnum, 'INSERT')",
            [role],
        )
        assert set(cursor.fetchone()[0]) == {"written_at", "transaction"}


@pytest.mark.parametrize("model", ours("directory"), ids=_label)
def test_the_directory_is_reached_through_its_function_only(model: type[models.Model]) -> None:
    assert not any(read(model._meta.db_table).rights.values())


@pytest.mark.parametrize("model", [*ours("region"), *ours("log")], ids=_label)
def test_fenced_rows_name_their_region(model: type[models.Model]) -> None:
    columns = {field.column for field in model._meta.local_concrete_fields}
    assert "region_id" in columns or any(column.endswith("region_id") for column in columns)
