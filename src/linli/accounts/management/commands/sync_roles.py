"""`sync_roles`: roles and their permissions as the code declares them, and the first privacy notice. `up` calls it after migrating."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from linli.accounts.contract import ensure_notice, sync_roles
from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope


class Command(BaseCommand):
    """Runs the operation under a system actor."""

    help = "Bring roles and role permissions up to the declarations."

    def handle(self, *_: Any, **__: Any) -> None:
        """Say how many roles changed."""
        actor = Actor.system("同步角色", frozenset({"accounts.sync_roles", "accounts.publish_notice"}), wide=True, door="command")
        with transaction.atomic(), use_scope(actor):
            changed = sync_roles(actor)
            ensure_notice(actor)
        self.stdout.write(f"roles changed: {changed}")
