"""Draws believable ground around a place that exists only in the demo: river, roads, stairs, contours, green.

All numbers are metres, east and north of the middle of the place. The same seed draws the same ground. Roads run where
compounds leave room: along the Voronoi edges between them, so that no road crosses a building.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
# How much farther out a hand-drawn point past the outline goes.
PULL, FAR = 7.0, 60.0
NAME_REACH = 85.0


@dataclass(frozen=True)
class Ground:
    """One drawn thing in local metres."""

    kind: str
    shape: BaseGeometry
    name: str = ""
    width: float = 0.0


@dataclass(frozen=True)
class Plan:
    """What the ground is drawn around. `rural` makes lanes, terraces and a brook of streets and a river.

    `drawn` is what somebody drew by hand: (kind, name, points). Of a kind drawn by hand nothing is invented.
    """

    outline: Ring
    compounds: tuple[Ring, ...]
    seed: int
    rural: bool = False
    water_name: str = ""
    road_names: tuple[str, ...] = ()
    drawn: tuple[tuple[str, str, Ring], ...] = ()

    def by_hand(self, kind: str) -> list[tuple[str, Ring]]:
        """Name and points of what was drawn by hand of a kind."""
        return [(name, points) for drawn_kind, name, points in self.drawn if drawn_kind == kind]


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
    water = _water(plan, outline, canvas, wave, compounds)
    wet = ops.unary_union([one.shape for one in water])
    outside = _neighbours(outline, canvas, wet, random, rural=plan.rural)
    roads = _drawn_lines(plan, "road") or _roads(plan, compounds, outside, canvas, wet, wave)
    flights = _drawn_lines(plan, "stairs") or _stairs(outline, compounds, wet, random)
    taken = ops.unary_union([*(c.buffer(5) for c in compounds), *(r.shape.buffer(r.width / 2 + 3) for r in roads), wet])
    parks = _drawn_areas(plan, "green")
    taken = ops.unary_union([taken, *(park.shape for park in parks)])
    ground = [
        *(Ground("water", one.shape) for one in water),
        *_water_names(water, outline),
        *parks,
        *_greens(outline, canvas, taken, random, rural=plan.rural),
    ]
    ground += _between_contours(plan, canvas, wet) or _contours(canvas, wet, wave, random)
    ground += [Ground("house", one) for one in _houses(outside, random) if not one.intersects(taken)]
    return ground + roads + flights


def _beyond(points: Ring, plan: Plan) -> list[tuple[float, float]]:
    """Hand-drawn points past the outline are pulled outwards, so that a river does not end at the edge of the sheet."""
    west, south, east, north = Polygon(plan.outline).bounds

    def pulled(value: float, low: float, high: float) -> float:
        if value < low - FAR:
            return low - (low - value) * PULL
        return high + (value - high) * PULL if value > high + FAR else value

    return [(pulled(x, west, east), pulled(y, south, north)) for x, y in points]


def _drawn_lines(plan: Plan, kind: str) -> list[Ground]:
    narrow = 3.2 if plan.rural else 7.5
    widths = {"road": 4.6 if plan.rural else 12.0, "stairs": 4.0}
    return [
        Ground(kind, _smooth(LineString(_beyond(points, plan))), name, widths.get(kind, 0.0) if name else narrow)
        for name, points in plan.by_hand(kind)
    ]


def _drawn_areas(plan: Plan, kind: str) -> list[Ground]:
    shapes = []
    for name, points in plan.by_hand(kind):
        ring = _beyond(points, plan) if kind == "water" else list(points)
        shapes.append(Ground(kind, Polygon(_smooth(LineString([*ring, ring[0]]), closed=True)).buffer(0), name))
    return shapes


def _between_contours(plan: Plan, canvas: Polygon, water: BaseGeometry) -> list[Ground]:
    """Contours drawn by hand with two more between neighbours and a few beyond the first and the last."""
    drawn = [_smooth(LineString(_beyond(points, plan))) for _, points in plan.by_hand("contour")]
    if len(drawn) < 2:
        return []
    steps = [n / 60 for n in range(61)]
    lines = [[line.interpolate(step, normalized=True) for step in steps] for line in drawn]
    found: list[Ground] = []
    for upper, lower, shares in _neighbouring(lines):
        for share in shares:
            bent = LineString([(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share) for a, b in zip(upper, lower, strict=True)])
            dry = bent.intersection(canvas).difference(water.buffer(8))
            if not dry.is_empty:
                found.append(Ground("contour", dry))
    return found


def _neighbouring(lines: list[list[Point]]) -> Iterator[tuple[list[Point], list[Point], Sequence[float]]]:
    thirds = (0.0, 1 / 3, 2 / 3)
    for n, (upper, lower) in enumerate(pairwise(lines)):
        before = [-k / 3 for k in range(1, 13)] if n == 0 else []
        after = [1 + k / 3 for k in range(13)] if n == len(lines) - 2 else []
        yield upper, lower, [*before, *thirds, *after]


def _water(plan: Plan, outline: Polygon, canvas: Polygon, wave: _Wave, compounds: list[Polygon]) -> list[Ground]:
    if drawn := _drawn_areas(plan, "water"):
        return drawn
    shape = _brook(outline, canvas, wave) if plan.rural else _river(outline, canvas, wave)
    dry = ops.unary_union([c.buffer(12) for c in compounds])
    return [Ground("water", shape.difference(dry), plan.water_name)]


def _water_names(water: list[Ground], outline: Polygon) -> Iterator[Ground]:
    """Where the name of a river stands: in the part that one sees together with the place."""
    for one in water:
        near = one.shape.intersection(outline.buffer(NAME_REACH))
        if one.name and not near.is_empty:
            yield Ground("water", near.representative_point(), one.name)


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
    rings = ((near, 9),) if rural else ((near, 18), (near + 110, 22), (near + 220, 26))
    for ring, count in rings:
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


def _roads(plan: Plan, compounds: list[Polygon], outside: list[Polygon], canvas: Polygon, water: BaseGeometry, wave: _Wave) -> list[Ground]:
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


def _smooth(line: LineString, *, closed: bool = False) -> LineString:
    """Corners cut three times (Chaikin); an open line keeps its ends."""
    points = list(line.coords)
    for _ in range(3):
        cut = [] if closed else [points[0]]
        for (ax, ay), (bx, by) in pairwise(points):
            cut += [(ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25), (ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75)]
        points = [*cut, cut[0]] if closed else [*cut, points[-1]]
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
