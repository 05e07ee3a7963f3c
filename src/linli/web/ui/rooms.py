"""Kinds of rooms on a wall of rooms (楼盘图): word, one character and a pattern of its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoomKind:
    """What a room is used for. An empty letter is the plain, usual case."""

    label: str
    letter: str


ROOMS: dict[str, RoomKind] = {
    "own": RoomKind("自住", ""),
    "rent": RoomKind("出租", "租"),
    "empty": RoomKind("空置", "空"),
    "lent": RoomKind("借住", "借"),
    "shop": RoomKind("经营", "营"),
    "cleared": RoomKind("拆迁", "拆"),
    "unsafe": RoomKind("危房", "危"),
    "check": RoomKind("待核", "核"),
    "none": RoomKind("没登记", "?"),
}
