"""`./linli audit_verify`: verify the logs, or write an evidence package. With `--file` ./linli runs kernel.verify instead: no Django."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from linli.kernel import auditing, clock, sealing, verify
from linli.kernel.actor import Actor
from linli.kernel.records import Area
from linli.kernel.scope import use_scope


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


class Command(BaseCommand):
    """Ends with 1 when a record was touched."""

    help = "核验操作、查看、交换三本记录有没有被人动过。--file 证据包：不用数据库，只核验这个包。"
    requires_system_checks = []  # an auditor verifies also what is otherwise out of order

    def add_arguments(self, parser: CommandParser) -> None:
        """Area and package to write."""
        parser.add_argument("--from", dest="start", type=_moment, help="从，如 2026-08-01 或 2026-08-01T08:00")
        parser.add_argument("--to", dest="end", type=_moment, help="到（不含）")
        parser.add_argument("--region", action="append", type=UUID, help="区划编号（可写多个），不写是全部")
        parser.add_argument("--book", action="append", choices=["audit", "read", "exchange"], help="哪一本，不写是三本")
        parser.add_argument("--export", type=Path, help="写证据包")
        parser.add_argument("--seal", action="store_true", help="先封存还没进检查点的记录")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify and print."""
        if options["seal"]:
            sealing.seal_now()
        area = Area(
            options["start"],
            options["end"],
            frozenset(options["region"]) if options["region"] else None,
            tuple(options["book"] or ("audit", "read", "exchange")),
        )
        actor = Actor.system("audit_verify", frozenset(), wide=True, door="command")
        with transaction.atomic(), use_scope(actor):
            done = auditing.verify(area)
            if options["export"]:
                try:
                    auditing.export(area, options["export"])
                except OSError as failure:
                    message = f"证据包写不了：{failure.strerror}"
                    raise CommandError(message) from failure
        self.stdout.write("\n".join(verify.lines(done.report, done.seconds)))
        if not done.report.clean:
            sys.exit(1)
