"""The drawing of one record's way to a checkpoint: three layers above the leaf, and the root."""

from dataclasses import dataclass

from linli.kernel.auditing import LAYERS, Inclusion

WIDTH, ROW, TOP = 576, 58, 4
BOX_W, ROOT_W, BOX_H = 58, 102, 28
SLOTS = 1 << LAYERS


@dataclass(frozen=True)
class Box:
    """One node: where it stands, its short hash, and whether it is walked, needed for the sum, or only there."""

    x: float
    y: float
    width: float
    text: str
    kind: str

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def baseline(self) -> float:
        return self.y + BOX_H / 2 + 4


@dataclass(frozen=True)
class Line:
    """From a parent to a child: down, across, down."""

    points: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    """Everything the template draws."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    height: int
    drawn: int
    depth: int


def _x(up: int, number: int) -> float:
    return WIDTH / SLOTS * (1 << up) * (number + 0.5)


def _line(parent: tuple[float, float], child: tuple[float, float], kind: str) -> Line:
    (x1, y1), (x2, y2) = parent, child
    middle = (y1 + y2) / 2
    return Line(f"{x1:.1f},{y1:.1f} {x1:.1f},{middle:.1f} {x2:.1f},{middle:.1f} {x2:.1f},{y2:.1f}", kind)


def _kind(found: Inclusion, up: int, number: int) -> str:
    on_path = found.position >> up
    return "walked" if number == on_path else "needed" if number == on_path ^ 1 else "other"


def draw(found: Inclusion) -> Drawing:
    """Lay out the block of leaves around the record, their ancestors, and the root on top."""
    boxes: list[Box] = []
    lines: list[Line] = []
    for up, level in enumerate(found.levels):
        y = TOP + (LAYERS - up) * ROW
        for number, digest in level:
            kind = _kind(found, up, number)
            boxes.append(Box(_x(up, number), y, BOX_W, digest.hex()[:4], kind))
            parent = (WIDTH / 2, TOP + BOX_H) if up + 1 == LAYERS else (_x(up + 1, number >> 1), y - ROW + BOX_H)
            lines.append(_line(parent, (_x(up, number), y), "walked" if kind == "walked" else "other"))
    root = found.head.root.hex()
    boxes.append(Box(WIDTH / 2, TOP, ROOT_W, f"{root[:4]}…{root[-2:]}", "walked"))
    ordered = tuple(sorted(lines, key=lambda line: line.kind == "walked"))
    return Drawing(tuple(boxes), ordered, TOP + LAYERS * ROW + BOX_H + 4, min(LAYERS, len(found.path)), len(found.path))
