"""The drawn ground of the two demo places: invented streets, buildings and a river, in metres around an origin.

Nothing here is surveyed. Origins lie inside 南岸区 so that the district's figures hold; every shape is marked synthetic.
"""

from dataclasses import dataclass
from math import cos, radians, sin

Point = tuple[float, float]
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Origin:
    """Where (0, 0) metres lies, WGS-84 degrees."""

    lon: float
    lat: float

    def place(self, point: Point) -> Point:
        """Metres east and north → (lon, lat)."""
        east, north = point
        return (
            round(self.lon + east / (METRES_PER_DEGREE * cos(radians(self.lat))), 7),
            round(self.lat + north / METRES_PER_DEGREE, 7),
        )

    def ring(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """A closed ring in degrees."""
        placed = tuple(self.place(p) for p in points)
        return (*placed, placed[0])

    def line(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """An open line in degrees."""
        return tuple(self.place(p) for p in points)


@dataclass(frozen=True)
class BuildingPlan:
    """A building: centre and size in metres, turn in degrees, floors, units, rooms a unit and floor.

    `below` floors lie under the upper street entrance (平街层); `entrances` are (floor, street) pairs.
    """

    name: str
    centre: Point
    size: Point
    turn: float
    floors: int
    units: int
    rooms: int
    entrances: tuple[tuple[int, str], ...] = ()

    def ring(self) -> tuple[Point, ...]:
        """Four corners in metres."""
        east, north = self.centre
        half_w, half_h = self.size[0] / 2, self.size[1] / 2
        c, s = cos(radians(self.turn)), sin(radians(self.turn))
        corners = ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h))
        return tuple((east + x * c - y * s, north + x * s + y * c) for x, y in corners)


@dataclass(frozen=True)
class CompoundPlan:
    """A compound with its buildings."""

    name: str
    kind: str
    mode: str
    street: str
    outline: tuple[Point, ...]
    buildings: tuple[BuildingPlan, ...]


def _from_sheet(*points: Point) -> tuple[Point, ...]:
    """Points of the drawing sheet (y down, 1.28 m a unit) → metres."""
    return tuple(((x - 670) * 1.28, (370 - y) * 1.28) for x, y in points)


def _building(
    name: str, at: Point, turn: float, *, size: Point, shape: tuple[int, int, int], doors: tuple[tuple[int, str], ...] = ()
) -> BuildingPlan:
    floors, units, rooms = shape
    (centre,) = _from_sheet(at)
    return BuildingPlan(name, centre, (size[0] * 1.28, size[1] * 1.28), turn, floors, units, rooms, doors)


JINZHU = Origin(106.5985, 29.5790)
JINZHU_OUTLINE = _from_sheet(
    (410, 227), (486, 238), (640, 208), (760, 173), (822, 168), (910, 181), (930, 517), (868, 515), (700, 545), (560, 570), (410, 578)
)
JINZHU_GRIDS = {
    "第 1 网格": _from_sheet((676, 394), (924, 364), (930, 517), (868, 515), (700, 545), (676, 549)),
    "第 2 网格": _from_sheet((410, 434), (443, 429), (676, 394), (676, 549), (560, 570), (410, 578)),
    "第 3 网格": _from_sheet((410, 227), (486, 238), (640, 208), (684, 195), (676, 394), (443, 429), (410, 434)),
    "第 4 网格": _from_sheet((684, 195), (760, 173), (822, 168), (910, 181), (924, 364), (676, 394)),
}
_UPPER = ((4, "机修巷"), (1, "滨江路"))
JINZHU_COMPOUNDS = (
    CompoundPlan(
        "金竹苑",
        "商品房",
        "企业",
        "机修巷 9 号",
        _from_sheet((438, 280), (656, 246), (676, 380), (444, 417)),
        (
            _building("1", (475, 387), 5, size=(40, 20), shape=(7, 2, 2)),
            _building("2", (526, 380), 8, size=(40, 20), shape=(7, 2, 2)),
            _building("3", (583, 368), 12, size=(48, 22), shape=(11, 3, 2), doors=_UPPER),
            _building("4", (503, 342), 5, size=(40, 20), shape=(7, 2, 2)),
            _building("5", (553, 333), 10, size=(42, 20), shape=(9, 1, 4)),
            _building("6", (606, 325), 10, size=(42, 20), shape=(9, 1, 4)),
        ),
    ),
    CompoundPlan(
        "机修厂家属院",
        "老旧小区",
        "社区托管",
        "机修巷 22 号",
        _from_sheet((690, 262), (885, 240), (895, 345), (690, 365)),
        (
            _building("甲栋", (737, 332), 10, size=(62, 18), shape=(6, 2, 2)),
            _building("乙栋", (737, 289), 10, size=(62, 18), shape=(6, 2, 2)),
            _building("丙栋", (830, 319), 4, size=(62, 18), shape=(6, 2, 2)),
            _building("丁栋", (841, 275), 4, size=(62, 18), shape=(6, 2, 2)),
        ),
    ),
    CompoundPlan(
        "临溪花园",
        "商品房",
        "企业",
        "滨江路 18 号",
        _from_sheet((690, 396), (900, 378), (905, 480), (690, 492)),
        (
            _building("1", (722, 461), 8, size=(50, 18), shape=(6, 2, 2)),
            _building("2", (783, 452), 8, size=(50, 18), shape=(6, 2, 2)),
            _building("3", (845, 450), 8, size=(48, 20), shape=(6, 2, 2)),
            _building("4", (737, 421), 10, size=(48, 18), shape=(6, 2, 2)),
            _building("5", (806, 411), 10, size=(48, 18), shape=(6, 2, 2)),
        ),
    ),
)
JINZHU_GROUND: tuple[tuple[str, str, tuple[Point, ...]], ...] = (
    ("water", "溪江", _from_sheet((340, 604), (560, 592), (700, 566), (868, 534), (1000, 530), (1000, 700), (340, 700))),
    ("green", "金竹公园", _from_sheet((700, 120), (740, 95), (800, 92), (845, 115), (850, 150), (815, 166), (760, 170), (715, 158))),
    ("road", "机修巷", _from_sheet((340, 478), (443, 446), (600, 420), (684, 393), (800, 372), (1000, 352))),
    ("road", "滨江路", _from_sheet((340, 562), (560, 545), (700, 520), (868, 492), (1000, 484))),
    ("road", "厂前路", _from_sheet((680, 120), (694, 195), (684, 300), (684, 393), (664, 470), (668, 525))),
    ("road", "", _from_sheet((900, 130), (905, 240), (910, 360), (914, 486))),
    ("road", "", _from_sheet((425, 160), (424, 300), (426, 452), (420, 556))),
    ("stairs", "机修梯坎", _from_sheet((787, 246), (800, 366))),
    ("stairs", "滨江梯坎", _from_sheet((576, 425), (560, 540))),
    ("contour", "", _from_sheet((340, 250), (480, 262), (640, 232), (780, 200), (1000, 205))),
    ("contour", "", _from_sheet((340, 330), (470, 322), (620, 300), (790, 262), (1000, 268))),
    ("contour", "", _from_sheet((340, 410), (480, 400), (640, 378), (820, 338), (1000, 322))),
    ("contour", "", _from_sheet((340, 520), (500, 505), (660, 482), (840, 440), (1000, 428))),
)

