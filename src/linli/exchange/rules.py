"""The life of a matching task 数据比对: asked for by one person, decided by another, ended by a day. Pure.

Sources: domain/data_security.md §3, 5, 6; domain/registry_quality.md §5.
"""

from dataclasses import dataclass

BASES = {"duty": "法定职责", "consent": "本人同意", "emergency": "应急", "public": "公共利益"}
# What a department's list may bring; a match needs the first two at least.
FIELDS = {"name": "姓名", "id_number": "身份证号", "birth": "出生日期", "address": "地址", "phone": "电话"}
NEEDED = frozenset({"name"})
KEYS = (frozenset({"id_number"}), frozenset({"birth", "address"}))

DRAFT, ASKED, APPROVED, REFUSED, WITHDRAWN, CLOSED = "draft", "asked", "approved", "refused", "withdrawn", "closed"
_LABELS = {DRAFT: "草稿", ASKED: "等审批", APPROVED: "批准了", REFUSED: "没批准", WITHDRAWN: "撤回了", CLOSED: "结束了"}


@dataclass(frozen=True)
class Status:
    """One state by its label."""

    label: str


STATUSES = {code: Status(label) for code, label in _LABELS.items()}
STATES = {code: status.label for code, status in STATUSES.items()}
LINE = (DRAFT, ASKED, APPROVED, CLOSED)
OPEN = frozenset({DRAFT, ASKED, APPROVED})


@dataclass(frozen=True)
class Step:
    """A move. `decides`: another person's word; `reason`: it needs a word why."""

    name: str
    sources: frozenset[str]
    target: str
    label: str
    decides: bool = False
    reason: bool = False


ASK = Step("ask", frozenset({DRAFT}), ASKED, "送审")
APPROVE = Step("approve", frozenset({ASKED}), APPROVED, "批准", decides=True)
REFUSE = Step("refuse", frozenset({ASKED}), REFUSED, "不批准", decides=True, reason=True)
WITHDRAW = Step("withdraw", frozenset({DRAFT, ASKED}), WITHDRAWN, "撤回", reason=True)
CLOSE = Step("close", frozenset({APPROVED}), CLOSED, "结束", reason=True)
STEPS = (ASK, APPROVE, REFUSE, WITHDRAW, CLOSE)
BY_NAME = {step.name: step for step in STEPS}


def after(state: str, step: Step) -> str | None:
    """The state once the step is taken; None when it does not start here."""
    return step.target if state in step.sources else None


def steps_from(state: str, *, decides: bool) -> tuple[Step, ...]:
    """What the asking post, or the deciding one, can do with a task that stands so."""
    return tuple(step for step in STEPS if state in step.sources and step.decides == decides)


def can_match(fields: frozenset[str]) -> bool:
    """Whether these columns are enough: a name, and either the number or both birth and address."""
    return fields >= NEEDED and any(fields >= key for key in KEYS)
