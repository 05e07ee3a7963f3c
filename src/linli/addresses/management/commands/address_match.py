"""`./linli address_match "TEXT"`: where a typed address is, as JSON on stdout."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from linli.addresses.contract import match_address
from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope


class Command(BaseCommand):
    """Matches one address against the whole city."""

    help = "Match an address; prints level, place, score, reasons and candidates as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """The text."""
        parser.add_argument("text")

    def handle(self, *_args: Any, text: str, **_options: Any) -> None:
        """Match and print."""
        actor = Actor.system("address_match", frozenset(), wide=True, door="command")
        with transaction.atomic(), use_scope(actor):
            found = match_address(actor, text)
        self.stdout.write(json.dumps(asdict(found), default=str, ensure_ascii=False))
