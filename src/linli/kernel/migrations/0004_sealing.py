"""Leaves know book, region and time; checkpoints keep the frontier; sealed tables are append-only; shredding is one policy."""

from django.db import migrations, models
from django.utils.timezone import now

from linli.kernel.rls import SCOPE


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_outbox_waits")]

    operations = [
        migrations.AddField("checkpoint", "frontier", models.JSONField(default=list, help_text="roots of the complete subtrees, so that the tree goes on from here")),
        migrations.AddField("logleaf", "book", models.CharField(max_length=10, default="audit"), preserve_default=False),
        migrations.AddField("logleaf", "region_id", models.UUIDField(null=True)),
        migrations.AddField("logleaf", "at", models.DateTimeField(default=now), preserve_default=False),
        migrations.AddIndex("logleaf", models.Index(fields=["at"], name="kernel_logl_at_d715ba_idx")),
        migrations.RunSQL(
            f"""
            REVOKE ALL ON kernel_logleaf, kernel_checkpoint FROM linli_app, linli_scoped, linli_wide;
            GRANT SELECT ON kernel_logleaf TO linli_scoped;
            GRANT SELECT, INSERT ON kernel_logleaf TO linli_wide;
            ALTER TABLE kernel_logleaf ENABLE ROW LEVEL SECURITY;
            CREATE POLICY in_scope ON kernel_logleaf FOR SELECT TO linli_scoped USING (region_id = {SCOPE});
            CREATE POLICY everywhere ON kernel_logleaf FOR SELECT TO linli_wide USING (true);
            CREATE POLICY seals ON kernel_logleaf FOR INSERT TO linli_wide WITH CHECK (true);
            GRANT SELECT ON kernel_checkpoint TO linli_app, linli_scoped;
            GRANT SELECT, INSERT, UPDATE (copies) ON kernel_checkpoint TO linli_wide;
            CREATE POLICY shred ON kernel_logentry FOR UPDATE TO linli_wide USING (true) WITH CHECK (payload IS NULL AND salt IS NULL);
            """,
            migrations.RunSQL.noop,
        ),
    ]
