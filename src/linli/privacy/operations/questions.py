"""问一问 about one reading of personal data: colleagues and auditors ask, the reader answers, anybody who sees it may report it.

Each is a line of the log about that reading, so a question can no more vanish than the reading itself.
"""

from uuid import UUID

from linli.kernel import numbers
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted
from linli.kernel.models import LogEntry
from linli.kernel.operations import operation
from linli.privacy.queries import asking

SHORTEST = 4


def _said(text: str, sentence: str) -> str:
    if len(text.strip()) < SHORTEST:
        raise Invalid(sentence, {"text": [sentence]})
    if numbers.found_in(text):
        message = "别写身份证号、手机号，看的不止一个人。"
        raise Invalid(message, {"text": [message]})
    return text.strip()[:200]


def _reader(entry: LogEntry) -> str:
    who = (entry.payload or {}).get("actor", {})
    return f"{who.get('unit', '')} {who.get('name', '')}".strip()


def ask_reader(actor: Actor, entry_id: UUID, text: str) -> None:
    """Ask why somebody looked. Raises NotVisible, NotPermitted (also for oneself), NotNow while a question waits, Invalid."""
    with operation(actor, asking.ASK) as op:
        entry = asking.seen(actor, entry_id)
        op.require(entry.region_id)
        if entry.actor_id == actor.user_id:
            message = "这一次是您自己看的，不用问自己。"
            raise NotPermitted(message)
        if asking.waits(entry):
            message = "已经问过了，在等回答。"
            raise NotNow(message)
        said = _said(text, "写明想问什么，至少 4 个字。")
        op.record(entry, region_id=entry.region_id, asked=["", _reader(entry)], note=said)


def answer_reading(actor: Actor, entry_id: UUID, text: str) -> None:
    """The reader says why. Raises NotVisible, NotPermitted to everybody else, NotNow when nobody asked, Invalid."""
    with operation(actor, asking.ANSWER) as op:
        entry = asking.seen(actor, entry_id)
        if entry.actor_id is None or entry.actor_id != actor.user_id:
            message = f"要{_reader(entry)}自己回答。"
            raise NotPermitted(message)
        if not asking.waits(entry):
            message = "没有在等您回答的问题。"
            raise NotNow(message)
        said = _said(text, "写明为什么看，至少 4 个字。")
        op.record(entry, region_id=entry.region_id, answered=["", _reader(entry)], note=said)


def report_reading(actor: Actor, entry_id: UUID, text: str) -> None:
    """报安全员: the auditors of the area get an alarm. Raises NotVisible, NotPermitted, NotNow when it was reported, Invalid."""
    with operation(actor, asking.REPORT) as op:
        entry = asking.seen(actor, entry_id)
        op.require(entry.region_id)
        if asking.reported(entry):
            message = "已经报过了，安全审计岗能看到。"
            raise NotNow(message)
        said = _said(text, "写明哪里不对，至少 4 个字。")
        op.record(entry, region_id=entry.region_id, reader=["", _reader(entry)], note=said)
