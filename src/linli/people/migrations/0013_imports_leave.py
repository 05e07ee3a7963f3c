"""Uploaded files and their rows belong to `imports` from here on (ADR 0017); that context's first migration takes them up."""

from django.db import migrations


class Migration(migrations.Migration):
    """Only who keeps the tables changes: what they hold is sealed under their names."""

    dependencies = [("people", "0012_never_twice")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("ImportRow"), migrations.DeleteModel("ImportBatch")]),
    ]
