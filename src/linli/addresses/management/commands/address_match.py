"""`./linli address_match "TEXT"` or `--in FILE --out FILE`: where typed addresses are."""

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from itertools import tee
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from linli.addresses.contract import Match, match_address, match_many
from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope

COLUMNS = ("address", "地址")
ANSWER = ("level", "label", "score", "asks_back", "region_id", "compound_id", "building_id", "unit_id", "house_id", "reasons", "candidates")


class Command(BaseCommand):
    """Matches one address, or each row of a file, against the whole city; writes nothing to the database."""

    help = "Match an address: level, place, score, reasons and candidates as JSON. With --in and --out a CSV row by row."

    def add_arguments(self, parser: CommandParser) -> None:
        """A text, or two files."""
        parser.add_argument("text", nargs="?")
        parser.add_argument("--in", dest="source", type=Path, help="CSV with a column address or 地址")
        parser.add_argument("--out", dest="target", type=Path, help="the same rows with the answer behind them")
        parser.add_argument("--column", help="another name of the column")
        parser.add_argument("--index", type=Path, help="folder in which the index is kept for the next time")

    def handle(self, *_args: Any, text: str | None, **options: Any) -> None:
        """Match and print."""
        source, target = options["source"], options["target"]
        if (text is None) == (source is None) or (source is None) != (target is None):
            raise CommandError("Give either a text, or --in and --out.")
        actor = Actor.system("address_match", frozenset(), wide=True, door="command")
        with transaction.atomic(), use_scope(actor):
            if text is not None:
                self.stdout.write(json.dumps(asdict(match_address(actor, text)), default=str, ensure_ascii=False))
                return
            counts = _run(source, target, options["column"], options["index"])
        self.stdout.write(json.dumps(counts))


def _run(source: Path, target: Path, column: str | None, folder: Path | None) -> dict[str, int]:
    """Read, match and write row by row; how many were answered and how many a person must choose."""
    with ExitStack() as files:
        try:
            rows = csv.DictReader(files.enter_context(source.open(newline="", encoding="utf-8-sig")))
            written = files.enter_context(target.open("w", newline="", encoding="utf-8"))
        except OSError as wrong:
            raise CommandError(f"{wrong.filename}: {wrong.strerror}") from wrong
        names = list(rows.fieldnames or ())
        wanted = column or next((name for name in COLUMNS if name in names), "")
        if wanted not in names:
            raise CommandError(f"{source} has no column {column or ' or '.join(COLUMNS)}.")
        return _answer(rows, names, wanted, written, folder)


def _answer(rows: Iterator[dict[str, str]], names: list[str], wanted: str, written: TextIO, folder: Path | None) -> dict[str, int]:
    out = csv.DictWriter(written, [*names, *(name for name in ANSWER if name not in names)], extrasaction="ignore")
    out.writeheader()
    counts = {"rows": 0, "answered": 0, "asked_back": 0}
    kept, asked = tee(rows)
    for row, found in zip(kept, match_many((row[wanted] or "" for row in asked), folder), strict=True):
        counts["rows"] += 1
        counts["asked_back" if found.asks_back else "answered"] += 1
        out.writerow(row | _columns(found))
    return counts


def _columns(found: Match) -> dict[str, Any]:
    candidates = [{"label": one.label, "score": round(one.score, 3), "reason": one.reason} for one in found.candidates]
    told = {name: getattr(found, name) for name in ANSWER[:-2]}
    return told | {"reasons": "；".join(found.reasons), "candidates": json.dumps(candidates, ensure_ascii=False) if candidates else ""}
