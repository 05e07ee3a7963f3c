"""The drawn ground is published: readable by all."""

from django.db import migrations

from linli.kernel.rls import reference


class Migration(migrations.Migration):
    """Rights."""

    dependencies = [("insight", "0001_initial")]

    operations = [*reference("insight_basemapfeature")]
