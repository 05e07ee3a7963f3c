"""The printed map: the stored geometries of a division as one vector picture (SVG), with its scale and legend.

Published shapes only; matters and facilities of the regions given. Nothing about people stands on a sheet.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from django.db import connection

from linli.insight import rules
from linli.insight.queries.ground import Drawn, around
from linli.insight.queries.outline import View
from linli.kernel import clock
from linli.places.contract import FACILITIES_TABLE

WIDTH, HEIGHT = 277.0, 158.0  # of the picture, in mm
EDGE = 1.06
# From this width on the ground, buildings would be dust.
DETAILED_METRES = 12_000.0
_STEPS = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
# ruff: noqa: S608  # put together from constants of this module
_OUTLINES = """
SELECT r.id = %(region)s, r.level, r.short_name,
       ST_AsGeoJSON(ST_SimplifyPreserveTopology(ST_Transform(b.geometry, 3857), %(fine)s), 0),
       ST_X(p.at), ST_Y(p.at)
FROM regions_regionboundary b JOIN regions_region r ON r.id = b.region_id,
LATERAL (SELECT ST_Transform(ST_PointOnSurface(b.geometry), 3857) AS at) p
WHERE b.region_id = ANY(%(regions)s::uuid[]) AND b.valid_from <= %(day)s AND (b.valid_to IS NULL OR b.valid_to > %(day)s)
"""
_POINTS = f"""
SELECT CASE WHEN m.due_at < %(now)s AND m.status_group <> 'stopped' THEN 'late' ELSE 'open' END, ST_X(t.p), ST_Y(t.p)
FROM requests_mappoint m, LATERAL (SELECT ST_Transform(m.point, 3857) AS p) t
WHERE %(points)s AND m.region_id = ANY(%(scope)s::uuid[]) AND m.status_group = ANY(%(groups)s)
  AND (NOT %(narrow)s OR m.grid_id = ANY(%(grids)s::uuid[]))
UNION ALL
SELECT CASE f.state WHEN 'faulty' THEN 'faulty' ELSE 'facility' END, ST_X(t.p), ST_Y(t.p)
FROM {FACILITIES_TABLE} f, LATERAL (SELECT ST_Transform(f.point, 3857) AS p) t
WHERE f.point IS NOT NULL AND f.region_id = ANY(%(scope)s::uuid[]) AND f.state IN ('good', 'faulty')
  AND (NOT %(narrow)s OR f.grid_id = ANY(%(grids)s::uuid[]))
"""
_FILLS = {"water": "#CFE1DF", "green": "#DFE8D6", "field": "#E9EBD3", "house": "#E2DBCB", "compound": "none", "building": "#D9D0BC"}
_LINES = {"contour": "#E3DCCB", "road": "#FFFEFB", "stairs": "#8A8577"}
_ORDER = ("field", "green", "water", "contour", "house", "road", "stairs", "compound", "building")
SIGNS = {
    "open": ('<circle cx="{x}" cy="{y}" r="{r}" fill="#D8571B" stroke="#FFFEFB" stroke-width="{w}"/>', "未结的事"),
    "late": ('<path d="M{x} {top}L{right} {foot}H{left}Z" fill="#A63F0C" stroke="#FFFEFB" stroke-width="{w}"/>', "超期的事"),
    "facility": ('<rect x="{left}" y="{top}" width="{d}" height="{d}" fill="#FFFEFB" stroke="#1A211E" stroke-width="{w2}"/>', "设施"),
    "faulty": (
        (
            '<rect x="{left}" y="{top}" width="{d}" height="{d}" fill="#FFFEFB" stroke="#1A211E" stroke-width="{w2}"/>'
            '<path d="M{left} {top}L{right} {foot}" stroke="#1A211E" stroke-width="{w2}"/>'
        ),
        "待修设施",
    ),
}


@dataclass(frozen=True)
class Asked:
    """What a sheet shows: the division, outlines of these regions, signs of `scope` (narrowed to `grids`), matters only if `points`."""

    region_id: UUID
    outlines: tuple[UUID, ...]
    scope: tuple[UUID, ...]
    grids: tuple[UUID, ...]
    points: bool


@dataclass(frozen=True)
class Sheet:
    """The picture with its scale: denominator, and a bar of so many metres that is so many mm long."""

    svg: str
    scale: int
    bar_metres: int
    bar_mm: float
    signs: dict[str, int]


@dataclass(frozen=True)
class _Word:
    """A name with its place on paper, in mm."""

    text: str
    x: float
    y: float
    kind: str


class _Paper:
    """From Web Mercator metres to mm on paper, y down."""

    def __init__(self, view: View) -> None:
        west, south = rules.mercator(view.box[0], view.box[1])
        east, north = rules.mercator(view.box[2], view.box[3])
        self.x, self.y = (west + east) / 2, (south + north) / 2
        self.metres = EDGE * max((east - west) / WIDTH, (north - south) / HEIGHT)  # Mercator metres a mm
        self.ground = self.metres / rules.stretch((view.box[1] + view.box[3]) / 2)

    def point(self, at: Sequence[float]) -> tuple[float, float]:
        return round(WIDTH / 2 + (at[0] - self.x) / self.metres, 2), round(HEIGHT / 2 - (at[1] - self.y) / self.metres, 2)

    def path(self, shape: dict[str, Any]) -> str:
        if shape["type"] == "GeometryCollection":
            return "".join(self.path(part) for part in shape["geometries"])
        return "".join(self._parts(shape["type"], shape["coordinates"]))

    def _parts(self, kind: str, points: Sequence[Any]) -> Iterator[str]:
        if kind == "LineString":
            yield "M" + " ".join(f"{x:g},{y:g}" for x, y in map(self.point, points))
        elif kind == "Polygon":
            yield from ("M" + " ".join(f"{x:g},{y:g}" for x, y in map(self.point, ring[:-1])) + "Z" for ring in points)
        elif kind.startswith("Multi"):
            for part in points:
                yield from self._parts(kind.removeprefix("Multi"), part)


def draw(asked: Asked, view: View) -> Sheet:
    """The picture of a division as it is now."""
    paper = _Paper(view)
    half = WIDTH / 2 * paper.metres, HEIGHT / 2 * paper.metres
    detailed = WIDTH * paper.ground <= DETAILED_METRES
    ground = around(paper.x, paper.y, *half) if detailed else []
    words: list[_Word] = []
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#F4F1E8"/>', *_ground(ground, paper, words), *_outlines(asked, paper, words)]
    marks, signs = _signs(asked, paper) if detailed else ([], {})
    said = [_said(word) for word in words]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">{"".join([*parts, *marks, *said])}</svg>'
    bar = max((step for step in _STEPS if step / paper.ground <= 38), default=_STEPS[0])
    return Sheet(svg, int(round(paper.ground * 1000, -2 if paper.ground >= 1 else -1)), bar, bar / paper.ground, signs)


def sign(code: str) -> str:
    """A sign by itself, for the legend."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">{_mark(code, 2, 2, 1.4)}</svg>'


