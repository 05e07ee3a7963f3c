"""`load_profiles`: the seeds of all rule profiles as version 1. `up` calls it after migrating."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from linli.accounts.contract import load_profiles
from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope


class Command(BaseCommand):
    """Runs the operation under a system actor."""

    help = "Write the seed values of the rule profiles."

    def handle(self, *_: Any, **__: Any) -> None:
        """Say how many values are new."""
        actor = Actor.system("载入规则参数", frozenset({"accounts.load_profiles"}), wide=True, door="command")
        with transaction.atomic(), use_scope(actor):
            added = load_profiles(actor)
        self.stdout.write(f"values added: {added}")
