"""A post at a grid reads its grid's matters, those it reported and those given to it (ADR 0012); points know their grid."""

from django.db import migrations, models

from linli.kernel.rls import GRIDS, HOLDER, own_grid

# Runs as the owner: the fence of the handlers asks for the request, so the request may not ask for its handlers.
IN_HAND = """
CREATE FUNCTION requests_in_hand(holder uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT request_id FROM requests_requesthandler
    WHERE active AND region_id = ANY(nullif(current_setting('linli.scope', true), '')::uuid[])
      AND (user_id = holder OR (user_id IS NULL AND role IN ('grid_worker', 'rep')))
$$;
REVOKE ALL ON FUNCTION requests_in_hand(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION requests_in_hand(uuid) TO linli_scoped, linli_wide;
"""
OWN = f"grid_id = ANY({GRIDS}) OR filed_by_id = {HOLDER} OR id IN (SELECT requests_in_hand({HOLDER}))"
PARTS = (
    "requesthandler", "requestevent", "proposal", "decision", "alarm", "staffalert", "likeness", "staffnote", "photo", "answer",
    "notice", "evaluation",
)  # fmt: skip
KNOWN = """
UPDATE requests_mappoint m SET grid_id = r.grid_id FROM requests_request r WHERE r.id = m.request_id AND r.grid_id IS NOT NULL
"""


def part(name: str) -> list[migrations.RunSQL]:
    """The fence of a table that belongs to a request."""
    table = f"requests_{name}"
    return own_grid(table, f"EXISTS (SELECT 1 FROM requests_request r WHERE r.id = {table}.request_id)")


class Migration(migrations.Migration):
    """Second fence inside the community."""

    dependencies = [("requests", "0005_alarm_and_unclear")]

    operations = [
        migrations.AddField("mappoint", "grid_id", models.UUIDField(null=True)),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.RunSQL(IN_HAND, "DROP FUNCTION requests_in_hand(uuid);"),
        *own_grid("requests_request", OWN),
        *(step for name in PARTS for step in part(name)),
    ]
