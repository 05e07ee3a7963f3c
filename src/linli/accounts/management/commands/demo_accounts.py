"""`demo_accounts`: the address and one account a role, for the end of `up`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from linli.accounts.contract import demo_accounts


class Command(BaseCommand):
    """Prints; changes nothing."""

    help = "Print the sign-in address and one demo account a role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the server listens."""
        parser.add_argument("--address", default="http://127.0.0.1:8000")

    def handle(self, *_: Any, **options: Any) -> None:
        """One line a role."""
        seen: set[str] = set()
        address = str(options["address"]).rstrip("/")
        self.stdout.write(f"居民  {address}/sign-in/\n工作人员  {address}/staff/sign-in/")
        for account in demo_accounts():
            if account.role not in seen:
                seen.add(account.role)
                self.stdout.write(f"  {account.role_label}  {account.name}  {account.unit}")
