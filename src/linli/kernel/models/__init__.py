"""Tables of the kernel."""

from linli.kernel.models.base import RegionQuerySet, UUIDModel, in_scope
from linli.kernel.models.log import Checkpoint, LogEntry, LogLeaf, PlayedLog
from linli.kernel.models.rules import CalendarDay, CalendarYear, RuleProfile, RuleValue
from linli.kernel.models.work import Delivery, Heartbeat, OperationRecord, OutboxEvent, Progress, RateWindow

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "Checkpoint",
    "Delivery",
    "Heartbeat",
    "LogEntry",
    "LogLeaf",
    "OperationRecord",
    "OutboxEvent",
    "PlayedLog",
    "Progress",
    "RateWindow",
    "RegionQuerySet",
    "RuleProfile",
    "RuleValue",
    "UUIDModel",
    "in_scope",
]
