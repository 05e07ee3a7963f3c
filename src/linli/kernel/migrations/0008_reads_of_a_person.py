"""How often somebody looked at personal data counts over all posts; a post in use sees only the lines of its own regions."""

from django.db import migrations

COUNT = """
CREATE FUNCTION kernel_reads_of(reader uuid, minute_ago timestamptz, midnight timestamptz)
RETURNS TABLE (in_minute bigint, in_day bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE at > minute_ago), count(*) FILTER (WHERE at >= midnight)
      FROM kernel_logentry
     WHERE actor_id = reader AND book = 'read' AND at >= least(minute_ago, midnight)
$$;
REVOKE ALL ON FUNCTION kernel_reads_of(uuid, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kernel_reads_of(uuid, timestamptz, timestamptz) TO linli_scoped, linli_wide;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_log_time_is_the_databases")]

    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION kernel_reads_of(uuid, timestamptz, timestamptz)")]
