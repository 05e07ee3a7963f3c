"""Map layers that other tools may read: public, non-personal rows with a shape, page by page (OGC API Features, files).

A context says with a `Layer` what it offers; the doors that speak to other tools know nothing else about it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

Box = tuple[float, float, float, float]
TEXT, NUMBER, YES_NO, DAY, ID = "string", "number", "boolean", "date", "uuid"
FIRST = UUID(int=0)


@dataclass(frozen=True)
class Field:
    """A property of a layer's features; `choices` are its codes with their Chinese names. A `filter` may be asked for by value."""

    name: str
    title: str
    type: str = TEXT
    choices: tuple[tuple[str, str], ...] = ()
    filter: bool = False


@dataclass(frozen=True)
class Layer:
    """A layer: `rows` is a SELECT of id, shape (EPSG:4326, indexed), drawn (what is given out) and the fields by their names.

    `dated` layers also select valid_from and valid_to (the day after the last; NULL until further notice).
    """

    name: str
    title: str
    about: str
    source: str
    geometry: str
    rows: str
    fields: tuple[Field, ...]
    dated: bool = False

    def field(self, name: str) -> Field | None:
        """The field of this name that may be asked for, or None."""
        return next((one for one in self.fields if one.name == name and one.filter), None)


@dataclass(frozen=True)
class Asked:
    """What a page is asked of: a box (west, south, east, north in degrees), days from and to (both included), values by field."""

    box: Box | None = None
    since: date | None = None
    until: date | None = None
    equal: tuple[tuple[str, Any], ...] = ()
    after: UUID = FIRST
    limit: int = 100


@dataclass(frozen=True)
class Feature:
    """A row of a layer; `shape` is GeoJSON text in longitude and latitude (WGS-84), None where nobody knows the place."""

    id: UUID
    shape: str | None
    properties: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """Features in the order of their ids; `after` asks for the next page, None at the end."""

    features: tuple[Feature, ...]
    after: UUID | None


def _conditions(layer: Layer, asked: Asked) -> tuple[str, dict[str, Any]]:
    parts, values = ["true"], dict[str, Any]()
    if asked.box:
        parts.append("f.shape && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)")
        parts.append("ST_Intersects(f.shape, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326))")
        values |= dict(zip(("west", "south", "east", "north"), asked.box, strict=True))
    if layer.dated and asked.until:
        parts.append("f.valid_from <= %(until)s")
        values["until"] = asked.until
    if layer.dated and asked.since:
        parts.append("(f.valid_to IS NULL OR f.valid_to > %(since)s)")
        values["since"] = asked.since
    for name, value in asked.equal:
        if layer.field(name) is None:
            raise KeyError(name)
        parts.append(f"f.{name} = %(equal_{name})s")
        values[f"equal_{name}"] = value
    return " AND ".join(parts), values


def _features(layer: Layer, rows: list[tuple[Any, ...]]) -> tuple[Feature, ...]:
    names = [field.name for field in layer.fields]
    return tuple(Feature(row[0], row[1], dict(zip(names, row[2:], strict=True))) for row in rows)


def _select(layer: Layer, shape: str = "ST_AsGeoJSON(f.drawn, 7)") -> str:
    columns = ", ".join(f"f.{field.name}" for field in layer.fields)
    return f"SELECT f.id, {shape}, {columns} FROM ({layer.rows}) AS f"  # noqa: S608  # constants of the contexts


def page(layer: Layer, asked: Asked) -> Page:
    """One page. Raises KeyError for a field that may not be asked for."""
    where, values = _conditions(layer, asked)
    sql = f"{_select(layer)} WHERE {where} AND f.id > %(after)s ORDER BY f.id LIMIT %(limit)s"
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "after": asked.after, "limit": asked.limit + 1})
        rows = cursor.fetchall()
    found = _features(layer, rows[: asked.limit])
    return Page(found, found[-1].id if len(rows) > asked.limit else None)


def count(layer: Layer, asked: Asked) -> int:
    """How many features all pages hold together."""
    where, values = _conditions(layer, asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({layer.rows}) AS f WHERE {where}", values)  # noqa: S608  # as above
        return int(cursor.fetchone()[0])


def one(layer: Layer, feature_id: UUID) -> Feature | None:
    """The feature with this id, whatever its days."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_select(layer)} WHERE f.id = %(id)s", {"id": feature_id})
        found = _features(layer, cursor.fetchall())
    return found[0] if found else None


def extent(layer: Layer) -> Box | None:
    """West, south, east and north end of a layer in degrees; None without a shape."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ST_Extent(f.shape) FROM ({layer.rows}) AS f")  # noqa: S608  # as above
        box = cursor.fetchone()[0]
    if box is None:
        return None
    west, south, east, north = (float(part) for corner in box[4:-1].split(",") for part in corner.split(" "))
    return west, south, east, north


def binary(layer: Layer, asked: Asked) -> Iterator[list[tuple[Any, ...]]]:
    """All rows in portions of `asked.limit`: id, shape as WKB or None, the fields in their order. For files."""
    where, values = _conditions(layer, asked)
    sql = f"{_select(layer, 'ST_AsBinary(f.drawn)')} WHERE {where} AND f.id > %(after)s ORDER BY f.id LIMIT %(limit)s"
    after: UUID | None = asked.after
    while after is not None:
        with connection.cursor() as cursor:
            cursor.execute(sql, {**values, "after": after, "limit": asked.limit})
            rows = cursor.fetchall()
        if rows:
            yield rows
        after = rows[-1][0] if len(rows) == asked.limit else None


def as_geojson(feature: Feature) -> dict[str, Any]:
    """A GeoJSON feature (RFC 7946)."""
    shape = json.loads(feature.shape) if feature.shape else None
    return {"type": "Feature", "id": str(feature.id), "geometry": shape, "properties": feature.properties}
