"""Fence: an affair belongs to a community."""

from django.db import migrations

from linli.kernel.rls import region_rows


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("affairs", "0001_initial")]

    operations = region_rows("affairs_affair")
