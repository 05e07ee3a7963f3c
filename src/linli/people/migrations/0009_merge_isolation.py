"""Fence of the decisions about pairs."""

from django.db import migrations

from linli.kernel.rls import own_grid, region_rows


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("people", "0008_personmerge")]

    operations = [*region_rows("people_personmerge"), *own_grid("people_personmerge", "false")]
