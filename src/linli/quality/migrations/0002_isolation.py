"""Fences: findings and scores belong to a community."""

from django.db import migrations

from linli.kernel.rls import own_grid, region_rows


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("quality", "0001_initial")]

    operations = [*region_rows("quality_finding"), *region_rows("quality_score"), *own_grid("quality_finding", "false")]
