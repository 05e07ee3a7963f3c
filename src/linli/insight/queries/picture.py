"""The picture behind `{% mini_map %}`: SVG paths in metres around a pin."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linli.insight import rules
from linli.insight.queries.ground import Drawn, Pin, around, shape_at

# Half width and half height of what is shown, in metres on the ground.
SIZES = {"tall": (140.0, 76.0), "wide": (150.0, 60.0)}
_ORDER = ("field", "green", "water", "contour", "house", "road", "stairs", "compound", "building")
_LARGE = 2.0


@dataclass(frozen=True)
class Stroke:
    """One path with the class that colours it; `width` in metres, 0 for the class's own."""

    kind: str
    path: str
    width: float = 0.0
    here: bool = False


@dataclass(frozen=True)
class Word:
    """A label with its place in the picture."""

    kind: str
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """All that the template needs. The pin stands at (0, 0)."""

    left: float
    top: float
    width: float
    height: float
    label: str
    strokes: tuple[Stroke, ...]
    words: tuple[Word, ...]


def picture(place_id: UUID | None, *, lon: float | None, lat: float | None, shape: str) -> Picture | None:
    """The surroundings of a place or point, or None when nobody has drawn where it is."""
    pin = _pin(place_id, lon, lat)
    if pin is None:
        return None
    half_width, half_height = SIZES[shape]
    stretch = rules.stretch(rules.degrees(pin.x, pin.y)[1])
    # The pin's head needs room above the place.
    middle = pin.y + half_height * 0.2 * stretch
    drawn = sorted(around(pin.x, middle, half_width * stretch, half_height * stretch), key=lambda one: _ORDER.index(one.kind))
    paper = _Paper(pin, stretch)
    return Picture(
        left=-half_width,
        top=-half_height * 1.2,
        width=2 * half_width,
        height=2 * half_height,
        label=pin.label,
        strokes=tuple(_strokes(drawn, paper, pin)),
        words=tuple(_words(drawn, paper, pin, half_width, half_height)),
    )


def _pin(place_id: UUID | None, lon: float | None, lat: float | None) -> Pin | None:
    found = shape_at(place_id) if place_id else None
    if found is None and lon is not None and lat is not None:
        x, y = rules.mercator(lon, lat)
        return Pin("", x, y, "")
    return found


class _Paper:
    """From Web Mercator metres to metres on the ground around the pin, y down."""

    def __init__(self, pin: Pin, stretch: float) -> None:
        self.pin, self.stretch = pin, stretch

    def point(self, at: Sequence[float]) -> tuple[float, float]:
        return round((at[0] - self.pin.x) / self.stretch, 1), round((self.pin.y - at[1]) / self.stretch, 1)

    def path(self, shape: dict[str, Any]) -> str:
        return "".join(self._parts(shape["type"], shape.get("coordinates", []), shape))

    def _parts(self, kind: str, points: Sequence[Any], shape: dict[str, Any]) -> Iterator[str]:
        if kind == "GeometryCollection":
            for part in shape["geometries"]:
                yield self.path(part)
        elif kind == "LineString":
            yield "M" + " ".join(f"{x:g},{y:g}" for x, y in map(self.point, points))
        elif kind == "Polygon":
            for ring in points:
                yield "M" + " ".join(f"{x:g},{y:g}" for x, y in map(self.point, ring[:-1])) + "Z"
        elif kind.startswith("Multi"):
            for part in points:
                yield from self._parts(kind.removeprefix("Multi"), part, shape)

    def covers_pin(self, shape: dict[str, Any]) -> bool:
        """Whether the pin lies within the shape's box."""
        xs, ys = zip(*map(self.point, _corners(shape.get("coordinates", []))), strict=True)
        return bool(min(xs) <= 0 <= max(xs) and min(ys) <= 0 <= max(ys))

    def middle(self, shape: dict[str, Any]) -> tuple[float, float]:
        corners = list(_corners(shape.get("coordinates", [])))
        xs, ys = zip(*map(self.point, corners), strict=True)
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _corners(points: Sequence[Any]) -> Iterator[Sequence[float]]:
    if points and isinstance(points[0], (int, float)):
        yield points
        return
    for part in points:
        yield from _corners(part)


def _strokes(drawn: list[Drawn], paper: _Paper, pin: Pin) -> Iterator[Stroke]:
    paths = [(one, paper.path(json.loads(one.shape))) for one in drawn]
    shown = [(one, path) for one, path in paths if path]
    for kind in _ORDER:
        if kind == "road":  # all edges below all surfaces, so that crossings are open
            yield from (Stroke("road-edge", path, one.width + _LARGE) for one, path in shown if one.kind == kind)
        yield from (Stroke(kind, path, one.width, here=bool(pin.id) and one.id == pin.id) for one, path in shown if one.kind == kind)


def _words(drawn: list[Drawn], paper: _Paper, pin: Pin, half_width: float, half_height: float) -> Iterator[Word]:
    for one in drawn:
        if one.kind not in {"building", "compound"} or not one.name:
            continue
        x, y = paper.middle(json.loads(one.shape))
        inside = abs(x) < half_width - 6 and -half_height * 1.2 + 6 < y < half_height * 0.8 - 4
        if one.kind == "building" and inside:
            yield Word(
                "here" if one.id == pin.id else "building", one.name.removesuffix("号楼").strip(), x, y + (8.5 if one.id == pin.id else 3.6)
            )
        elif one.kind == "compound" and paper.covers_pin(json.loads(one.shape)):
            # Below the pin and to the left, where no building of the picture's middle stands.
            yield Word("compound", one.name, -half_width * 0.5, half_height * 0.8 - 7)
