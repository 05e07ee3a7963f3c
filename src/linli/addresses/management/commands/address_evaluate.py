"""`./linli address_evaluate FILE.jsonl`: how well labelled addresses are cut, as JSON on stdout."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.addresses import queries
from linli.addresses.matching import titles_of
from linli.addresses.matching.evaluation import Labelled, evaluate, labelled


class Command(BaseCommand):
    """Measures the parser; reads the divisions, writes nothing."""

    help = "Accuracy of district, town and village, F1 of all elements and addresses a second on a file of labelled addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help='one JSON a line: {"text": …, "entities": [[kind, text], …]}')

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Measure and print."""
        try:
            with file.open(encoding="utf-8") as lines:
                report = evaluate(list(_rows(lines)), titles_of(queries.divisions()))
        except OSError as wrong:
            raise CommandError(f"{file} cannot be read: {wrong.strerror}") from wrong
        self.stdout.write(json.dumps(report.figures(), ensure_ascii=False, indent=1))


def _rows(lines: Iterator[str]) -> Iterator[Labelled]:
    for count, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield labelled(json.loads(line))
            except (KeyError, TypeError, ValueError) as wrong:
                raise CommandError(f"line {count} is no labelled address: {wrong!r}") from wrong
