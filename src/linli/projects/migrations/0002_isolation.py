"""Fences: a project, its story and its payments belong to a community."""

from django.db import migrations

from linli.kernel.rls import region_rows


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("projects", "0001_initial")]

    operations = [
        *region_rows("projects_project"),
        *region_rows("projects_projectline"),
        *region_rows("projects_payment"),
    ]
