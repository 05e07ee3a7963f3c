"""Working-day ticks (工作日刻度): one box a working day, so that a clock can be seen and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from linli.web.ui.geometry import hatch, path, rect

KINDS = ("used", "today", "open", "stopped", "due", "over")
_WIDTH, _STEP, _SHORT, _TALL = 9.0, 11.0, 12.0, 17.0


@dataclass(frozen=True)
class Day:
    """One working day of a clock.

    kind: used (gone) | today | open (to come) | stopped (the clock stood still) | due (last day, to come) | over (past
    the last day). `gap` draws a weekend or holiday before it. `label` is the weekday for residents (周三).
    """

    kind: str
    label: str = ""
    gap: bool = False


def days_of(days: Sequence[Day | Mapping[str, object] | str]) -> list[Day]:
    """Accept Day objects, dicts with the same keys, or bare kinds. Raises ValueError for an unknown kind."""
    result = []
    for day in days:
        if isinstance(day, str):
            result.append(Day(day))
        elif isinstance(day, Mapping):
            result.append(Day(str(day["kind"]), str(day.get("label", "")), bool(day.get("gap"))))
        else:
            result.append(Day(day.kind, day.label, day.gap))
    for day in result:
        if day.kind not in KINDS:
            message = f"unknown kind of day: {day.kind}"
            raise ValueError(message)
    return result


def in_words(days: Sequence[Day]) -> str:
    """What the boxes say, for a reader that cannot see them."""
    over = sum(day.kind == "over" for day in days)
    counted = [day for day in days if day.kind not in {"over", "stopped"}]
    stopped = sum(day.kind == "stopped" for day in days)
    parts = []
    if over:
        parts.append(f"{len(counted)} 个工作日已用完，超期 {over} 天")
    else:
        gone = sum(day.kind == "used" for day in counted)
        place = f"今天第 {gone + 1} 天" if any(day.kind == "today" for day in counted) else f"已过 {gone} 天"
        parts.append(f"{place}，共 {len(counted)} 个工作日")
    if stopped:
        parts.append(f"停过 {stopped} 天")
    return "，".join(parts)


def is_hot(days: Sequence[Day]) -> bool:
    """Whether it is due today or late."""
    return any(day.kind == "over" for day in days) or bool(days and days[-1].kind == "today")


def _box(day: Day, x: float) -> str:
    low = _TALL - _SHORT
    if day.kind == "used":
        return rect("tick-fill", x, low, _WIDTH, _SHORT, 1.5)
    if day.kind == "over":
        return rect("tick-fill", x, 0, _WIDTH, _TALL, 1.5)
    if day.kind == "today":
        edge = rect("tick-edge", x + 0.5, 0.5, _WIDTH - 1, _TALL - 1, 1.2)
        return rect("tick-paper", x + 0.5, 0.5, _WIDTH - 1, _TALL - 1, 1.2) + rect("tick-fill", x, 0, 5, _TALL, 1.2) + edge
    if day.kind == "stopped":
        return rect("tick-open", x + 0.5, low + 0.5, _WIDTH - 1, _SHORT - 1, 1.2) + path(
            "tick-hatch", hatch(x + 0.5, low + 0.5, _WIDTH - 1, _SHORT - 1, 3.6)
        )
    return rect("tick-open", x + 0.5, low + 0.5, _WIDTH - 1, _SHORT - 1, 1.2)


def desk(days: Sequence[Day], text: str = "", rule: str = "", *, hot: bool | None = None) -> SafeString:
    """Ticks in one line with the date and the rule beside. `hot` overrides due-today/late."""
    width = max(len(days) * _STEP - (_STEP - _WIDTH), 1)
    boxes = "".join(_box(day, number * _STEP) for number, day in enumerate(days))
    drawing = format_html(
        '<svg viewBox="0 0 {} 17" role="img" aria-label="{}">{}</svg>',
        int(width),
        in_words(days),
        mark_safe(boxes),  # noqa: S308  # numbers and our own class names only
    )
    words = format_html('<span class="ticks-text">{}</span>', text) if text else ""
    why = format_html('<span class="ticks-rule">{}</span>', rule) if rule else ""
    burning = is_hot(days) if hot is None else hot
    return format_html('<span class="ticks{}">{}{}{}</span>', " ticks-hot" if burning else "", drawing, words, why)


def resident(days: Sequence[Day]) -> SafeString:
    """Ticks across the phone with the weekday under each; a weekend is a dashed gap."""

    def one(day: Day, *, last: bool) -> SafeString:
        gap = mark_safe('<span class="day-gap"></span>') if day.gap else ""
        label = "今天" if day.kind == "today" else day.label
        kind = "due-today" if day.kind == "today" and last else day.kind
        return format_html('{}<span class="day day-{}"><span class="day-mark"></span>{}</span>', gap, kind, label)

    items = format_html_join("", "{}", ((one(day, last=number == len(days)),) for number, day in enumerate(days, 1)))
    return format_html('<div class="days" role="img" aria-label="{}">{}</div>', in_words(days), items)
