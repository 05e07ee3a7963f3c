"""`first_account`: the system administrator of a new installation, by a one-time link. Nobody stands above to invite him."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from linli.accounts.contract import NewPerson, NewPost, invite
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.scope import use_scope
from linli.regions import contract as regions


class Command(BaseCommand):
    """Prints the link; the password is set by the person."""

    help = "Invite the first system administrator (系统管理员)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and where the server answers."""
        parser.add_argument("name")
        parser.add_argument("username")
        parser.add_argument("unit")
        parser.add_argument("--address", default="http://127.0.0.1:8000")

    def handle(self, *_: Any, **options: Any) -> None:
        """One account, one link."""
        city = next(iter(regions.children(None)), None)
        if city is None:
            message = "Load the divisions first: ./linli load_regions"
            raise CommandError(message)
        actor = Actor.system("安装", frozenset({"accounts.invite"}), wide=True, door="command")
        today = clock.today()
        post = NewPost("system_admin", city.id, options["unit"], today, today + timedelta(days=365), "安装时的第一个账号")
        try:
            with transaction.atomic(), use_scope(actor):
                made = invite(actor, NewPerson(options["name"], options["username"]), post)
        except Refused as refusal:
            raise CommandError(f"{refusal.message} {refusal.facts}") from refusal
        self.stdout.write(f"{options['address'].rstrip('/')}/staff/welcome/{made.token}/")
