from django.db import migrations

WRITTEN = (
    "id, book, at, region_id, actor_id, operation, object_type, object_id, subject_id, correlation_id, payload, salt, commitment"
)
ROLES = "linli_app, linli_scoped, linli_wide"


class Migration(migrations.Migration):
    """When a line was written and in which transaction is the database's word: no role of the application can claim another.

    A line slipped in behind a checkpoint would otherwise pass as a new one by naming a later transaction.
    """

    dependencies = [
        ("kernel", "0006_log_identity"),
    ]

    operations = [
        migrations.RunSQL(
            f"REVOKE INSERT ON kernel_logentry FROM {ROLES}; GRANT INSERT ({WRITTEN}) ON kernel_logentry TO {ROLES};",
            f"REVOKE INSERT ({WRITTEN}) ON kernel_logentry FROM {ROLES}; GRANT INSERT ON kernel_logentry TO {ROLES};",
        ),
    ]
