"""`./linli compound_evaluate FILE.csv`: how often an address without a name leads to its compound, as JSON on stdout."""

import csv
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.addresses import queries
from linli.addresses.matching import titles_of
from linli.addresses.matching.compound_evaluation import evaluate_pairs

COMPOUNDS = "chongqing_compounds.csv"


class Command(BaseCommand):
    """Measures the book of streets; reads the divisions, writes nothing."""

    help = "R@1, R@5, median error in metres and false accepts of address-only matching, on pairs of the same compound in two portals."

    def add_arguments(self, parser: CommandParser) -> None:
        """The pairs, and the compounds they were drawn from."""
        parser.add_argument("file", type=Path, help="pairs: src_a,src_b,name,addr_a,addr_b,lon_a,lat_a,lon_b,lat_b,dist_km,silver")
        parser.add_argument(
            "--compounds", type=Path, help=f"source,name,address,lon,lat,…; points in BD-09; default: {COMPOUNDS} beside the pairs"
        )

    def handle(self, *_args: Any, file: Path, compounds: Path | None, **_options: Any) -> None:
        """Measure and print."""
        try:
            figures = evaluate_pairs(_rows(file), _rows(compounds or file.with_name(COMPOUNDS)), titles_of(queries.divisions()))
        except (KeyError, ValueError) as wrong:
            raise CommandError(f"a column or a number is missing: {wrong}") from wrong
        self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            return list(csv.DictReader(lines))
    except OSError as wrong:
        raise CommandError(f"{path} cannot be read: {wrong.strerror}") from wrong
