"""Draws believable ground around a place that exists only in the demo: river, roads, stairs, contours, green.

All numbers are metres, east and north of the middle of the place. The same seed draws the same ground. Roads run where
compounds leave room: along the Voronoi edges between them, so that no road crosses a building.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from shapely import STRtree, affinity, ops, voronoi_polygons
from shapely.geometry import GeometryCollection, LineString, MultiLineString, MultiPoint, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

Ring = Sequence[tuple[float, float]]
MARGIN = 0.7
SHORE = 46.0
CONTOUR_STEP = 34.0


@dataclass(frozen=True)
class Ground:
    """One drawn thing in local metres."""

    kind: str
    shape: BaseGeometry
    name: str = ""
    width: float = 0.0


@dataclass(frozen=True)
class Plan:
    """What the ground is drawn around. `rural` makes lanes, terraces and a brook of streets and a river."""

    outline: Ring
    compounds: tuple[Ring, ...]
    seed: int
    rural: bool = False
    water_name: str = ""
    road_names: tuple[str, ...] = ()


class _Wave:
    """A calm curve: the sum of three sines."""

    def __init__(self, random: Random, length: float, height: float) -> None:
        self.parts = [(height / n, length / n, random.uniform(0, math.tau)) for n in (1, 2, 3)]

    def at(self, x: float) -> float:
        return sum(high * math.sin(x / long * math.tau + shift) for high, long, shift in self.parts)


def sketch(plan: Plan) -> list[Ground]:
    """Ground for a plan, the lowest layer first."""
    random = Random(plan.seed)  # noqa: S311  # a picture, not a secret
    outline = Polygon(plan.outline)
    west, south, east, north = outline.bounds
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    canvas = box(west - wide, south - high, east + wide, north + high)
    compounds = [Polygon(ring).buffer(0) for ring in plan.compounds]
    wave = _Wave(random, (east - west) * 1.6, 6 if plan.rural else 14)
    water = _brook(outline, canvas, wave) if plan.rural else _river(outline, canvas, wave)
    water = water.difference(ops.unary_union([c.buffer(12) for c in compounds])) if plan.rural else water
    outside = _neighbours(outline, canvas, water, random, rural=plan.rural)
    roads = _roads(plan, compounds, outside, canvas, water, wave)
    taken = ops.unary_union([*(c.buffer(5) for c in compounds), *(r.shape.buffer(r.width / 2 + 3) for r in roads), water])
    ground = [Ground("water", water, plan.water_name)]
    ground += _greens(outline, canvas, taken, random, rural=plan.rural)
    ground += _contours(canvas, water, wave, random)
    ground += [Ground("house", one.difference(taken)) for one in _houses(outside, random) if not one.intersects(taken)]
    return ground + roads + _stairs(outline, compounds, water, random)


def _curve(wave: _Wave, west: float, east: float, y: float, share: float = 1.0) -> list[tuple[float, float]]:
    steps = max(24, int((east - west) / 18))
    xs = [west + (east - west) * n / steps for n in range(steps + 1)]
    return [(x, y + share * wave.at(x)) for x in xs]


def _river(outline: Polygon, canvas: Polygon, wave: _Wave) -> Polygon:
    west, bottom, east, _ = canvas.bounds
    shore = _curve(wave, west, east, outline.bounds[1] - SHORE)
    return Polygon([*shore, (east, bottom), (west, bottom)]).buffer(0)


def _brook(outline: Polygon, canvas: Polygon, wave: _Wave) -> BaseGeometry:
    west, _, east, _ = canvas.bounds
    middle = outline.bounds[1] + (outline.bounds[3] - outline.bounds[1]) * 0.28
    return LineString(_curve(wave, west, east, middle, 4)).buffer(5)


def _neighbours(outline: Polygon, canvas: Polygon, water: BaseGeometry, random: Random, *, rural: bool) -> list[Polygon]:
    """Blocks of houses around the place, so that it does not lie in a void."""
    found: list[Polygon] = []
    near = 110 if rural else 62
    for ring, count in ((near, 18), (near + 110, 22), (near + 220, 26)):
        around = outline.buffer(ring).exterior
        for n in range(count):
            at = around.interpolate((n + random.uniform(0.2, 0.8)) / count, normalized=True)
            block = affinity.rotate(box(at.x - 58, at.y - 36, at.x + 58, at.y + 36), random.uniform(-14, 14))
            free = all(block.distance(other) > 18 for other in (*found, outline, water))
            if canvas.contains(block) and free:
                found.append(block)
    return found


def _houses(blocks: Iterable[Polygon], random: Random) -> list[Polygon]:
    houses: list[Polygon] = []
    for block in blocks:
        turn = random.uniform(-12, 12)
        for dx, dy in ((-34, -16), (4, -18), (38, -14), (-30, 16), (10, 18)):
            if random.random() < 0.7:
                x, y = block.centroid.x + dx, block.centroid.y + dy
                houses.append(affinity.rotate(box(x - 14, y - 6, x + 14, y + 6), turn))
    return houses


def _roads(
    plan: Plan, compounds: list[Polygon], outside: list[Polygon], canvas: Polygon, water: BaseGeometry, wave: _Wave
) -> list[Ground]:
    lines = _between([*compounds, *outside], canvas, water)
    names = list(plan.road_names)
    west, _, east, _ = canvas.bounds
    roads: list[Ground] = []
    if not plan.rural:
        shore = LineString(_curve(wave, west, east, Polygon(plan.outline).bounds[1] - SHORE + 22))
        roads.append(Ground("road", shore, names.pop(0) if names else "滨江路", 14.0))
    broad, narrow = (4.5, 3.0) if plan.rural else (11.0, 7.0)
    for n, line in enumerate(sorted(lines, key=lambda one: -one.length)):
        roads.append(Ground("road", line, names.pop(0) if names and line.length > 90 else "", broad if n < 3 else narrow))
    return roads


def _between(blocks: list[Polygon], canvas: Polygon, water: BaseGeometry) -> list[LineString]:
    """Smooth lines half-way between blocks: the edges where the cells of different blocks meet."""
    if len(blocks) < 2:
        return []
    dots = [(n, block.exterior.interpolate(d)) for n, block in enumerate(blocks) for d in range(0, int(block.exterior.length), 12)]
    edges = _borders(dots, voronoi_polygons(MultiPoint([dot for _, dot in dots]), extend_to=canvas))
    kept = MultiLineString(edges).intersection(canvas.buffer(-1))
    joined = ops.linemerge(kept) if isinstance(kept, MultiLineString) else kept
    parts = getattr(joined, "geoms", [joined])
    dry = [part.simplify(9).difference(water.buffer(16)) for part in parts if part.length > 24]
    pieces = [piece for part in dry for piece in getattr(part, "geoms", [part])]
    return [_smooth(piece) for piece in pieces if isinstance(piece, LineString) and piece.length > 20]


def _borders(dots: list[tuple[int, Point]], cells: GeometryCollection) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Sides that two cells of different blocks share."""
    tree = STRtree([dot for _, dot in dots])
    owners: dict[tuple[tuple[float, float], tuple[float, float]], set[int]] = defaultdict(set)
    for polygon in cells.geoms:
        inside = [int(n) for n in tree.query(polygon, predicate="contains")]
        corners = [(round(x, 2), round(y, 2)) for x, y in polygon.exterior.coords]
        for a, b in pairwise(corners):
            owners[min(a, b), max(a, b)].update(dots[n][0] for n in inside)
    return [side for side, blocks in owners.items() if len(blocks) > 1 and side[0] != side[1]]


