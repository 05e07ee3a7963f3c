"""What the person at the terminal sees: numbered steps with their time, and refusals as one cause and one remedy."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


class Trouble(Exception):
    """The command cannot go on. `cause` is one line, `remedy` says what to do about it."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        return f"✗ {self.cause}\n  → {self.remedy}"


def line(text: str = "") -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """A hint within the running step, on a line of its own."""
    sys.stdout.write(f"\n      {text}\n      ")
    sys.stdout.flush()


@dataclass
class Steps:
    """`[3/8] name …  1.2 s` for each step; a step returns what it found, shown in brackets when short."""

    total: int
    done: int = 0
    started: float = field(default_factory=time.monotonic)

    def run(self, name: str, action: Callable[[], T]) -> T:
        """Run one step. Trouble passes through after the line is ended."""
        self.done += 1
        head = f"[{self.done}/{self.total}] {name}"
        sys.stdout.write(f"{head} … ")
        sys.stdout.flush()
        began = time.monotonic()
        try:
            result = action()
        except BaseException:
            line("failed")
            raise
        extra = f"  ({result})" if isinstance(result, str) and result else ""
        line(f"{time.monotonic() - began:.1f} s{extra}")
        return result

    def elapsed(self) -> float:
        """Seconds since the first step began."""
        return time.monotonic() - self.started
