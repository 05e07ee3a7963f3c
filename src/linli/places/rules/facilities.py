"""Kinds, states and steps of 设施 (domain/registry.md §8). Pure.

A camera is a pole with an owner: this platform takes no picture from it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

KINDS = {
    "party_centre": "党群服务中心",
    "eldercare": "养老设施",
    "clinic": "卫生服务站",
    "school": "学校、幼儿园",
    "culture": "文化活动室",
    "sport": "健身设施",
    "shelter": "避难场所",
    "hydrant": "消火栓",
    "well_cover": "井盖",
    "lamp": "路灯",
    "lift": "电梯",
    "aed": "AED",
    "parking": "停车场",
    "charging": "充电桩",
    "bin": "垃圾收集点",
    "board": "公告栏",
    "wc": "公厕",
    "camera": "监控杆",
}
# What a resident may want to walk to; the rest is street furniture.
VISITED = ("party_centre", "eldercare", "clinic", "school", "culture", "sport", "shelter", "aed", "parking", "charging", "bin", "wc")
GOOD, FAULTY, CLOSED, SCRAPPED = "good", "faulty", "closed", "scrapped"
# A fault of these is a hazard (F2), of the others a repair (E1).
HAZARDS = frozenset({"hydrant", "well_cover", "lift", "shelter"})


@dataclass(frozen=True)
class Status:
    """How a facility stands."""

    label: str


STATUSES = {GOOD: Status("好"), FAULTY: Status("待修"), CLOSED: Status("停用"), SCRAPPED: Status("报废")}
STATES = {code: status.label for code, status in STATUSES.items()}


@dataclass(frozen=True)
class Step:
    """What may happen to a facility."""

    name: str
    sources: frozenset[str]
    target: str
    label: str


STEPS = (
    Step("found_good", frozenset({GOOD, FAULTY}), GOOD, "查过，是好的"),
    Step("found_faulty", frozenset({GOOD, FAULTY}), FAULTY, "查过，要修"),
    Step("close", frozenset({GOOD, FAULTY}), CLOSED, "停用"),
    Step("reopen", frozenset({CLOSED}), GOOD, "重新启用"),
    Step("scrap", frozenset({GOOD, FAULTY, CLOSED}), SCRAPPED, "报废"),
)
BY_NAME = {step.name: step for step in STEPS}


def after(state: str, step: str) -> str | None:
    """The state after a step; None when it cannot happen now."""
    found = BY_NAME[step]
    return found.target if state in found.sources else None


def due_on(inspected_on: date | None, registered_on: date, cycle_days: int | None) -> date | None:
    """The day by which somebody is to look again; None without a cycle."""
    return (inspected_on or registered_on) + timedelta(days=cycle_days) if cycle_days else None
