"""How a requester's own matters are laid out on the phone: words and shapes, no decisions."""

from dataclasses import dataclass
from datetime import datetime

from linli.kernel import clock
from linli.requests.models import Answer, RequestEvent
from linli.requests.queries.mine import OwnMatter, OwnRow
from linli.requests.rules import clocks, emergency, states

_SAID_BY_REQUESTER = frozenset({"confirm", "not_fixed", "to_hard", "rate", "withdraw"})
NBSP = "\u00a0"  # a date stays on one line
_SHAPE_OF_STEP = {
    "file": "waiting",
    "accept": "accepted",
    "classify": "accepted",
    "reclassify": "accepted",
    "dispatch": "accepted",
    "approve": "callback",
    "confirm": "done",
    "archive": "done",
    "not_fixed": "redo",
    "ask_material": "paused",
    "grant_pause": "paused",
    "decline": "refused",
    "withdraw": "refused",
    "rate": "done",
    "alarm": "urgent",
    "acknowledge": "urgent",
    "arrive": "urgent",
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline (经过)."""

    shape: str
    what: str
    at: datetime
    meta: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One line of 我的事."""

    row: OwnRow
    open: bool
    words: str

    @property
    def asks(self) -> bool:
        """Whether it waits for the requester."""
        return self.row.asks


@dataclass(frozen=True)
class Own:
    """One matter, ready for the template."""

    matter: OwnMatter
    timeline: tuple[Entry, ...]
    ticks: tuple[dict[str, object], ...]
    answer: Answer | None
    emergency: str


def line(row: OwnRow) -> Line:
    """Who has it and until when, in one sentence."""
    is_open = row.status in states.OPEN
    where = "".join(part for part in (row.owner_unit, row.owner_name) if part)
    if row.asks:
        words = f"{where or '社区'}在等您"
    elif is_open and row.due_at:
        words = f"{where + '在办，' if where else ''}{_day(row.due_at)}前答复"
    else:
        words = f"{row.status_label}{'，' + where if where and is_open else ''}"
    return Line(row, is_open, words)


def received(matter: OwnMatter) -> str:
    """The sentence right after filing: what happens next, and until when."""
    request, limits = matter.request, matter.request.limits
    if request.emergency:
        told = "书记和街道指挥中心收到了" if request.restricted else "网格员、社区值班和街道指挥中心收到了"
        return f"{told}，{limits['emergency_answer_minutes']} 分钟没人应会自动上报。先打 110、119 或 120。"
    return f"收到了。{limits['request_accept_wd']} 个工作日内告诉您办不办、谁来办。"


def _day(moment: datetime) -> str:
    return clocks.say(clock.local(moment).date()).replace(" ", NBSP)


def own(matter: OwnMatter) -> Own:
    """Lay out one matter."""
    running_clock = matter.clock
    found = matter.request.emergency
    running = running_clock is not None and matter.request.status in states.OPEN
    return Own(
        matter,
        tuple(_entry(event, newest=number == 0 and matter.asks) for number, event in enumerate(matter.events)),
        tuple({"kind": tick.kind, "label": tick.label, "gap": tick.gap} for tick in running_clock.ticks)
        if running_clock and running
        else (),
        next((answer for answer in matter.answers if answer.kind != "interim"), None) or next(iter(matter.answers), None),
        emergency.KINDS[found].label if found in emergency.KINDS else "",
    )


def _entry(event: RequestEvent, *, newest: bool) -> Entry:
    shape = "yours" if newest else _SHAPE_OF_STEP.get(event.step, "working")
    unit = event.actor_unit if event.actor_unit not in {"居民", "系统"} else ""
    what = "您说了这件事" if event.step == "file" else event.title
    if event.step in _SAID_BY_REQUESTER:
        what = what.replace("居民", "您", 1)
    return Entry(shape, what, event.at, (unit,) if unit else (), event.text)
