"""`./linli export_layer NAME --out FILE`: an open layer as GeoJSON or GeoPackage."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from linli.api.features import files
from linli.api.features.layers import LAYERS


class Command(BaseCommand):
    """Writes the file; JSON on stdout says how many features and how fast."""

    help = "开放图层导出成 GeoJSON 或 GeoPackage"

    def add_arguments(self, parser: CommandParser) -> None:
        """Layer, file and day."""
        parser.add_argument("layer", choices=sorted(LAYERS))
        parser.add_argument("--out", required=True, type=Path, help="文件，.geojson 或 .gpkg")
        parser.add_argument("--on", type=date.fromisoformat, help="哪一天的，YYYY-MM-DD；不写是今天")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write."""
        path: Path = options["out"]
        form = path.suffix.removeprefix(".")
        if form not in files.FORMS:
            message = "文件名以 .geojson 或 .gpkg 结尾。"
            raise CommandError(message)
        started = time.perf_counter()
        number = files.write(LAYERS[options["layer"]], path, form, options["on"])
        seconds = time.perf_counter() - started
        told = {"layer": options["layer"], "features": number, "bytes": path.stat().st_size, "seconds": round(seconds, 3)}
        self.stdout.write(json.dumps(told))
