"""Fences of the house tree; the published shapes are readable by all."""

from django.db import migrations

from linli.kernel.rls import reference, region_rows


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("places", "0001_initial")]

    operations = [
        *region_rows("places_compound"),
        *region_rows("places_building"),
        *region_rows("places_unit"),
        *region_rows("places_house"),
        *reference("places_placeshape"),
    ]