def _ground(drawn: list[Drawn], paper: _Paper, words: list[_Word]) -> Iterator[str]:
    paths = [(one, paper.path(json.loads(one.shape))) for one in sorted(drawn, key=lambda one: _ORDER.index(one.kind))]
    for one, path in paths:
        if one.kind in _LINES:
            width = max(0.12, one.width / paper.ground) if one.kind != "contour" else 0.15
            dash = ' stroke-dasharray="0.5 0.4"' if one.kind == "stairs" else ""
            yield f'<path d="{path}" fill="none" stroke="{_LINES[one.kind]}" stroke-width="{width:.2f}"{dash}/>'
        else:
            edge = ' stroke="#17594A" stroke-width="0.3"' if one.kind == "compound" else ' stroke="#B9B09C" stroke-width="0.12"'
            yield f'<path d="{path}" fill="{_FILLS[one.kind]}" fill-rule="evenodd"{edge if one.kind in {"compound", "building"} else ""}/>'
    for one, path in paths:
        if one.kind in {"compound", "building"} and one.name and path:
            _put(words, one.name.removesuffix("号楼").strip() if one.kind == "building" else one.name, _middle(path), one.kind)


def _middle(path: str) -> tuple[float, float]:
    corners = [tuple(map(float, pair.split(","))) for pair in path.replace("M", " ").replace("Z", " ").split()]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _put(words: list[_Word], text: str, at: tuple[float, float], kind: str) -> None:
    """A word where it hides no other name: above it where one stands."""
    x, y = at
    taken = [one for one in words if one.kind != "building" and abs(one.x - x) < 22]
    while kind != "building" and any(abs(one.y - y) < 5 for one in taken) and y > 5:
        y -= 5
    words.append(_Word(text, x, y, kind))


def _said(word: _Word) -> str:
    size, weight, ink = {"building": (2.4, 400, "#1A211E"), "compound": (3.4, 700, "#1A211E")}.get(word.kind, (3.2, 700, "#17594A"))
    text, x, y = word.text, word.x, word.y + (3.2 if word.kind == "building" else 0)
    return (
        f'<text x="{x:.1f}" y="{y + size / 3:.1f}" font-family="Noto Serif SC" font-size="{size}" font-weight="{weight}" text-anchor="middle"'
        f' stroke="#F4F1E8" stroke-width="0.5" paint-order="stroke" fill="{ink}">{escape(text)}</text>'
    )


def _outlines(asked: Asked, paper: _Paper, words: list[_Word]) -> Iterator[str]:
    values: dict[str, Any] = {"region": asked.region_id, "regions": list(asked.outlines), "day": clock.today(), "fine": paper.metres / 8}
    with connection.cursor() as cursor:
        cursor.execute(_OUTLINES, values)
        rows = cursor.fetchall()
    for whole, _, name, shape, x, y in sorted(rows, key=lambda row: bool(row[0])):
        look = 'stroke="#1A211E" stroke-width="0.7"' if whole else 'stroke="#17594A" stroke-width="0.35" stroke-dasharray="1.6 0.8"'
        yield f'<path d="{paper.path(json.loads(shape))}" fill="none" {look}/>'
        if not whole:
            _put(words, name, paper.point((x, y)), "region")


def _signs(asked: Asked, paper: _Paper) -> tuple[list[str], dict[str, int]]:
    values: dict[str, Any] = {"now": clock.now(), "points": asked.points, "scope": list(asked.scope), "groups": list(rules.OPEN_GROUPS)}
    values |= {"narrow": bool(asked.grids), "grids": list(asked.grids)}
    with connection.cursor() as cursor:
        cursor.execute(_POINTS, values)
        rows = cursor.fetchall()
    counts = {code: sum(row[0] == code for row in rows) for code in SIGNS}
    ordered = sorted(rows, key=lambda row: list(SIGNS).index(row[0]), reverse=True)
    return [_mark(code, *paper.point((x, y)), 1.4) for code, x, y in ordered], {code: n for code, n in counts.items() if n}


def _mark(code: str, x: float, y: float, r: float) -> str:
    where = {"x": x, "y": y, "r": r, "d": 2 * r, "left": x - r, "right": x + r, "top": y - r, "foot": y + r, "w": 0.3, "w2": 0.4}
    return SIGNS[code][0].format(**{name: f"{value:.2f}" for name, value in where.items()})
