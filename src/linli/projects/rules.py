"""The life of a project 项目: 四议两公开 as steps that cannot be skipped, then works, result, file. Pure.

Sources: domain/registry.md §10, deliberation_decision.md §4, supervision_disclosure.md §4.
"""

from dataclasses import dataclass
from datetime import date, timedelta

KINDS = {
    "works": "社区微改造",
    "renewal": "老旧小区改造",
    "facility": "公共设施",
    "service": "服务项目",
    "fund": "基金项目",
    "purchase": "采购",
}
SOURCES = {
    "fiscal": "财政资金",
    "service_fund": "社区服务经费",
    "community_fund": "社区基金",
    "repair_fund": "专项维修资金",
    "collective": "集体收入",
    "residents": "居民自筹",
    "donation": "捐赠",
}

PROPOSED, DISCUSSED, REVIEWED, DECIDED, ANNOUNCED = "proposed", "discussed", "reviewed", "decided", "announced"
WORKING, ACCEPTED, DISCLOSED, ARCHIVED, STOPPED = "working", "accepted", "disclosed", "archived", "stopped"
_LABELS = {
    PROPOSED: "提议",
    DISCUSSED: "商议",
    REVIEWED: "审议",
    DECIDED: "决议",
    ANNOUNCED: "决议公开",
    WORKING: "实施",
    ACCEPTED: "验收",
    DISCLOSED: "结果公开",
    ARCHIVED: "归档",
    STOPPED: "不做了",
}


@dataclass(frozen=True)
class Status:
    """One state by its label."""

    label: str


STATUSES = {code: Status(label) for code, label in _LABELS.items()}
STATES = {code: status.label for code, status in STATUSES.items()}
LINE = (PROPOSED, DISCUSSED, REVIEWED, DECIDED, ANNOUNCED, WORKING, ACCEPTED, DISCLOSED, ARCHIVED)
OPEN = frozenset(LINE) - {ARCHIVED}
# What everybody may read: from the first of the two disclosures on.
SHOWN = frozenset({ANNOUNCED, WORKING, ACCEPTED, DISCLOSED, ARCHIVED})
PAYING = frozenset({WORKING, ACCEPTED})


@dataclass(frozen=True)
class Step:
    """A move. `votes`: present and in favour are written down; `reason`: it needs a word why; `back`: one step back."""

    name: str
    sources: frozenset[str]
    target: str
    label: str
    votes: bool = False
    reason: bool = False
    back: bool = False


def _step(name: str, source: str, target: str, label: str, *, votes: bool = False) -> Step:
    return Step(name, frozenset({source}), target, label, votes=votes)


def _back(source: str, target: str) -> Step:
    return Step(f"back_to_{target}", frozenset({source}), target, f"退回到{STATES[target]}", reason=True, back=True)


DISCUSS = _step("discuss", PROPOSED, DISCUSSED, "两委会议商议过了", votes=True)
REVIEW = _step("review", DISCUSSED, REVIEWED, "党员大会审议过了", votes=True)
DECIDE = _step("decide", REVIEWED, DECIDED, "会议决议通过了", votes=True)
ANNOUNCE = _step("announce", DECIDED, ANNOUNCED, "决议贴出来了")
START = _step("start", ANNOUNCED, WORKING, "开工")
ACCEPT = _step("accept", WORKING, ACCEPTED, "验收合格")
DISCLOSE = _step("disclose", ACCEPTED, DISCLOSED, "结果贴出来了")
ARCHIVE = _step("archive", DISCLOSED, ARCHIVED, "归档")
STOP = Step("stop", frozenset({PROPOSED, DISCUSSED, REVIEWED, DECIDED, ANNOUNCED, WORKING}), STOPPED, "不做了", reason=True)
BACK = tuple(
    _back(source, target)
    for source, target in ((DISCUSSED, PROPOSED), (REVIEWED, DISCUSSED), (DECIDED, REVIEWED), (ANNOUNCED, DECIDED), (ACCEPTED, WORKING))
)
STEPS = (DISCUSS, REVIEW, DECIDE, ANNOUNCE, START, ACCEPT, DISCLOSE, ARCHIVE, *BACK, STOP)
BY_NAME = {step.name: step for step in STEPS}
# The two steps at which the supervisory committee signs before the community goes on (S: 四议两公开 ④ and b).
SIGNED = frozenset({ANNOUNCE.name, DISCLOSE.name})

AGREES, ASKS, VETO = "agrees", "asks", "veto"
FINDINGS = {AGREES: "同意", ASKS: "提意见", VETO: "否决支出"}


def after(state: str, step: Step) -> str | None:
    """The state once the step is taken; None when it does not start here."""
    return step.target if state in step.sources else None


def steps_from(state: str) -> tuple[Step, ...]:
    """What can be done with a project that stands so."""
    return tuple(step for step in STEPS if state in step.sources)


@dataclass(frozen=True)
class Votes:
    """What a meeting counted: who should come, who came, who was for and against it; the rest abstained."""

    due: int
    present: int
    in_favour: int
    against: int = 0


def wrong_with_votes(votes: Votes, *, quorum: tuple[int, int]) -> str:
    """Why a meeting decided nothing; empty when it did. `quorum` is the part of those due, as numerator and denominator.

    More than half of those present must agree; half exactly is not enough.
    """
    if not 0 < votes.present <= votes.due or min(votes.in_favour, votes.against) < 0 or votes.in_favour + votes.against > votes.present:
        return "人数对不上：到会的不能比应到的多，赞成加反对不能比到会的多。"
    above, below = quorum
    if votes.present * below < votes.due * above:
        return f"到会 {votes.present} 人，应到 {votes.due} 人，没到 {above}/{below}，会不算数。"
    if 2 * votes.in_favour <= votes.present:
        return f"赞成 {votes.in_favour} 人，没有超过到会 {votes.present} 人的一半，没有通过。"
    return ""


def may_start_on(announced_on: date, days: int) -> date:
    """The first day of works: the decision hung for the whole number of days before."""
    return announced_on + timedelta(days=days)


def share(paid: int, budget: int) -> int:
    """How much of the budget is paid, in whole percent, rounded down. Both in 分."""
    return paid * 100 // budget if budget else 0
