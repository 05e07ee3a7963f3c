"""The roles every database of Linli needs (design §6). The same text is run in a private cluster and printed for an administrator."""

_ROLE = "DO $$ BEGIN CREATE ROLE {name} {how}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"

_ROLES = "\n".join(
    _ROLE.format(name=name, how=how)
    for name, how in (
        ("linli_owner", "LOGIN INHERIT CREATEDB"),
        ("linli_app", "LOGIN NOINHERIT"),
        ("linli_scoped", "NOLOGIN"),
        ("linli_wide", "NOLOGIN"),
    )
)

_GRANTS = """\
GRANT linli_scoped, linli_wide TO linli_app;
GRANT linli_scoped, linli_wide, linli_app TO linli_owner;"""

_DATABASE = """\
SELECT 'CREATE DATABASE {database} OWNER linli_owner' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
\\connect {database}
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;"""


def roles_sql(database: str, *, owner_password: str, app_password: str) -> str:
    """Psql input that makes roles, database and extensions; it may be run again."""
    passwords = f"ALTER ROLE linli_owner PASSWORD '{owner_password}';\nALTER ROLE linli_app PASSWORD '{app_password}';"
    text = f"{_ROLES}\n{passwords}\n{_GRANTS}"
    if database == "template1":
        # New databases copy template1: this is how the tests get PostGIS without a superuser.
        return text + "\n" + _DATABASE.format(database=database).split("\n", 1)[1] + "\n"
    return text + "\n" + _DATABASE.format(database=database) + "\n"


def administrator_sql(database: str) -> str:
    """What the administrator of a given server runs once, with psql, as a superuser."""
    return roles_sql(database, owner_password="<choose one>", app_password="<choose another>")  # noqa: S106  # to be filled in
