"""The life of one request 诉求, from 待受理 to 归档 (domain: requests and triage §3).

A step says where it may start and where it ends. Whether the acting person may take it is asked elsewhere;
here stands only whether it is possible now.
"""

from dataclasses import dataclass


class NotPossibleNow(Exception):
    """The step does not start at this status; `message` is fit to show."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Status:
    """One state; `group` is what lists and maps colour by, `stops` says that the clock stands still."""

    code: str
    label: str
    group: str
    stops: bool = False
    final: bool = False


RECEIVED = "received"
DECLINED = "declined"
ACCEPTED = "accepted"
CLASSIFIED = "classified"
DISPATCHED = "dispatched"
RETURNING = "returning"
WORKING = "working"
ASKED = "asked"
PAUSE_ASKED = "pause_asked"
PAUSED = "paused"
EXTENSION_ASKED = "extension_asked"
REVIEW = "review"
CALLBACK = "callback"
SOLVED = "solved"
REDO = "redo"
HARD = "hard"
ARCHIVED = "archived"
MERGED = "merged"
WITHDRAWN = "withdrawn"
TRANSFERRED = "transferred"

_ALL = (
    Status(RECEIVED, "待受理", "new"),
    Status(DECLINED, "不受理", "closed", final=True),
    Status(ACCEPTED, "等分类", "new"),
    Status(CLASSIFIED, "等派单", "new"),
    Status(DISPATCHED, "已派单", "doing"),
    Status(RETURNING, "申请退件", "doing"),
    Status(WORKING, "办理中", "doing"),
    Status(ASKED, "等补材料", "stopped", stops=True),
    Status(PAUSE_ASKED, "申请挂起", "doing"),
    Status(PAUSED, "挂起", "stopped", stops=True),
    Status(EXTENSION_ASKED, "申请延期", "doing"),
    Status(REVIEW, "办结待审", "doing"),
    Status(CALLBACK, "等回访", "callback"),
    Status(SOLVED, "办结", "done"),
    Status(REDO, "重办", "doing"),
    Status(HARD, "疑难挂账", "doing"),
    Status(ARCHIVED, "归档", "done", final=True),
    Status(MERGED, "并到另一件", "closed"),
    Status(WITHDRAWN, "已撤回", "closed", final=True),
    Status(TRANSFERRED, "转到别的社区", "closed", final=True),
)
STATUSES: dict[str, Status] = {status.code: status for status in _ALL}
GROUPS = {"new": "新来的", "doing": "办理中", "stopped": "不计时", "callback": "等回访", "done": "办结", "closed": "不再办"}
OPEN = frozenset(code for code, status in STATUSES.items() if status.group in {"new", "doing", "stopped", "callback"})
STOPPED = frozenset(code for code, status in STATUSES.items() if status.stops)
IN_HAND = frozenset({WORKING, REDO, EXTENSION_ASKED, PAUSE_ASKED})


@dataclass(frozen=True)
class Step:
    """A move; `target` empty means that the status stays."""

    name: str
    sources: frozenset[str]
    target: str
    label: str


def _step(name: str, label: str, sources: frozenset[str] | set[str], target: str = "") -> Step:
    return Step(name, frozenset(sources), target, label)


_BEFORE_DISPATCH = {RECEIVED, ACCEPTED, CLASSIFIED}
_MERGEABLE = {RECEIVED, ACCEPTED, CLASSIFIED, DISPATCHED, WORKING, REDO}

ACCEPT = _step("accept", "受理", {RECEIVED}, ACCEPTED)
DECLINE = _step("decline", "不受理，告诉该找谁", {RECEIVED, ACCEPTED}, DECLINED)
CONFIRM_PLACE = _step("confirm_place", "核对位置", OPEN)
ASK_HEAD = _step("ask_head", "请书记定", {ACCEPTED})
CLASSIFY = _step("classify", "分类", {ACCEPTED}, CLASSIFIED)
RECLASSIFY = _step("reclassify", "改分类", {CLASSIFIED, DISPATCHED, WORKING, REDO, HARD}, CLASSIFIED)
DISPATCH = _step("dispatch", "派单", {CLASSIFIED, HARD}, DISPATCHED)
SIGN = _step("sign", "签收", {DISPATCHED}, WORKING)
ASK_RETURN = _step("ask_return", "申请退件", {DISPATCHED}, RETURNING)
GRANT_RETURN = _step("grant_return", "同意退件", {RETURNING}, CLASSIFIED)
DENY_RETURN = _step("deny_return", "不同意退件", {RETURNING}, DISPATCHED)
JOIN = _step("join", "请单位协办", {DISPATCHED, WORKING, REDO, HARD})
ASK_MATERIAL = _step("ask_material", "请居民补材料", {WORKING, REDO}, ASKED)
SUPPLY = _step("supply", "材料补齐", {ASKED}, WORKING)
ASK_PAUSE = _step("ask_pause", "申请挂起", {WORKING, REDO}, PAUSE_ASKED)
GRANT_PAUSE = _step("grant_pause", "同意挂起", {PAUSE_ASKED}, PAUSED)
DENY_PAUSE = _step("deny_pause", "不同意挂起", {PAUSE_ASKED}, WORKING)
RESUME = _step("resume", "恢复办理", {ASKED, PAUSED}, WORKING)
ASK_EXTENSION = _step("ask_extension", "申请延期", {WORKING, REDO}, EXTENSION_ASKED)
GRANT_EXTENSION = _step("grant_extension", "同意延期", {EXTENSION_ASKED}, WORKING)
DENY_EXTENSION = _step("deny_extension", "不同意延期", {EXTENSION_ASKED}, WORKING)
FINISH = _step("finish", "办好了，报审", {*IN_HAND, HARD}, REVIEW)
APPROVE = _step("approve", "审核通过，答复居民", {REVIEW}, CALLBACK)
SEND_BACK = _step("send_back", "退回再办", {REVIEW}, WORKING)
CONFIRM = _step("confirm", "居民说好了", {CALLBACK}, SOLVED)
NOT_FIXED = _step("not_fixed", "居民说没解决", {CALLBACK, SOLVED}, REDO)
TO_HARD = _step("to_hard", "转疑难挂账", {CALLBACK, SOLVED, REDO, RETURNING, WORKING}, HARD)
UNREACHED = _step("unreached", "没联系上，归档", {CALLBACK}, ARCHIVED)
RATE = _step("rate", "打分", {SOLVED, ARCHIVED, DECLINED, MERGED})
OBJECT = _step("object", "不同意这样分", {CLASSIFIED, DISPATCHED, *IN_HAND, ASKED, PAUSED, REVIEW, CALLBACK})
ARCHIVE = _step("archive", "归档", {SOLVED, HARD}, ARCHIVED)
MERGE = _step("merge", "并到另一件", _MERGEABLE, MERGED)
UNMERGE = _step("unmerge", "拆开单办", {MERGED}, ACCEPTED)
WITHDRAW = _step("withdraw", "撤回", OPEN - {REVIEW}, WITHDRAWN)
TRANSFER = _step("transfer", "转到该办的社区", _BEFORE_DISPATCH, TRANSFERRED)
NOTE = _step("note", "留言", frozenset(STATUSES))
TELL = _step("tell", "告诉居民进展", OPEN)
ACKNOWLEDGE = _step("acknowledge", "已应，正赶去", {RECEIVED, ACCEPTED}, ACCEPTED)
ARRIVE = _step("arrive", "已到场", OPEN)
# Violence told later reopens whatever it is told in: nothing is final against a cry for help.
ALARM = _step("alarm", "说到危险，按紧急的办", frozenset(STATUSES) - {RECEIVED, MERGED, TRANSFERRED}, ACCEPTED)
ESCALATE = _step("escalate", "过时，自动上报", OPEN)

STEPS: tuple[Step, ...] = (
    ACCEPT, DECLINE, CONFIRM_PLACE, ASK_HEAD, CLASSIFY, RECLASSIFY, DISPATCH, SIGN, ASK_RETURN, GRANT_RETURN,
    DENY_RETURN, JOIN, ASK_MATERIAL, SUPPLY, ASK_PAUSE, GRANT_PAUSE, DENY_PAUSE, RESUME, ASK_EXTENSION,
    GRANT_EXTENSION, DENY_EXTENSION, FINISH, APPROVE, SEND_BACK, CONFIRM, NOT_FIXED, TO_HARD, UNREACHED, RATE, OBJECT,
    ARCHIVE, MERGE, UNMERGE, WITHDRAW, TRANSFER, NOTE, TELL, ACKNOWLEDGE, ARRIVE, ALARM, ESCALATE,
)  # fmt: skip


def after(status: str, step: Step) -> str:
    """The status once `step` is taken. Raises NotPossibleNow with a sentence fit to show."""
    if status not in step.sources:
        message = f"这件事现在是“{STATUSES[status].label}”，不能“{step.label}”。请刷新看看最新情况。"
        raise NotPossibleNow(message)
    return step.target or status


def possible(status: str) -> tuple[Step, ...]:
    """The steps that start at `status`, in the order of the table."""
    return tuple(step for step in STEPS if status in step.sources)
