"""Status shapes (状态形): a shape, a word and a colour, so that a state survives a black-and-white printer."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Shape:
    """One of the twelve shapes: its usual word, its colour group and its drawing on a 20 grid."""

    word: str
    tone: str
    body: str


_RING = '<circle cx="10" cy="10" r="7.6"/>'
_BANG = '<path class="cut-line" d="M10 5.2v6M10 13.2v1.6"/>'

SHAPES: dict[str, Shape] = {
    "waiting": Shape("待受理", "", '<circle cx="10" cy="10" r="7.8" stroke-dasharray="3.1 3.026"/>'),
    "accepted": Shape("已受理", "", _RING),
    "working": Shape("办理中", "", _RING + '<path class="solid" d="M10 2.4a7.6 7.6 0 0 1 0 15.2z"/>'),
    "paused": Shape("停着", "", _RING + '<path d="M7.9 6.8v6.4M12.1 6.8v6.4"/>'),
    "callback": Shape("等回访", "", _RING + '<circle class="solid" cx="10" cy="10" r="3.7"/>'),
    "done": Shape("办结", "done", '<circle class="solid" cx="10" cy="10" r="8.7"/><path class="cut-line" d="m6 10.3 2.8 2.8 5.2-5.8"/>'),
    "redo": Shape("重办", "", '<path d="M5 5.3a7.1 7.1 0 1 0 10 0M10.6 1.9l4.6 3.5-3.4 4"/>'),
    "refused": Shape("不受理", "", '<rect x="2.3" y="2.3" width="15.4" height="15.4" rx="2"/><path d="m5.5 14.5 9-9"/>'),
    "yours": Shape("要您做", "yours", f'<path class="solid" d="M10 .4 19.6 10 10 19.6.4 10z"/>{_BANG}'),
    "soon": Shape("快到期", "soon", '<path d="M10 1.8 18.2 10 10 18.2 1.8 10z"/><path d="M10 6.2v4.6M10 13v1.1"/>'),
    "late": Shape("超期", "late", '<path class="solid" d="M10 1.2 19.5 18.3H.5z"/><path class="cut-line" d="M10 6.6v5.6M10 14.2v1.5"/>'),
    "urgent": Shape("紧急", "urgent", f'<path class="solid" d="M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z"/>{_BANG}'),
    "event": Shape("记录", "", '<circle class="solid" cx="10" cy="10" r="3.4"/>'),
}


def shape(state: str) -> SafeString:
    """The bare drawing, for a place where the word stands beside it anyway. Raises KeyError for an unknown shape."""
    return format_html('<svg class="shape" viewBox="0 0 20 20" aria-hidden="true">{}</svg>', mark_safe(SHAPES[state].body))  # noqa: S308  # our own constant


def status(state: str, word: str = "", *, strong: bool = False) -> SafeString:
    """Shape with its word. `word` replaces the usual one. Raises KeyError for an unknown shape."""
    drawn = SHAPES[state]
    classes = "status" + (f" status-{drawn.tone}" if drawn.tone else "") + (" status-strong" if strong else "")
    return format_html('<span class="{}">{}<span>{}</span></span>', classes, shape(state), word or drawn.word)
