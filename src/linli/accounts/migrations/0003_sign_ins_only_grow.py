"""The log of sign-ins only grows: failed attempts stand nowhere else. What is older than the law asks for goes through one function."""

from django.db import migrations

ROLES = "linli_app, linli_scoped, linli_wide"
# 网络安全法第二十一条: not less than six months, whatever a rule profile says.
PURGE = """
CREATE FUNCTION accounts_purge_sign_ins(older_than timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
    DELETE FROM accounts_signinevent WHERE at < least(older_than, clock_timestamp() - interval '6 months');
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION accounts_purge_sign_ins(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_purge_sign_ins(timestamptz) TO linli_wide;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles_posts_entry")]

    operations = [
        migrations.RunSQL(
            f"REVOKE UPDATE, DELETE ON accounts_signinevent FROM {ROLES};{PURGE}",
            f"DROP FUNCTION accounts_purge_sign_ins(timestamptz); GRANT UPDATE, DELETE ON accounts_signinevent TO {ROLES};",
        )
    ]
