"""Place names and reasons as they stand on a page: a space between Han and digits, the words people use."""

import re

_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[-\dA-Z])|(?<=[\dA-Z])(?=[\u4e00-\u9fff])")


def spaced(text: str) -> str:
    """桂苑小区3号楼 → 桂苑小区 3 号楼."""
    return _GAPS.sub(" ", re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|\s*([-–])\s*", r"\1", text))


def building(label: str) -> str:
    """The building as people say it: a bare number gets its 号楼."""
    return spaced(f"{label}号楼" if re.fullmatch(r"[A-Z]?\d+[A-Z]?|[A-Z]|[甲乙丙丁戊己]", label) else label)


def unit(label: str) -> str:
    """The unit as people say it."""
    return spaced(f"{label}单元" if re.fullmatch(r"\d+|[A-Z]", label) else label)


def floors(span: tuple[int, int] | None, *, street: bool = False) -> str:
    """5–7 楼, 负 1 楼, 平街层."""
    if street:
        return "平街层"
    if span is None:
        return ""
    low, high = span
    return f"{_floor(low)} 楼" if low == high else f"{_floor(low)}–{_floor(high)} 楼"


def _floor(number: int) -> str:
    return f"负 {-number}" if number < 0 else str(number)


def joined(*parts: str) -> str:
    """Levels joined by a space, empty ones left out."""
    return " ".join(part for part in parts if part)
