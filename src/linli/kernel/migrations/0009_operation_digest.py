"""What was sent under an op_id, as a keyed digest: the same id with other content is refused, not answered with the earlier thing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_reads_of_a_person")]

    operations = [
        migrations.AddField(
            model_name="operationrecord",
            name="digest",
            field=models.CharField(db_default="", help_text="keyed digest of what was sent; empty where nothing is compared", max_length=80),
        ),
    ]
