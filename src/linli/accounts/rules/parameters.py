"""Values of rule profiles: what can stand in place of what (domain/rule_parameters.md)."""

import json
from dataclasses import dataclass
from typing import Any

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
            words = {"GT": "超过", "GE": "不少于", "LE": "不超过"}
            of = f" {value['of']}" if value.get("of") else ""
            return f"{words[value['test']]} {value['num']}/{value['den']}{of}"
        case _:
            return str(value)


def written(value: Any) -> str:
    """A value as it stands in the edit box."""
    match kind(value):
        case "bool":
            return "是" if value else "否"
        case "int" | "text":
            return str(value)
        case "none":
            return ""
        case _:
            return json.dumps(value, ensure_ascii=False)


def read(text: str, before: Any) -> Any:
    """What was typed, in the sort of the value before. Raises ValueError with a sentence."""
    typed = text.strip()
    match kind(before):
        case "bool":
            if typed not in {"是", "否"}:
                message = "写“是”或“否”。"
                raise ValueError(message)
            return typed == "是"
        case "int":
            if not typed.isascii() or not typed.isdigit():
                message = "写一个整数。"
                raise ValueError(message)
            return int(typed)
        case "list" | "ratio" | "dict":
            try:
                return json.loads(typed)
            except ValueError as failure:
                message = "格式要和原来的一样。"
                raise ValueError(message) from failure
        case "none":
            return typed or None
        case _:
            return typed


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
