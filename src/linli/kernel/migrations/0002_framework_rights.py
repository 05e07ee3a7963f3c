"""Rights of the application roles on the tables of the frameworks: sessions, sign-in, queue."""

from django.db import migrations

TABLES = (
    "django_session",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
)
ROLES = "linli_app, linli_scoped, linli_wide"


class Migration(migrations.Migration):
    """Grants, once the frameworks have made their tables."""

    dependencies = [
        ("kernel", "0001_initial"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(TABLES)} TO {ROLES}", migrations.RunSQL.noop),
        migrations.RunSQL(
            f"""
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLES};
            GRANT SELECT ON django_migrations TO {ROLES};
            """,
            migrations.RunSQL.noop,
        ),
    ]
