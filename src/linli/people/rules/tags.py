"""Special groups 特殊群体: coded kinds, and who may see which (domain/registry.md §6). Pure.

The matrix is need × post. A kind a post may not see it may not enter either. No list, map or export is ever chosen by a kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LIVING, WELFARE, HONOUR, HEALTH, FAMILY = "living", "welfare", "honour", "health", "family"
GROUPS = {LIVING: "居住状况", WELFARE: "救助帮扶", HONOUR: "优抚和党员", HEALTH: "健康照护", FAMILY: "计生特殊家庭"}

# What a post learns of a tag of others: the kind; only that somebody should call; the kind of those in its own name.
FULL, VISIT, NAMED = "full", "visit", "named"
NEEDS_VISIT = "需上门"


@dataclass(frozen=True)
class Kind:
    """A kind of special group. `derived` ones are computed from birth and residence and never stored."""

    code: str
    label: str
    group: str
    derived: bool = False


_KINDS = (
    Kind("age60", "60 岁以上", LIVING, derived=True),
    Kind("age80", "80 岁以上", LIVING, derived=True),
    Kind("alone", "独居老人", LIVING, derived=True),
    Kind("empty_nest", "空巢老人", LIVING),
    Kind("left_elder", "留守老人", LIVING),
    Kind("minimum", "低保", WELFARE),
    Kind("destitute", "特困", WELFARE),
    Kind("marginal", "低边", WELFARE),
    Kind("disability", "残疾", WELFARE),
    Kind("child_hardship", "困境儿童", WELFARE),
    Kind("child_left", "留守儿童", WELFARE),
    Kind("veteran", "优抚、退役军人", HONOUR),
    Kind("party", "党员", HONOUR),
    Kind("incapable", "失能", HEALTH),
    Kind("dementia", "失智", HEALTH),
    Kind("chronic", "慢性病", HEALTH),
    Kind("lost_only_child", "计生特殊家庭", FAMILY),
)
KINDS = {kind.code: kind for kind in _KINDS}
KIND_OF_LABEL = {kind.label: kind.code for kind in _KINDS if not kind.derived} | {"退役军人": "veteran", "优抚": "veteran"}
STORED = tuple(kind.code for kind in _KINDS if not kind.derived)

# 社区工作者 = civil affairs of the committee, 社区书记 = the Party's role, 镇街业务岗 = the township post. Providers see theirs on a
# live order only, which is the order's page, not this table.
SIGHT: dict[str, dict[str, str]] = {
    LIVING: {"community_worker": FULL, "community_head": FULL, "grid_worker": FULL},
    WELFARE: {"community_worker": FULL, "town_officer": FULL, "grid_worker": VISIT},
    HONOUR: {"community_head": FULL, "town_officer": FULL},
    HEALTH: {"community_worker": NAMED},
    FAMILY: {"community_worker": NAMED, "town_officer": NAMED},
}
# Jobs of the platform enter what a department sent; they read nothing.
PLATFORM = "system"

BASIS = {"list": "部门名册", "paper": "证件、证明", "visit": "上门核实", "self": "本人说的"}


def sight(roles: Iterable[str], kind: str) -> str:
    """The widest sight of the roles on a kind; empty for none."""
    given = {SIGHT[KINDS[kind].group].get(role, "") for role in roles}
    return next((level for level in (FULL, NAMED, VISIT) if level in given), "")


def enterable(roles: Iterable[str]) -> tuple[str, ...]:
    """Stored kinds that these roles may enter and withdraw."""
    held = frozenset(roles)
    return tuple(code for code in STORED if PLATFORM in held or sight(held, code) in {FULL, NAMED})


def needs_name(kind: str) -> bool:
    """Whether a kind is seen by the named worker only, so that it needs one."""
    return NAMED in SIGHT[KINDS[kind].group].values()


def derived(birth: date | None, day: date, *, alone: bool, elder: int, eldest: int) -> tuple[str, ...]:
    """Kinds that follow from birth and residence on a day; `elder` and `eldest` are ages in full years."""
    if birth is None:
        return ()
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    facts = (("age60", years >= elder), ("age80", years >= eldest), ("alone", alone and years >= elder))
    return tuple(code for code, true in facts if true)


def shown(number: int, *, own: bool, least: int) -> str:
    """A count as it may be said: below `least` outside the own community only “<5” (domain/registry_quality.md §6)."""
    return str(number) if own or number == 0 or number >= least else f"<{least}"
