"""Whole layers as files: GeoJSON (RFC 7946) and GeoPackage (OGC 12-128r19), made by a job, sent as they are."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from linli.kernel import clock, layers
from linli.kernel.layers import DAY, NUMBER, YES_NO, Asked, Field, Layer

GEOJSON, GEOPACKAGE = "geojson", "gpkg"
FORMS = {GEOJSON: "application/geo+json", GEOPACKAGE: "application/geopackage+sqlite3"}
NAMES = {GEOJSON: "GeoJSON", GEOPACKAGE: "GeoPackage"}
PORTION = 5000
_KINDS = {NUMBER: "float64", DAY: "datetime64[D]"}


@dataclass(frozen=True)
class Made:
    """A file that is there: where, how large (bytes), from when."""

    path: Path
    name: str
    size: int
    at: datetime


def folder() -> Path:
    """Where the files lie; outside the web root."""
    return Path(settings.MEDIA_ROOT) / "layers"


def made(layer: Layer) -> dict[str, Made]:
    """The files of a layer that are there, by form."""
    found = {}
    for form, name in NAMES.items():
        path = folder() / f"{layer.name}.{form}"
        if path.exists():
            facts = path.stat()
            found[form] = Made(path, name, facts.st_size, datetime.fromtimestamp(facts.st_mtime, tz=clock.SHANGHAI))
    return found


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file that appears under its name only when it is finished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        yield aside
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def write(layer: Layer, path: Path, form: str, on: date | None = None) -> int:
    """Write the layer as it is on a day (today) into a file; how many features. An older file stays until the new one is whole."""
    day = on or clock.today()
    portions = layers.binary(layer, Asked(since=day, until=day, limit=PORTION))
    with _whole(path) as aside:
        return _geojson(layer, portions, aside) if form == GEOJSON else _geopackage(layer, portions, aside)


def _geojson(layer: Layer, portions: Iterator[list[tuple[Any, ...]]], path: Path) -> int:
    number, names = 0, [field.name for field in layer.fields]
    with path.open("w", encoding="utf-8") as out:
        out.write(f'{{"type":"FeatureCollection","name":"{layer.name}","features":[')
        for rows in portions:
            shapes = shapely.to_geojson(shapely.from_wkb([row[1] and bytes(row[1]) for row in rows]))
            for row, shape in zip(rows, shapes, strict=True):
                facts = json.dumps(dict(zip(names, row[2:], strict=True)), cls=DjangoJSONEncoder, ensure_ascii=False)
                out.write(
                    f'{"," if number else ""}\n{{"type":"Feature","id":"{row[0]}","geometry":{shape or "null"},"properties":{facts}}}'
                )
                number += 1
        out.write("\n]}\n")
    return number


def _column(field: Field, values: list[Any]) -> "np.ndarray[Any, Any]":
    if field.type in _KINDS:
        return np.array(values, dtype=_KINDS[field.type])
    if field.type == YES_NO and None not in values:
        return np.array(values, dtype=bool)
    return np.array([None if value is None else str(value) for value in values], dtype=object)


def _geopackage(layer: Layer, portions: Iterator[list[tuple[Any, ...]]], path: Path) -> int:
    number, names = 0, ["id", *(field.name for field in layer.fields)]
    for rows in portions:
        columns = list(zip(*rows, strict=True))
        shapes = np.array([shape and bytes(shape) for shape in columns[1]], dtype=object)
        ids = np.array([str(one) for one in columns[0]], dtype=object)
        facts = [ids, *(_column(field, list(values)) for field, values in zip(layer.fields, columns[2:], strict=True))]
        pyogrio.raw.write(
            str(path), shapes, facts, names, layer=layer.name, driver="GPKG", geometry_type=layer.geometry, crs="EPSG:4326",
            promote_to_multi=layer.geometry.startswith("Multi"), append=bool(number),
        )  # fmt: skip
        number += len(rows)
    return number
