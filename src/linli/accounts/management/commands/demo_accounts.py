"""`demo_accounts`: the address and one account a role, for the end of `up`."""

import unicodedata
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from linli.accounts.queries.demo import DemoAccount, demo_shelves

SHELF, ROLE, NAME = 12, 16, 8  # columns of a terminal; with the longest unit a line stays under 80


def padded(text: str, columns: int) -> str:
    """The text with spaces up to a width; a Chinese character takes two columns."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return text + " " * max(0, columns - len(text) - wide)


class Command(BaseCommand):
    """Prints; changes nothing."""

    help = "Print the sign-in addresses and one demo account a role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the server listens."""
        parser.add_argument("--address", default="http://127.0.0.1:8000")

    def handle(self, *_: Any, **options: Any) -> None:
        """One line a role, by level."""
        address = str(options["address"]).rstrip("/")
        self.stdout.write(f"居民      {address}/sign-in/\n工作人员  {address}/staff/sign-in/")
        for shelf in demo_shelves():
            first: dict[str, DemoAccount] = {}
            for account in shelf.accounts:
                first.setdefault(account.role, account)
            label = shelf.label
            for account in first.values():
                columns = (padded(label, SHELF), padded(account.role_label, ROLE), padded(account.name, NAME), account.unit)
                self.stdout.write(f"  {'  '.join(columns)}".rstrip())
                label = ""
