"""How a matter of the story is written down.

`days` counts back from the day of `up`; `path` is the way the matter went, step by step, each step as
(name, argument).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One thing somebody did: `after` hours (working time is not meant) after the step before."""

    do: str
    after: float
    text: str = ""


@dataclass(frozen=True)
class Matter:
    """One request of the story."""

    key: str
    days: int
    hour: float
    kind: str
    text: str
    place: str = ""
    who: str = ""
    channel: str = "app"
    privacy: str = "masked"
    path: tuple[Step, ...] = field(default=())


def steps(*steps: tuple[str, float] | tuple[str, float, str]) -> tuple[Step, ...]:
    return tuple(Step(*step) for step in steps)
