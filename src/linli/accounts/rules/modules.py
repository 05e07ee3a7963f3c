"""The modules a region can run. What is ready everywhere is on unless switched off; pilots are off unless switched on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Module:
    """A part of the platform with its own pages; `paths` are the addresses it answers."""

    code: str
    label: str
    description: str
    by_default: bool
    paths: tuple[str, ...] = ()


MODULES = (
    Module(
        "requests",
        "说件事",
        "居民说事、社区办事、三事分流",
        by_default=True,
        paths=("/say/", "/mine/", "/desk/requests/", "/desk/new/", "/desk/sample/", "/api/v1/requests"),
    ),
    Module("registry", "人口与房屋", "人房关联、导入、核对", by_default=True, paths=("/registry/",)),
    Module("map", "一张图", "区划、小区、事项的地图", by_default=True, paths=("/map/",)),
    Module("notices", "公告", "社区公告栏", by_default=True, paths=("/notices/", "/desk/notices/")),
    Module("elections", "换届选举", "选民登记、投票、公布", by_default=False, paths=("/elections/",)),
    Module("deliberation", "议事与公开", "议题、会议、决定、公开", by_default=False, paths=("/deliberation/", "/disclosure/")),
    Module("eldercare", "养老", "评估、探访、补贴", by_default=False, paths=("/eldercare/",)),
    Module("property", "物业与社会组织", "物业公开、业主大会、项目", by_default=False, paths=("/property/",)),
    Module("exchange", "数据共享", "目录、申请、授权、留痕", by_default=False, paths=("/exchange/",)),
)
BY_CODE = {module.code: module for module in MODULES}


@dataclass(frozen=True)
class Promise:
    """The module whose pages a role works with, and what it finds there once it runs."""

    module: str
    work: str


PROMISES = {
    "district_reviewer": Promise("elections", "候选人的资格送到这里联审，您只审本部门负责的一项。"),
    "election_member": Promise("elections", "选民登记、提名、投票和公布结果，都在这里主持。"),
    "candidate": Promise("elections", "候选人公示、竞选安排和选举结果，都在这里看。"),
    "committee_member": Promise("deliberation", "议题、会议、表决和公开，都在这里办。"),
    "supervisor": Promise("deliberation", "对公开提意见、请求说明、列席会议，都在这里办。"),
    "rep": Promise("deliberation", "代表会议的表决和本组的意见，都在这里记。"),
    "assessor": Promise("eldercare", "请您评估的老人会列在这里，您只看得到要评估的人。"),
    "care_provider": Promise("eldercare", "养老服务单在这里接、在这里办。"),
    "owners_committee": Promise("property", "业主表决和物业公开，都在这里办。"),
    "property": Promise("property", "合同公示和物业公开，都在这里办。"),
    "social_org": Promise("property", "申报和结项公益项目，都在这里办。"),
}


class Switch(Protocol):
    """A stored switch, as the rule sees it."""

    on: bool
    starts_on: date
    ends_on: date | None


def decided(module: Module, nearest_first: Sequence[Switch], day: date) -> bool:
    """Whether the module runs: the nearest region's switch running that day, else what the module is by default."""
    for switch in nearest_first:
        if switch.starts_on <= day and (switch.ends_on is None or day <= switch.ends_on):
            return switch.on
    return module.by_default


def opens_on(module: Module, nearest_first: Sequence[Switch], day: date) -> date | None:
    """The next day the module opens, when that is settled."""
    coming = sorted(switch.starts_on for switch in nearest_first if switch.on and switch.starts_on > day)
    return next((start for start in coming if decided(module, nearest_first, start)), None)


def module_of(path: str) -> Module | None:
    """The module a page belongs to."""
    return next((module for module in MODULES if any(path.startswith(prefix) for prefix in module.paths)), None)
