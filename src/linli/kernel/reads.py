"""Reading personal data is an act of its own: with a purpose, a quota and a line the person can see."""

from datetime import timedelta
from uuid import UUID

from django.db import connection

from linli.kernel import clock, log, numbers, profiles
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, TooMany
from linli.kernel.models import LogEntry

profiles.declare_rule("reveal_per_minute", "显示个人信息每分钟上限", 5, "次", "D", "业务规范（数据安全）§6")
profiles.declare_rule("reveal_per_day", "显示个人信息每天上限", 50, "次", "D", "业务规范（数据安全）§6")
profiles.declare_rule("reveal_seconds", "显示个人信息后遮回", 60, "秒", "D", "look/language.md §4")

LOCK = 0x5244  # "RD"

LONGEST_NOTE = 200
PURPOSES = {
    "contact": "上门前联系",
    "check": "核对登记",
    "matter": "办一件事",
    "emergency": "紧急救助",
    "other": "别的，要写明",
}


def used(actor: Actor) -> tuple[int, int]:
    """How many reads this person made in the last minute and since midnight in Shanghai, in whatever post."""
    now = clock.now()
    midnight = clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT in_minute, in_day FROM kernel_reads_of(%s, %s, %s)", [actor.user_id, now - timedelta(minutes=1), midnight])
        minute, day = cursor.fetchone()
    return int(minute), int(day)


def _one_at_a_time(actor: Actor) -> None:
    """Reads of one user wait for each other until commit, or two at once would both be the fifth."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, str(actor.user_id)])


def _check_reason(purpose: str, note: str) -> None:
    if purpose not in PURPOSES or (purpose == "other" and len(note) < 4):
        message = "先选一个查看原因；选“别的”要写明是什么事。"
        raise Invalid(message, {"purpose": [message]})
    if numbers.found_in(note):
        message = "原因里别写身份证号、手机号，本人看得到这一行，审计也看得到。"
        raise Invalid(message, {"note": [message]})
    if len(note) > LONGEST_NOTE:
        message = f"写得太长了，最多 {LONGEST_NOTE} 个字。"
        raise Invalid(message, {"note": [message]})


def read_personal(  # noqa: PLR0913  # the facts of one read
    actor: Actor,
    subject_id: UUID,
    *,
    region_id: UUID,
    object_type: str,
    object_id: UUID,
    fields: list[str],
    purpose: str,
    note: str = "",
) -> None:
    """Log one read of a person's data before it is shown. `purpose` is a key of PURPOSES; "other" needs a note.

    `fields` are what was shown in words the person understands (电话): the line is the person's to read.

    Raises Invalid without a purpose or with a note that is too long, TooMany above the quota (5 a minute, 50 a day).
    """
    if any(field.isascii() for field in fields):
        message = f"{fields}: the person reads these words"
        raise ValueError(message)
    _check_reason(purpose, note.strip())
    _one_at_a_time(actor)
    minute, day = used(actor)
    if minute >= profiles.value("reveal_per_minute") or day >= profiles.value("reveal_per_day"):
        message = f"今天看过 {day} 次，最近一分钟 {minute} 次，到上限了。等一等再看；急事请打电话给值班。"
        raise TooMany(message)
    log.append(
        LogEntry.Book.READ,
        actor,
        operation="reads.personal",
        object_type=object_type,
        object_id=object_id,
        region_id=region_id,
        subject_id=subject_id,
        facts={"fields": sorted(fields), "purpose": PURPOSES[purpose], "note": note.strip()},
    )
