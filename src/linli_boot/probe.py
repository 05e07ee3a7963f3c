"""Asks a database what `./linli` must know; run by the environment's Python because it needs psycopg.

Reads {"owner": url, "app": url} on stdin, prints {"problem": …, "migrations": n}.
"""

import json
import sys

import psycopg

OLDEST_SERVER = 150000
OLDEST_POSTGIS = (3, 3)


def problem_of(owner: psycopg.Connection[tuple[object, ...]], app: psycopg.Connection[tuple[object, ...]]) -> str:
    """What keeps this database from being used; empty when it is fit."""
    if owner.info.server_version < OLDEST_SERVER:
        return f"version: PostgreSQL {owner.info.server_version // 10000} is too old, 15 or newer is needed"
    found = {str(name): str(version) for name, version in owner.execute("SELECT extname, extversion FROM pg_extension")}
    missing = [name for name in ("postgis", "pg_trgm", "btree_gist") if name not in found]
    if missing:
        return f"setup: the extensions {', '.join(missing)} are missing"
    if tuple(int(part) for part in found["postgis"].split(".")[:2]) < OLDEST_POSTGIS:
        return f"version: PostGIS {found['postgis']} is too old, 3.3 or newer is needed"
    member = "pg_has_role('linli_scoped', 'MEMBER') AND pg_has_role('linli_wide', 'MEMBER')"
    roles = f"SELECT rolinherit, {member} FROM pg_roles WHERE rolname = current_user"  # noqa: S608  # constants
    try:
        row = app.execute(roles.encode()).fetchone()
    except psycopg.errors.UndefinedObject:
        return "setup: the roles linli_scoped and linli_wide are missing"
    if row is None or row[0] or not row[1]:
        return "setup: the app's role must be NOINHERIT and a member of linli_scoped and linli_wide"
    return ""


def migrations(owner: psycopg.Connection[tuple[object, ...]]) -> int:
    """How many migrations the database has seen; 0 for an empty one."""
    row = owner.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL").fetchone()
    if row is None or not row[0]:
        return 0
    count = owner.execute("SELECT count(*) FROM public.django_migrations").fetchone()
    return int(str(count[0])) if count else 0


def main() -> None:
    """Connect with both roles and say what was found."""
    urls = json.load(sys.stdin)
    try:
        with psycopg.connect(urls["owner"], connect_timeout=10) as owner, psycopg.connect(urls["app"], connect_timeout=10) as app:
            answer: dict[str, object] = {"problem": problem_of(owner, app), "migrations": 0}
            if not answer["problem"]:
                answer["migrations"] = migrations(owner)
    except psycopg.OperationalError as error:
        answer = {"problem": f"connection: {str(error).strip().splitlines()[0].rstrip('.')}", "migrations": 0}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
