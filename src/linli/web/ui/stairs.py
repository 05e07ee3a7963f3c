"""Stairs (梯坎) stand for stages, always with "第 3 步，共 7 步"; and the four blocks of confidence."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from linli.web.ui.geometry import hatch, number, path, rect

WORDS = ("不像", "不太像", "拿不准", "把握较大", "把握很大")


def mini(current: int, total: int, label: str = "") -> SafeString:
    """Small stairs above a question: the steps up to `current` are filled."""
    height = 6 + 4 * (total - 1)
    boxes = "".join(
        rect("stair-done" if step < current else "stair-open", step * 19, height - 6 - 4 * step, 16, 6 + 4 * step, 1)
        for step in range(total)
    )
    drawing = format_html(
        '<svg viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        total * 19 - 3,
        height,
        mark_safe(boxes),  # noqa: S308  # numbers and our own class names only
    )
    name = format_html("<span>{}</span>", label) if label else ""
    place = format_html("<span>第 {} 步，共 {} 步</span>", current, total)
    return format_html('<p class="stairs stairs-mini">{}<span class="parts">{}{}</span></p>', drawing, name, place)


def _step(step: int, current: int, x: float, width: float, top: float, ground: float) -> str:
    height = ground - top
    if step < current:
        return rect("stair-done", x, top, width + 0.4, height)
    if step > current:
        sides = path("stair-side", f"M{number(x + 0.8)} {number(top)}V{number(ground)}M{number(x + width)} {number(top)}V{number(ground)}")
        return rect("stair-box", x, top, width, height) + sides + path("stair-top", f"M{number(x)} {number(top + 1)}H{number(x + width)}")
    middle = x + width / 2
    mark = path("stair-now-mark", f"M{number(middle - 6)} {number(top - 7)}h12l-6 6.5z")
    word = f'<text class="stair-now-text" x="{number(middle)}" y="{number(top - 11)}" text-anchor="middle">现在</text>'
    lines = path("stair-hatch", hatch(x + 1, top + 2, width - 2, height - 2, 10))
    edge = path("stair-now-line", f"M{number(x + 1.2)} {number(ground)}V{number(top + 1.2)}H{number(x + width)}")
    return rect("stair-now-box", x, top, width, height) + lines + edge + mark + word


def large(current: int, total: int, label: str = "") -> SafeString:
    """Stairs across the page: done filled, now hatched with 现在, to come empty."""
    width, ground = 350 / total, 118.0
    rise = 78 / max(total - 1, 1)
    steps = "".join(
        _step(step, current, (step - 1) * width, width, ground - 15 - rise * (step - 1), ground) for step in range(1, total + 1)
    )
    line = path("stair-ground", f"M0 {number(ground)}H350")
    drawing = format_html(
        '<svg viewBox="0 -4 350 124" preserveAspectRatio="xMinYMax" aria-hidden="true">{}</svg>',
        mark_safe(steps + line),  # noqa: S308  # numbers and our own class names only
    )
    name = format_html("<b>现在：{}</b> ", label) if label else ""
    return format_html(
        '<div class="stairs-large">{}<p class="stairs-caption">{}第 {} 步，共 {} 步</p></div>', drawing, name, current, total
    )


def confidence(level: int, words: str = "") -> SafeString:
    """How sure a proposal is, in words and four blocks. `level` is 0 to 4."""
    blocks = "".join(rect("on" if block < level else "off", 0.5 + block * 18, 0.5, 16, 7, 1) for block in range(4))
    drawing = mark_safe(f'<svg viewBox="0 0 71.5 8" aria-hidden="true">{blocks}</svg>')  # noqa: S308  # numbers only
    return format_html('<span class="confidence"><span>{}</span>{}</span>', words or WORDS[level], drawing)