QINGLONG = Origin(106.7250, 29.5620)
QINGLONG_OUTLINE = (
    (-900.0, -520.0),
    (-300.0, -610.0),
    (320.0, -560.0),
    (880.0, -480.0),
    (940.0, 90.0),
    (800.0, 600.0),
    (150.0, 660.0),
    (-420.0, 590.0),
    (-870.0, 520.0),
    (-960.0, -20.0),
)
_MIDDLE = (0.0, 20.0)
QINGLONG_GROUPS = {
    "一组": ((-960.0, -20.0), (-300.0, 10.0), (-420.0, 590.0), (-870.0, 520.0)),
    "二组": ((-300.0, 10.0), (300.0, 30.0), (150.0, 660.0), (-420.0, 590.0)),
    "三组": ((300.0, 30.0), (940.0, 90.0), (800.0, 600.0), (150.0, 660.0)),
    "四组": ((-900.0, -520.0), (-300.0, -610.0), (-300.0, 10.0), (-960.0, -20.0)),
    "五组": ((-300.0, -610.0), (320.0, -560.0), (300.0, 30.0), (-300.0, 10.0)),
    "六组": ((320.0, -560.0), (880.0, -480.0), (940.0, 90.0), (300.0, 30.0)),
}
QINGLONG_GROUND: tuple[tuple[str, str, tuple[Point, ...]], ...] = (
    ("road", "青龙路", ((-1100.0, -80.0), (-400.0, -30.0), (0.0, -60.0), (420.0, 20.0), (1100.0, 120.0))),
    ("road", "机耕道", ((0.0, -60.0), (120.0, 240.0), (380.0, 330.0), (640.0, 470.0))),
    ("road", "", ((-400.0, -30.0), (-560.0, 260.0), (-640.0, 560.0))),
    ("road", "", ((420.0, 20.0), (500.0, -260.0), (620.0, -520.0))),
    ("water", "青龙堰", ((-220.0, -330.0), (-60.0, -380.0), (90.0, -340.0), (60.0, -250.0), (-120.0, -240.0))),
    ("green", "椪柑坡", ((420.0, 360.0), (640.0, 330.0), (760.0, 470.0), (560.0, 560.0), (430.0, 500.0))),
    ("contour", "", ((-1100.0, 330.0), (-500.0, 380.0), (0.0, 430.0), (600.0, 300.0), (1100.0, 330.0))),
    ("contour", "", ((-1100.0, 160.0), (-400.0, 190.0), (100.0, 230.0), (700.0, 150.0), (1100.0, 190.0))),
    ("contour", "", ((-1100.0, -300.0), (-300.0, -260.0), (300.0, -330.0), (1100.0, -240.0))),
)


def farmhouses(group: str, count: int = 8) -> tuple[BuildingPlan, ...]:
    """Farmhouses of a village group, spread by a fixed rule so that every seed draws the same village."""
    ring = QINGLONG_GROUPS[group]
    east = sum(p[0] for p in ring) / len(ring)
    north = sum(p[1] for p in ring) / len(ring)
    plans = []
    for i in range(count):
        angle, reach = radians(360 / count * i + 17 * len(group) + north), 70 + 24 * (i % 4)
        centre = (east + reach * 1.6 * cos(angle), north + reach * sin(angle))
        plans.append(BuildingPlan(str(i + 1), centre, (16.0, 11.0), (i * 23 + east) % 60 - 30, 2, 1, 1))
    return tuple(plans)
