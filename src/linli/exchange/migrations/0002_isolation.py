"""Fences: a matching task belongs to a region."""

from django.db import migrations

from linli.kernel.rls import region_rows


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("exchange", "0001_initial")]

    operations = [*region_rows("exchange_matchtask")]
