"""Values of rule profiles: what can stand in place of what (domain/rule_parameters.md)."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

TESTS = {"超过": "GT", "不少于": "GE", "不超过": "LE"}
CONFIDENCE = {"S": "有出处", "K": "通行做法", "U": "待确认", "D": "建议值"}


@dataclass(frozen=True)
class Value:
    """One parameter."""

    key: str
    label: str
    value: Any
    unit: str
    confidence: str
    source: str


def kind(value: Any) -> str:
    """What sort of thing a value is: bool, int, list, ratio, text, none."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int"
    if isinstance(value, list):
        return "list"
    if isinstance(value, dict):
        return "ratio" if {"test", "num", "den"} <= set(value) else "dict"
    return "none" if value is None else "text"


def shown(value: Any) -> str:
    """A value as people read it."""
    match kind(value):
        case "bool":
            return "是" if value else "否"
        case "none":
            return "不适用"
        case "list":
            return "、".join(shown(one) for one in value)
        case "ratio":
            words = {code: word for word, code in TESTS.items()}
            of = f" {value['of']}" if value.get("of") else ""
            return f"{words[value['test']]} {value['num']}/{value['den']}{of}"
        case _:
            return str(value)


def written(value: Any) -> str:
    """A value as it stands in the edit box."""
    sort = kind(value)
    if sort == "none":
        return ""
    return json.dumps(value, ensure_ascii=False) if sort == "dict" else shown(value)


def _read_int(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit():
        message = "写一个整数。"
        raise ValueError(message)
    return int(typed)


def _read_ratio(typed: str) -> dict[str, Any]:
    found = re.fullmatch(rf"({'|'.join(TESTS)})\s*(\d+)\s*/\s*(\d+)\s*(.*)", typed)
    if found is None:
        message = "写成“超过 1/2 到会”这样：超过、不少于或不超过，再写几分之几和谁的。"
        raise ValueError(message)
    return {"test": TESTS[found[1]], "num": int(found[2]), "den": int(found[3]), "of": found[4]}


def _read_list(typed: str) -> list[int | str]:
    parts = [part.strip() for part in re.split("[、，,]", typed) if part.strip()]
    return [int(part) if part.isascii() and part.isdigit() else part for part in parts]


def _read_bool(typed: str) -> bool:
    if typed not in {"是", "否"}:
        message = "写“是”或“否”。"
        raise ValueError(message)
    return typed == "是"


def _read_json(typed: str) -> Any:
    try:
        return json.loads(typed)
    except ValueError as failure:
        message = "格式要和原来的一样。"
        raise ValueError(message) from failure


_READERS: dict[str, Callable[[str], Any]] = {
    "bool": _read_bool,
    "int": _read_int,
    "list": _read_list,
    "ratio": _read_ratio,
    "dict": _read_json,
    "none": lambda typed: typed or None,
    "text": str,
}


def read(text: str, before: Any) -> Any:
    """What was typed, in the sort of the value before. Raises ValueError with a sentence."""
    return _READERS[kind(before)](text.strip())


def problem(before: Value, after: Any) -> str:
    """Why a value cannot replace another, as a sentence; empty when it can."""
    sort = kind(before.value)
    if sort == "none":
        return ""
    if kind(after) != sort:
        return "格式要和原来的一样。"
    if sort == "int" and after < 0:
        return "不能小于 0。"
    if sort == "ratio" and not (after["test"] in {"GT", "GE", "LE"} and 0 < after["num"] <= after["den"]):
        return "比例要在 0 和 1 之间。"
    return ""
