"""A post at a grid reads the houses of its own grid only (ADR 0012). Buildings and compounds stand on the published map."""

from django.db import migrations

from linli.kernel.rls import GRIDS, own_grid

BUILT_THERE = f"building_id IN (SELECT b.id FROM places_building b WHERE b.grid_id = ANY({GRIDS}))"


class Migration(migrations.Migration):
    """Second fence inside the community."""

    dependencies = [("places", "0002_isolation")]

    operations = [*own_grid("places_house", BUILT_THERE)]
