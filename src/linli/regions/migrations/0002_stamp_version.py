"""The stamp's version becomes an id: a counter would repeat itself after a roll-back."""

from django.db import migrations, models

import linli.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]

    operations = [
        migrations.RemoveField("regionstamp", "version"),
        migrations.AddField("regionstamp", "version", models.UUIDField(default=linli.kernel.ids.new_id)),
    ]
