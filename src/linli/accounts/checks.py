"""Production refuses demo accounts: a check for `manage.py check --database default`, and at the start of the server."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from linli.accounts.models import User

HINT = "Demo accounts belong to demo mode. Start with a database of its own (./linli up --no-demo), or set LINLI_DEMO=1."


class DemoAccountsInProduction(Exception):
    """The database holds demo accounts, and this is not demo mode."""


def demo_accounts_left() -> int:
    """How many demo accounts the database holds outside demo mode."""
    return 0 if settings.DEMO else User.objects.filter(demo=True).count()


@checks.register(checks.Tags.database)
def no_demo_accounts(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """An error when production holds demo accounts. Before the first migration there are none: `migrate` asks this too."""
    if not databases or User._meta.db_table not in connection.introspection.table_names() or not demo_accounts_left():
        return []
    return [checks.Error("Demo accounts in production.", hint=HINT, id="accounts.E001")]


def refuse_to_start() -> None:
    """Raises DemoAccountsInProduction. A database that does not answer is /healthz' matter, not this one's."""
    try:
        left = demo_accounts_left()
    except DatabaseError:
        return
    if left:
        message = f"{left} demo accounts in production. {HINT}"
        raise DemoAccountsInProduction(message)
