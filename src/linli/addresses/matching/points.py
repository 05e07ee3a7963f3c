"""Points on the ground: the offsets of Chinese map services taken back, and distances short enough for a flat earth.

BD-09 (Baidu) is GCJ-02 with a second twist; GCJ-02 is WGS-84 with a published, if unofficial, distortion of up to 700 m.
The way back is found by trying, to less than a tenth of a metre.
"""

import math

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
_TWIST = math.pi * 3000 / 180
_DEGREE = 111_320.0
_TRIES = 4

Point = tuple[float, float]


def metres(one: Point, other: Point) -> float:
    """Distance of two points (longitude, latitude) in metres; right to a per mille within a city."""
    east = (one[0] - other[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(east, one[1] - other[1]) * _DEGREE


def bd09_to_gcj02(point: Point) -> Point:
    """Baidu's second twist undone."""
    x, y = point[0] - 0.0065, point[1] - 0.006
    away = math.hypot(x, y) - 0.00002 * math.sin(y * _TWIST)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * _TWIST)
    return away * math.cos(angle), away * math.sin(angle)


def wgs84_to_gcj02(point: Point) -> Point:
    """The distortion that maps published in China carry."""
    lon, lat = point
    x, y = lon - 105.0, lat - 35.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + _waves(x) + _wave(y, 20.0, 40.0, 3.0)
    north += (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + _waves(x) + _wave(x, 20.0, 40.0, 3.0)
    east += (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    radians = math.radians(lat)
    magic = 1 - _ECCENTRICITY * math.sin(radians) ** 2
    north = north * 180.0 / ((_AXIS * (1 - _ECCENTRICITY)) / (magic * math.sqrt(magic)) * math.pi)
    east = east * 180.0 / (_AXIS / math.sqrt(magic) * math.cos(radians) * math.pi)
    return lon + east, lat + north


def _waves(x: float) -> float:
    return (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0


def _wave(of: float, first: float, second: float, period: float) -> float:
    return (first * math.sin(of * math.pi) + second * math.sin(of / period * math.pi)) * 2.0 / 3.0


def gcj02_to_wgs84(point: Point) -> Point:
    """The distortion taken back."""
    lon, lat = point
    for _ in range(_TRIES):
        there = wgs84_to_gcj02((lon, lat))
        lon, lat = lon + point[0] - there[0], lat + point[1] - there[1]
    return lon, lat


def bd09_to_wgs84(point: Point) -> Point:
    """From Baidu's points to those of GPS."""
    return gcj02_to_wgs84(bd09_to_gcj02(point))
