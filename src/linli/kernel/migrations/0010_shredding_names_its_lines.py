"""Log content goes only together with a line that names what it emptied; no record claims another hour than the database's."""

import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

ROLES = "linli_app, linli_scoped, linli_wide"
SHRED = "privacy.shred_subject"

# The clocks of two machines may differ a little; a played log (demonstration) has hours of its own.
HOUR = """
CREATE FUNCTION kernel_log_hour_holds(at timestamptz) RETURNS boolean LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    SELECT at BETWEEN clock_timestamp() - interval '10 minutes' AND clock_timestamp() + interval '10 minutes'
        OR EXISTS (SELECT FROM kernel_playedlog)
$$;
"""

# Writes the line and empties exactly the lines it names. What it names stands in the sealed content of the line.
EMPTY = f"""
CREATE FUNCTION kernel_shred(
    line uuid, at timestamptz, region uuid, actor uuid, kind text, thing uuid, subject uuid, correlation uuid,
    content jsonb, salt bytea, commitment bytea
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    named uuid[] := ARRAY(SELECT jsonb_array_elements_text(content -> 'emptied')::uuid);
    done bigint;
BEGIN
    IF subject IS NULL OR content -> 'emptied' IS NULL OR salt IS NULL OR commitment IS NULL THEN
        RAISE EXCEPTION 'shredding: the line must name its subject and what it empties';
    END IF;
    IF NOT kernel_log_hour_holds(at) THEN RAISE EXCEPTION 'shredding: the line claims another hour'; END IF;
    UPDATE kernel_logentry e SET payload = NULL, salt = NULL
        WHERE e.id = ANY(named) AND e.subject_id = subject AND e.payload IS NOT NULL AND e.operation <> '{SHRED}';
    GET DIAGNOSTICS done = ROW_COUNT;
    IF done <> cardinality(named) THEN RAISE EXCEPTION 'shredding: a named line is not one about this person'; END IF;
    INSERT INTO kernel_logentry (id, book, at, region_id, actor_id, operation, object_type, object_id, subject_id, correlation_id,
                                 payload, salt, commitment)
        VALUES (line, 'audit', at, region, actor, '{SHRED}', kind, thing, subject, correlation, content, kernel_shred.salt,
                kernel_shred.commitment);
    RETURN done;
END $$;
REVOKE ALL ON FUNCTION kernel_shred FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel_shred TO linli_wide;
"""

FENCE = f"""
REVOKE UPDATE (payload, salt) ON kernel_logentry FROM linli_wide;
DROP POLICY shred ON kernel_logentry;
DROP POLICY append ON kernel_logentry;
CREATE POLICY append ON kernel_logentry FOR INSERT TO {ROLES}
    WITH CHECK (operation <> '{SHRED}' AND kernel_log_hour_holds(at));
"""

BACK = f"""
DROP POLICY append ON kernel_logentry;
CREATE POLICY append ON kernel_logentry FOR INSERT TO {ROLES} WITH CHECK (true);
CREATE POLICY shred ON kernel_logentry FOR UPDATE TO linli_wide USING (true) WITH CHECK (payload IS NULL AND salt IS NULL);
GRANT UPDATE (payload, salt) ON kernel_logentry TO linli_wide;
DROP FUNCTION kernel_shred;
DROP FUNCTION kernel_log_hour_holds;
"""


def say_whether_played(apps, _schema_editor):
    """A demonstration plays a month in minutes; an installation for real has no such row, and the app cannot make one."""
    if settings.DEMO:
        apps.get_model("kernel", "PlayedLog").objects.create()


class Migration(migrations.Migration):
    dependencies = [("kernel", "0009_operation_digest")]

    operations = [
        migrations.CreateModel(
            name="PlayedLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL(f"GRANT SELECT ON kernel_playedlog TO {ROLES}", migrations.RunSQL.noop),
        migrations.RunPython(say_whether_played, migrations.RunPython.noop),
        migrations.RunSQL(HOUR + EMPTY + FENCE, BACK),
    ]
