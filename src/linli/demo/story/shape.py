"""How a matter of the story is written down.

`days` counts working days back from the day of `up`, so that clocks stand the same on every weekday and after holidays; 0 is the
last hours. `path` is the way the matter went, step by step, each step as (name, hours after the step before, argument).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One thing somebody did, `after` hours after the step before; of whole days only working days count."""

    do: str
    after: float
    text: str = ""


@dataclass(frozen=True)
class Matter:
    """One request of the story. `ago` is hours before `up`, for what must be fresh whatever the time of day."""

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
    photos: tuple[str, ...] = ()
    ago: float = 0


def steps(*steps: tuple[str, float] | tuple[str, float, str]) -> tuple[Step, ...]:
    return tuple(Step(*step) for step in steps)
