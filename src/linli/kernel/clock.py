"""The clock: the only place that asks for the time, so that tests and drills can hold it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_held: ContextVar[datetime | None] = ContextVar("linli_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _held.get() or datetime.now(UTC)


def this_hour() -> datetime:
    """The hour that runs: as near as rows that must not be linkable tell the time (design §6)."""
    return now().replace(minute=0, second=0, microsecond=0)


def today() -> date:
    """Today's date in Shanghai."""
    return local(now()).date()


def end_of(day: date) -> datetime:
    """The last moment of a day in Shanghai."""
    return datetime.combine(day, time.max, tzinfo=SHANGHAI)


def local(moment: datetime) -> datetime:
    """The same moment on Shanghai's wall clock."""
    return moment.astimezone(SHANGHAI)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (aware) inside the block."""
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)