def _smooth(line: LineString) -> LineString:
    points = list(line.coords)
    for _ in range(3):
        cut = [points[0]]
        for (ax, ay), (bx, by) in pairwise(points):
            cut += [(ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25), (ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75)]
        points = [*cut, points[-1]]
    return LineString(points)


def _greens(outline: Polygon, canvas: Polygon, taken: BaseGeometry, random: Random, *, rural: bool) -> list[Ground]:
    west, south, east, north = canvas.bounds
    greens: list[Ground] = []
    for n in range(16 if rural else 7):
        at = Point(random.uniform(west, east), random.uniform(south, north))
        if not rural and n == 0:
            at = Point(outline.centroid.x + random.uniform(-40, 80), outline.bounds[3] + 10)
        blob = affinity.scale(at.buffer(random.uniform(34, 62)), random.uniform(1, 1.9), random.uniform(0.6, 1))
        shape = blob.difference(taken).buffer(-6).buffer(6)
        if not shape.is_empty:
            greens.append(Ground("field" if rural and n % 3 else "green", shape))
    return greens


def _contours(canvas: Polygon, water: BaseGeometry, wave: _Wave, random: Random) -> list[Ground]:
    west, south, east, north = canvas.bounds
    lines: list[Ground] = []
    for n in range(int((north - south) / CONTOUR_STEP)):
        line = LineString(_curve(wave, west, east, south + n * CONTOUR_STEP + random.uniform(-6, 6), 2.2 - n * 0.04))
        dry = line.difference(water.buffer(8))
        if not dry.is_empty:
            lines.append(Ground("contour", dry))
    return lines


def _stairs(outline: Polygon, compounds: list[Polygon], water: BaseGeometry, random: Random) -> list[Ground]:
    """梯坎: short flights straight up the slope, between compounds."""
    west, south, east, north = outline.bounds
    built = ops.unary_union([c.buffer(6) for c in compounds])
    found: list[Ground] = []
    for _ in range(240):
        x, y, length = random.uniform(west, east), random.uniform(south, north), random.uniform(62, 92)
        flight = LineString([(x, y), (x + random.uniform(-16, 16), y + length)])
        alone = all(flight.distance(other.shape) > 110 for other in found)
        if alone and outline.contains(flight) and not flight.intersects(built) and not flight.intersects(water):
            found.append(Ground("stairs", flight, width=4.0))
        if len(found) == 4:
            break
    return found
