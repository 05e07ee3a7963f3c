"""The verbs of privacy."""

from linli.privacy.operations.alarms import handle_alarm, reopen_alarm
from linli.privacy.operations.questions import answer_reading, ask_reader, report_reading
from linli.privacy.operations.shredding import shred_subject
from linli.privacy.operations.verifying import carry_out, drop_old_evidence, take, verify_records

__all__ = [
    "answer_reading",
    "ask_reader",
    "carry_out",
    "drop_old_evidence",
    "handle_alarm",
    "reopen_alarm",
    "report_reading",
    "shred_subject",
    "take",
    "verify_records",
]
