"""Kinds, states and labels of the house tree 小区 → 楼栋 → 单元 → 房屋 (domain/registry.md §3).

Pure: no database, no clock. 群租 is on purpose no state: it is a suspicion for an inspection, never a label.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

COMPOUND_KINDS = {
    "commercial": "商品房小区",
    "old": "老旧小区",
    "resettlement": "农转非安置房",
    "public_rental": "公租房",
    "work_unit": "单位家属院",
    "self_built": "自建房",
    "courtyard": "院落",
    "group": "村民小组",
}
PROPERTY_MODES = {"company": "物业企业", "self": "业主自管", "community": "社区托管", "none": "没有物业"}
USES = {"residence": "住宅", "shop": "商业", "office": "办公", "other": "其他"}
STRUCTURES = {
    "": "没登记",
    "brick_wood": "砖木",
    "brick_concrete": "砖混",
    "frame": "框架",
    "reinforced": "钢筋混凝土",
    "steel": "钢结构",
    "earth": "土木",
    "other": "其他",
}
SAFETY_GRADES = {"": "没鉴定", "A": "A 级", "B": "B 级", "C": "C 级（局部危房）", "D": "D 级（整栋危房）"}
HEIGHT_CLASSES = {"": "没登记", "low": "低层", "several": "多层", "high": "高层", "super": "超高层"}
TITLE_KINDS = {
    "": "没登记",
    "commodity": "商品房",
    "reform": "房改房",
    "resettlement": "安置房",
    "public": "公租房、直管公房",
    "unit": "单位产权",
    "homestead": "宅基地上的农房",
    "none": "没有产权证",
    "other": "其他",
}
RURAL = "homestead"
POINT_QUALITIES = {"surveyed": "实测", "drawn": "示意，未经核定", "estimated": "估计"}

OWNER, RENTED, VACANT, LENT, BUSINESS, CLEARED, UNSAFE, UNKNOWN = (
    "owner",
    "rented",
    "vacant",
    "lent",
    "business",
    "cleared",
    "unsafe",
    "unknown",
)


@dataclass(frozen=True)
class State:
    """A house state: its word, the one character on the wall of rooms (楼盘图) and the pattern that survives black and white."""

    label: str
    mark: str
    pattern: str


STATES = {
    OWNER: State("自住", "", "plain"),
    RENTED: State("出租", "租", "diagonal"),
    VACANT: State("空置", "空", "dashed"),
    LENT: State("借住", "借", "horizontal"),
    BUSINESS: State("经营", "营", "dots"),
    CLEARED: State("拆迁", "拆", "crossed"),
    UNSAFE: State("危房", "危", "crossed"),
    UNKNOWN: State("没登记", "?", "dotted"),
}
RECHECK = State("待核", "核", "recheck")
STATE_LABELS = {code: state.label for code, state in STATES.items()}
STATE_OF_LABEL = {state.label: code for code, state in STATES.items()}


def needs_recheck(state: str, checked_on: date | None, note: str, *, today: date, months: int) -> bool:
    """Whether a house stands as 待核: somebody doubted it, or nobody looked within `months` (registry_quality.md §3)."""
    if note:
        return True
    if checked_on is None or state in {UNKNOWN, CLEARED}:
        return False
    return due_on(checked_on, months) < today


def due_on(checked_on: date, months: int) -> date:
    """The day by which a fact checked on `checked_on` wants checking again."""
    total = checked_on.year * 12 + checked_on.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(checked_on.day, monthrange(year, month + 1)[1]))


def building_label(number: str) -> str:
    """3 → 3 号楼; a number that carries its own word (乙栋, 附楼) stays."""
    return f"{number} 号楼" if number.isdigit() else number


def unit_label(number: str) -> str:
    """2 → 2 单元."""
    return f"{number} 单元" if number.isdigit() else number


def house_label(unit: str, number: str) -> str:
    """The room as staff say it inside its building: 2 单元 501."""
    return f"{unit_label(unit)} {number}" if unit else number


def floor_of(number: str) -> int | None:
    """The floor a room number tells: 501 → 5, 1203 → 12; None when it tells none."""
    digits = number.lstrip("-")
    if not digits.isdigit() or len(digits) not in {3, 4}:
        return None
    floor = int(digits[:-2])
    return -floor if number.startswith("-") else floor


@dataclass(frozen=True)
class Door:
    """The parts of a door as somebody types them; empty where nothing was said."""

    compound: str
    building: str
    unit: str
    room: str


_DOOR = re.compile(
    r"^(?P<compound>.*?)(?:(?P<building>[0-9]{1,3})(?:(?:号楼|号院|栋|幢|座|#)-?|-))?(?:(?P<unit>[0-9]{1,2})(?:单元|-))?(?P<room>-?[0-9]{1,4})(?:室|号|户)?$"
)


def door_of(text: str) -> Door | None:
    """桂苑 3-2-501, 3号楼2单元501, 2单元501, 501 → the parts; None when no room stands at the end."""
    found = _DOOR.match("".join(text.split()))
    if found is None:
        return None
    building, unit = found["building"] or "", found["unit"] or ""
    if building and not unit and "单元" not in text and text.count("-") == 1 and "楼" not in text and "栋" not in text:
        return Door(found["compound"], "", building, found["room"])
    return Door(found["compound"], building, unit, found["room"])


def order_of(number: str) -> str:
    """Sort key that puts 2 before 10 and numbers before names."""
    digits = "".join(character for character in number if character.isdigit())
    return f"{int(digits):06d}{number}"[:24] if digits else f"~{number}"[:24]
