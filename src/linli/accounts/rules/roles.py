"""The roles, who may give them, and which two one person may not hold (domain/roles_indicators.md §2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

CITY, DISTRICT, TOWNSHIP, COMMUNITY, GRID, GROUP = "city", "district", "township", "community", "grid", "group"
LINE, AUDIT, SYSTEM, PARTNER, PUBLIC = "line", "audit", "system", "partner", "public"
BRANCHES = {LINE: "业务", AUDIT: "审计", SYSTEM: "系统", PARTNER: "合作单位", PUBLIC: "居民"}
ANYWHERE, SAME_GROUND = "anywhere", "same_ground"

RESIDENT, FAMILY = "resident", "family"
TEMPORARY_DAYS = 7


@dataclass(frozen=True)
class RoleSeed:
    """One row of the role table. `rank`: smaller is higher; `levels`: where the post can be held."""

    code: str
    label: str
    rank: int
    branch: str
    levels: tuple[str, ...]
    description: str


ROLES = (
    RoleSeed("system_admin", "系统管理员", 5, SYSTEM, (CITY,), "开通市级账号、看平台是否健康；不看业务，也不看日志内容"),
    RoleSeed("city_lead", "市级主管", 10, LINE, (CITY,), "看全市汇总，管规则和目录，开通区县账号"),
    RoleSeed("city_auditor", "市级安全审计", 10, AUDIT, (CITY,), "看日志、验证记录，开通区县审计岗"),
    RoleSeed("vendor", "运维厂商", 15, SYSTEM, (CITY,), "只看平台是否健康，看不到任何业务数据"),
    RoleSeed("district_lead", "区县主管", 20, LINE, (DISTRICT,), "看本区县情况，督办，管本区县账号"),
    RoleSeed("district_auditor", "区县审计岗", 20, AUDIT, (DISTRICT,), "看本区县日志，验证记录"),
    RoleSeed("district_reviewer", "区县资格联审员", 25, LINE, (DISTRICT,), "换届时审本部门负责的一项"),
    RoleSeed("town_lead", "镇街领导", 30, LINE, (TOWNSHIP,), "批延期、督办，管本镇街账号"),
    RoleSeed("town_command", "镇街指挥中心", 32, LINE, (TOWNSHIP,), "紧急事和派单，二十四小时值守"),
    RoleSeed("town_officer", "镇街业务岗", 33, LINE, (TOWNSHIP,), "受理、派单、办理本岗的事"),
    RoleSeed("community_head", "社区书记/主任", 40, LINE, (COMMUNITY,), "定三事分流，管本社区账号"),
    RoleSeed("committee_member", "居（村）委会成员", 42, LINE, (COMMUNITY,), "参加本社区议事和决定"),
    RoleSeed("community_worker", "社区工作者", 43, LINE, (COMMUNITY,), "登记、受理、办理"),
    RoleSeed("election_member", "选委会成员", 43, LINE, (COMMUNITY,), "主持本次换届的选举工作"),
    RoleSeed("candidate", "候选人", 44, LINE, (COMMUNITY,), "本次换届的正式候选人"),
    RoleSeed("supervisor", "监委会成员", 44, LINE, (COMMUNITY,), "监督公开和办理，抽查"),
    RoleSeed("grid_worker", "网格员", 45, LINE, (GRID, COMMUNITY), "走访、上报、就近办理"),
    RoleSeed("rep", "村民代表/组长", 46, LINE, (GROUP, COMMUNITY), "记本组意见，帮人反映"),
    RoleSeed("department", "部门承办人", 50, PARTNER, (DISTRICT, TOWNSHIP), "办派给本部门的事"),
    RoleSeed("property", "物业企业", 50, PARTNER, (COMMUNITY,), "办派给物业的事"),
    RoleSeed("owners_committee", "业委会", 50, PARTNER, (COMMUNITY,), "小区共有部分的事"),
    RoleSeed("social_org", "社会组织/志愿者", 50, PARTNER, (DISTRICT, TOWNSHIP, COMMUNITY), "办交给本组织的事"),
    RoleSeed("care_provider", "养老服务商", 50, PARTNER, (DISTRICT, TOWNSHIP, COMMUNITY), "办派来的养老服务单"),
    RoleSeed("assessor", "评估员", 50, PARTNER, (DISTRICT, TOWNSHIP), "做能力评估，只看被评估的人"),
    RoleSeed("family", "家属/监护人", 60, PUBLIC, (COMMUNITY,), "替被照护的人办事"),
    RoleSeed("resident", "居民", 60, PUBLIC, (COMMUNITY,), "说件事、看进度、管自己的信息"),
)
CODES = frozenset(role.code for role in ROLES)
SHELVES = {CITY: "市", DISTRICT: "区县", TOWNSHIP: "镇街", COMMUNITY: "村社", GRID: "网格和小组", PARTNER: "伙伴单位", PUBLIC: "居民"}


def shelf(branch: str, level: str) -> str:
    """Under which heading of SHELVES a post stands: partners and residents by what they are, everybody else by level."""
    if branch in {PARTNER, PUBLIC}:
        return branch
    return GRID if level == GROUP else level


@dataclass(frozen=True)
class Clash:
    """Two roles one person may not hold: anywhere, or where one post's area lies in the other's."""

    first: str
    second: str
    where: str
    why: str

    def meets(self, one: str, other: str) -> bool:
        """Whether this clash is about the two roles."""
        return {one, other} == {self.first, self.second}


_SUPERVISOR = "监督的人不能监督自己（村民委员会组织法，监委会与两委成员分开）"
_PAYMENT = "经办付款的人不能自己审批"
_AUDITED = "管系统、办业务的人不能审计自己（等保三级三权分立）"
_DESKS = ("city_lead", "district_lead", "town_lead", "town_command", "town_officer", "community_head", "community_worker", "grid_worker")
CLASHES = (
    Clash("election_member", "candidate", SAME_GROUND, "选委会成员成为候选人的，应当退出选委会"),
    Clash("supervisor", "community_head", SAME_GROUND, _SUPERVISOR),
    Clash("supervisor", "committee_member", SAME_GROUND, _SUPERVISOR),
    Clash("supervisor", "community_worker", SAME_GROUND, _SUPERVISOR),
    Clash("town_officer", "town_lead", SAME_GROUND, _PAYMENT),
    Clash("town_officer", "district_lead", SAME_GROUND, _PAYMENT),
    Clash("assessor", "care_provider", SAME_GROUND, "评估的人不能又是提供服务的人"),
    Clash("system_admin", "city_auditor", ANYWHERE, _AUDITED),
    Clash("system_admin", "district_auditor", ANYWHERE, _AUDITED),
    Clash("vendor", "city_auditor", ANYWHERE, _AUDITED),
    Clash("vendor", "district_auditor", ANYWHERE, _AUDITED),
    *(Clash(desk, "city_auditor", ANYWHERE, _AUDITED) for desk in _DESKS),
    *(Clash(desk, "district_auditor", ANYWHERE, _AUDITED) for desk in _DESKS),
)


def clashes_of(code: str) -> tuple[Clash, ...]:
    """All clashes a role takes part in."""
    return tuple(clash for clash in CLASHES if code in {clash.first, clash.second})


@dataclass(frozen=True)
class Held:
    """A post as the conflict rule sees it: `line` = its region and that region's ancestors."""

    role: str
    region_id: object
    line: frozenset[object]
    starts_on: date
    ends_on: date | None

    def meets(self, other: "Held") -> bool:
        """Whether both run on at least one common day."""
        return (other.ends_on is None or self.starts_on <= other.ends_on) and (self.ends_on is None or other.starts_on <= self.ends_on)

    def shares_ground(self, other: "Held") -> bool:
        """Whether one post's area lies in the other's."""
        return self.region_id in other.line or other.region_id in self.line


def refused_by(held: Iterable[Held], wanted: Held) -> Clash | None:
    """The clash that forbids the wanted post beside those held, or None."""
    for post in held:
        for clash in clashes_of(wanted.role):
            if clash.meets(post.role, wanted.role) and post.meets(wanted) and (clash.where == ANYWHERE or post.shares_ground(wanted)):
                return clash
    return None


def may_give(giver_branch: str, giver_rank: int, branch: str, rank: int) -> bool:
    """Whether the holder of one role may hand out another: only downwards, and only in his own branch.

    System opens city posts of every branch (三权分立: it holds none of them); audit gives audit; line gives line and partners.
    """
    if branch == PUBLIC:
        return False
    if giver_branch == SYSTEM:
        return giver_rank < rank <= 15  # the city's own posts
    if giver_branch == AUDIT:
        return branch == AUDIT and giver_rank < rank
    return giver_branch == LINE and branch in {LINE, PARTNER} and giver_rank < rank
