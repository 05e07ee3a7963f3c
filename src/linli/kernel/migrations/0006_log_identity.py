"""Checkpoints name the log they belong to; those made before get one name for all."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_rate_windows")]

    operations = [
        migrations.AddField(
            "checkpoint",
            "log_id",
            models.UUIDField(default=uuid.uuid4, help_text="which log this is: copies of another installation's log are not mixed up with it"),
            preserve_default=False,
        ),
    ]
