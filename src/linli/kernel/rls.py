"""SQL of isolation, rendered in one place and used by migrations (design §6).

Four kinds of table: `region` (rows belong to a region, fenced), `reference` (no personal or regional data),
`framework` (needed before a scope is known: users, sessions, queue) and `log` (append-only, fenced for reading).
"""

from django.db.migrations.operations import RunSQL

SCOPE = "ANY((SELECT nullif(current_setting('linli.scope', true), '')::uuid[])::uuid[])"

GRIDS = "(SELECT nullif(current_setting('linli.grids', true), '')::uuid[])::uuid[]"
HOLDER = "(SELECT nullif(current_setting('linli.holder', true), '')::uuid)"


def _run(forward: str, back: str) -> RunSQL:
    return RunSQL(forward, back)


def region_rows(table: str, column: str = "region_id") -> list[RunSQL]:
    """Fence a table by its region column: scoped roles see their regions' rows, the wide role all."""
    return [
        _run(
            f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            CREATE POLICY in_scope ON {table} TO linli_scoped USING ({column} = {SCOPE}) WITH CHECK ({column} = {SCOPE});
            CREATE POLICY everywhere ON {table} TO linli_wide USING (true) WITH CHECK (true);
            GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO linli_scoped, linli_wide;
            """,
            f"DROP POLICY in_scope ON {table}; DROP POLICY everywhere ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
        )
    ]


def own_grid(table: str, condition: str) -> list[RunSQL]:
    """Narrow a fenced table for posts at a grid: of the scope's rows only those that meet the condition (ADR 0012).

    The condition may use `GRIDS` and `HOLDER`. It is not looked at while no grids are set. New rows are the operations' affair:
    a person is entered before they have a home.
    """
    return [
        _run(
            f"""
            CREATE POLICY own_grid ON {table} AS RESTRICTIVE TO linli_scoped
                USING ({GRIDS} IS NULL OR ({condition})) WITH CHECK (true);
            """,
            f"DROP POLICY own_grid ON {table};",
        )
    ]


def log_rows(table: str, column: str = "region_id") -> list[RunSQL]:
    """Append-only: everybody may write a row, nobody may change one; reading is fenced by region.

    The row an INSERT adds needs no scope: a sign-in is logged before one is known.
    """
    return [
        _run(
            f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            CREATE POLICY append ON {table} FOR INSERT TO linli_app, linli_scoped, linli_wide WITH CHECK (true);
            CREATE POLICY in_scope ON {table} FOR SELECT TO linli_scoped USING ({column} = {SCOPE});
            CREATE POLICY everywhere ON {table} FOR SELECT TO linli_wide USING (true);
            GRANT INSERT ON {table} TO linli_app;
            GRANT SELECT, INSERT ON {table} TO linli_scoped, linli_wide;
            """,
            f"DROP POLICY append ON {table}; DROP POLICY in_scope ON {table}; DROP POLICY everywhere ON {table};",
        )
    ]


def reference(table: str) -> list[RunSQL]:
    """No personal or regional data: all roles read, operations write under a scope."""
    return [
        _run(
            f"""
            GRANT SELECT ON {table} TO linli_app;
            GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO linli_scoped, linli_wide;
            """,
            RunSQL.noop,
        )
    ]


def framework(table: str) -> list[RunSQL]:
    """Needed before a scope is known: the application role itself reads and writes."""
    return [
        _run(
            f"""
            GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO linli_app, linli_scoped, linli_wide;
            """,
            RunSQL.noop,
        )
    ]
