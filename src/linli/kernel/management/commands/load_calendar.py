"""`./linli load_calendar [YEAR] [--file CSV]`: load the holiday calendar of a year."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from linli.kernel import calendars
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused
from linli.kernel.scope import use_scope


class Command(BaseCommand):
    """Without a year: every year the library knows."""

    help = "载入放假安排；不写年份就载入软件自带的各年。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Year and file."""
        parser.add_argument("year", nargs="?", type=int)
        parser.add_argument("--file", type=Path, help="CSV：date,working（班或休）,name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and say what was loaded."""
        actor = Actor.system("load_calendar", frozenset({"kernel.load_calendar"}), wide=True, door="command")
        if options["file"] and not options["year"]:
            message = "用 --file 时要写年份。"
            raise CommandError(message)
        years = [options["year"]] if options["year"] else calendars.bundled_years()
        try:
            with transaction.atomic(), use_scope(actor):
                for year in years:
                    if options["file"]:
                        lines = calendars.text_of(options["file"].read_bytes()).splitlines()
                        calendars.load_year(actor, year, calendars.from_csv(year, lines), options["file"].name)
                    else:
                        calendars.load_bundled(actor, year)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"载入了 {years[0]}–{years[-1]} 年放假安排" if len(years) > 1 else f"载入了 {years[0]} 年放假安排")
