"""Dealing with an alarm (告警): with a note, by name; it can be opened again. Lines of the log, nothing beside it."""

from uuid import UUID

from linli.kernel import numbers
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.kernel.models import LogEntry
from linli.kernel.operations import operation
from linli.privacy.models import Verification
from linli.privacy.queries import alarms

SHORTEST = 4


def _note(text: str, sentence: str) -> str:
    if len(text.strip()) < SHORTEST:
        raise Invalid(sentence, {"note": [sentence]})
    if numbers.found_in(text):
        message = "别写身份证号、手机号，看的不止一个人。"
        raise Invalid(message, {"note": [message]})
    return text.strip()[:200]


def _thing(alarm: alarms.Alarm) -> LogEntry | Verification:
    if alarm.entry_id is None:
        raise NotVisible
    table = Verification if alarm.code == "unlike" else LogEntry
    found: LogEntry | Verification = table.objects.get(pk=alarm.entry_id)
    return found


def _step(actor: Actor, name: str, code: str, entry_id: UUID, note: str) -> None:
    handling = name == alarms.HANDLE
    with operation(actor, name) as op:
        alarm = alarms.find(actor, code, entry_id)
        if alarm is None or alarm.region_id is None:
            raise NotVisible
        op.require(alarm.region_id)
        if (alarm.handled is not None) is handling:
            message = "这条告警已经有人处理了。" if handling else "这条告警没有处理过，不用重新打开。"
            raise NotNow(message)
        said = _note(note, "写明怎么处理的，至少 4 个字。" if handling else "写明为什么重新打开，至少 4 个字。")
        op.record(_thing(alarm), region_id=alarm.region_id, alarm=["", code], note=said)
    alarms.forget_count(actor)


def handle_alarm(actor: Actor, code: str, entry_id: UUID, note: str) -> None:
    """处理: what was found out and done. Raises NotVisible, NotPermitted, NotNow when it is dealt with, Invalid without a note."""
    _step(actor, alarms.HANDLE, code, entry_id, note)


def reopen_alarm(actor: Actor, code: str, entry_id: UUID, note: str) -> None:
    """重新打开. Raises NotVisible, NotPermitted, NotNow when it is open, Invalid without a reason."""
    _step(actor, alarms.REOPEN, code, entry_id, note)
