"""`./linli affairs_rebuild [--check]`: compare the index of affairs with its sources and repair it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.affairs import rules
from linli.affairs.rebuilding import compare_all, whole_city
from linli.kernel.actor import Actor


class Command(BaseCommand):
    """A piece a transaction; may be broken off and run again."""

    help = "对照来源，修好事情总表；--check 只对照、不改。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to repair."""
        parser.add_argument("--check", action="store_true", help="只对照，有差别就失败")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what was compared and what was not as its source says."""
        actor = Actor.system("affairs_rebuild", frozenset({"affairs.follow"}), wide=True, door="command")
        found = compare_all(actor, whole_city(actor), repair=not options["check"])
        for kind, sums in found.items():
            self.stdout.write(f"{rules.TYPES[kind]}: {sums.looked}, +{sums.missing} ~{sums.different} -{sums.surplus}")
        if options["check"] and any(sums.apart for sums in found.values()):
            message = "事情总表和来源不一致；去掉 --check 再跑一次就修好。"
            raise CommandError(message)
