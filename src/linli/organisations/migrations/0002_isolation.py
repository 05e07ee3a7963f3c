"""Fences: office data of units is public, contracts belong to a community."""

from django.db import migrations

from linli.kernel.rls import reference, region_rows


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("organisations", "0001_initial")]

    operations = [*reference("organisations_organisation"), *region_rows("organisations_propertycontract")]
