"""What a request asks of a layer: limit, bbox, datetime, values by field (OGC API Features Core §7.15). Pure but for the clock."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from linli.kernel import clock
from linli.kernel.errors import Refused
from linli.kernel.layers import DAY, FIRST, ID, NUMBER, YES_NO, Asked, Box, Field, Layer

USUAL, MOST = 100, 5000
PLAIN = frozenset({"limit", "bbox", "bbox-crs", "datetime", "after", "f"})
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
OPEN = frozenset({"", ".."})
TRUTHS = {"true": True, "1": True, "false": False, "0": False}


class Unasked(Refused):
    """A parameter that means nothing here (Core, requirement 8: status 400)."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_parameter"
    title: ClassVar[str] = "参数不对"


@dataclass(frozen=True)
class Wanted:
    """A page of a layer as asked for, and the parameters to repeat in links."""

    asked: Asked
    repeat: Mapping[str, str]


def wanted(layer: Layer, given: Mapping[str, str]) -> Wanted:
    """Read the parameters. Raises Unasked."""
    known = {field.name for field in layer.fields if field.filter}
    strange = sorted(set(given) - PLAIN - known)
    if strange:
        message = f"没有这个参数：{strange[0][:40]}。"
        raise Unasked(message)
    if given.get("bbox-crs", CRS84) != CRS84:
        message = "bbox-crs 只有 CRS84。"
        raise Unasked(message)
    since, until = _days(given["datetime"]) if "datetime" in given else (clock.today(), clock.today())
    asked = Asked(
        box=_box(given["bbox"]) if "bbox" in given else None,
        since=since,
        until=until,
        equal=tuple((name, _value(field, given[name])) for name in sorted(known & set(given)) if (field := layer.field(name))),
        after=_after(given.get("after")),
        limit=_limit(given.get("limit")),
    )
    return Wanted(asked, {name: value for name, value in given.items() if name != "after"})


def _limit(text: str | None) -> int:
    if text is None:
        return USUAL
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) < 1:
        message = f"limit 是 1 到 {MOST} 的整数。"
        raise Unasked(message)
    return min(int(text), MOST)


def _after(text: str | None) -> UUID:
    if text is None:
        return FIRST
    try:
        return UUID(text)
    except ValueError:
        message = "after 是上一页给出的编号。"
        raise Unasked(message) from None


def _box(text: str) -> Box:
    try:
        parts = [float(part) for part in text.split(",")]
    except ValueError:
        parts = []
    if len(parts) == 6:
        parts = [*parts[:2], *parts[3:5]]
    sound = len(parts) == 4 and all(map(math.isfinite, parts))
    if not sound or not (-180 <= parts[0] <= parts[2] <= 180 and -90 <= parts[1] <= parts[3] <= 90):
        message = "bbox 是 西,南,东,北 四个数（度，WGS-84）。"
        raise Unasked(message)
    return parts[0], parts[1], parts[2], parts[3]


def _day(text: str) -> date | None:
    if text in OPEN:
        return None
    try:
        if "T" not in text.upper():
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(clock.SHANGHAI) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        message = "datetime 是一个日期，或 起/止，没有头尾的写 ..。"
        raise Unasked(message) from None


def _days(text: str) -> tuple[date | None, date | None]:
    start, slash, end = text.partition("/")
    since, until = _day(start), _day(end if slash else start)
    if (not slash and since is None) or (since and until and since > until):
        message = "datetime 的起在止的前面。"
        raise Unasked(message)
    return since, until


def _value(field: Field, text: str) -> Any:
    try:
        if field.type == ID:
            return UUID(text)
        if field.type == YES_NO:
            return TRUTHS[text.lower()]
        if field.type == NUMBER:
            return float(text)
        if field.type == DAY:
            return date.fromisoformat(text)
    except (ValueError, KeyError):
        message = f"{field.name} 的值不对。"
        raise Unasked(message) from None
    if "\x00" in text:
        message = f"{field.name} 的值不对。"
        raise Unasked(message)
    return text
