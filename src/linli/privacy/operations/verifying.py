"""Checking the logs of an area and a period, and keeping what came out."""

import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from linli.kernel import auditing, clock, profiles
from linli.kernel.actor import Actor
from linli.kernel.auditing import Verified
from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.kernel.models import LogEntry
from linli.kernel.operations import operation
from linli.kernel.records import Area
from linli.kernel.scope import use_scope
from linli.privacy import rules
from linli.privacy.models import Verification
from linli.privacy.operations import statement
from linli.privacy.rules import Period
from linli.regions import contract as regions

FINDINGS_KEPT = 200


@dataclass(frozen=True)
class Wanted:
    """What an auditor asks for."""

    period: Period
    region_id: UUID
    books: tuple[str, ...]


def midnight(day: Any) -> datetime:
    """The start of a day in Shanghai."""
    return datetime.combine(day, time.min, clock.SHANGHAI)


def area_of(verification: Verification) -> Area:
    """What was asked for, as the kernel takes it."""
    period = Period(verification.start, verification.end)
    covered = None if verification.whole_city else regions.subtree_ids(verification.region_id)
    return Area(midnight(period.start), midnight(period.after), covered, tuple(verification.books))


def folder(verification: Verification) -> Path:
    """Where statement and evidence of a verification lie, outside the web root."""
    return Path(settings.STATE) / "evidence" / str(verification.pk)


def take(actor: Actor, verification_id: UUID, name: str) -> tuple[Verification, Path]:
    """Hand out statement or evidence package, on record: the package holds what the logs say of people.

    Raises NotVisible, NotPermitted; NotNow while the file is not written, or when its time is over.
    """
    with operation(actor, "privacy.take_evidence") as op:
        verification = Verification.objects.visible_to(actor).filter(pk=verification_id).first()
        if verification is None:
            raise NotVisible
        op.require(verification.region_id)
        path = folder(verification) / name
        if not path.exists():
            message = "这个文件还没做好，过一会儿再来；要是一直没有，请重新核验一次。"
            raise NotNow(message)
        op.record(verification, note=f"{verification.number} {name}")
        return verification, path


def drop_old_evidence() -> int:
    """Delete packages and statements whose time is over; the result stays, and can be verified anew. Returns how many."""
    before = (clock.now() - timedelta(days=profiles.value("evidence_keep_days"))).timestamp()
    root = Path(settings.STATE) / "evidence"
    old = [one for one in root.iterdir() if one.stat().st_mtime < before] if root.is_dir() else []
    for one in old:
        shutil.rmtree(one)
    return len(old)


def _auditor_in_city(name: str) -> Actor:
    """Reads every record for the comparison: a removed one belongs to no region any more. The result is cut to the area."""
    return Actor.system(name, frozenset({"privacy.verify"}), wide=True)


def verify_records(actor: Actor, wanted: Wanted, *, op_id: UUID | None = None) -> Verification:
    """Order a verification; small ones are carried out at once, the caller sends big ones to the job.

    Raises Invalid for days in the wrong order or in the future, NotVisible, NotPermitted.
    """
    if wanted.period.end < wanted.period.start:
        message = "结束的日子不能早于开始的日子。"
        raise Invalid(message, {"end": [message]})
    if not wanted.books:
        message = "至少选一本。"
        raise Invalid(message, {"books": [message]})
    with operation(actor, "privacy.verify", op_id, content=asdict(wanted)) as op:
        if op.done_before:
            return Verification.objects.get(pk=op.done_before)
        op.require(wanted.region_id)
        today = clock.today()
        region = regions.info(wanted.region_id)
        earlier = Verification.objects.visible_to(actor).filter(made_at__gte=midnight(today)).count()
        verification = Verification(
            number=rules.number_of(today, earlier + 1),
            region_id=wanted.region_id,
            region_name=region.name if region else "",
            whole_city=actor.wide and region is not None and region.level == regions.CITY,
            start=wanted.period.start,
            end=wanted.period.end,
            books=list(wanted.books),
            made_at=clock.now(),
            made_by=actor.user_id,
            made_by_name=actor.name,
            made_by_post=f"{region.name if region else actor.unit} {actor.role_label}".strip(),
        )
        verification.expected = area_of(verification).within(LogEntry.objects.visible_to(actor)).count()
        verification.save(force_insert=True)
        op.record(verification, note=f"{wanted.period.words}，{rules.books_in_words(wanted.books)}")
    if verification.expected <= rules.AT_ONCE:
        carry_out(verification)
    return verification


def carry_out(verification: Verification) -> None:
    """Verify, keep the result, write statement and evidence package. Raises OSError when these cannot be written."""
    area = area_of(verification)
    target = folder(verification)
    target.mkdir(parents=True, exist_ok=True)
    with use_scope(_auditor_in_city("privacy.verify")):
        done = auditing.verify(area)
        auditing.export(area, target / "evidence.zip")
    verification.state = Verification.State.DONE
    verification.untouched = done.report.clean
    verification.milliseconds = round(done.seconds * 1000)
    verification.result = _result(done)
    verification.save(update_fields=["state", "untouched", "milliseconds", "result"])
    (target / "statement.pdf").write_bytes(statement.pdf(verification))


def _result(done: Verified) -> dict[str, Any]:
    report = done.report
    return {
        "count": report.count,
        "shredded": report.shredded,
        "pending": report.pending,
        "notes": report.notes,
        "tallies": {book: asdict(tally) for book, tally in report.tallies.items()},
        "finding_count": len(report.findings),
        "findings": [
            asdict(found) | {"since": found.since.isoformat(), "since_words": f"{clock.local(found.since):%m-%d %H:%M}"}
            for found in report.findings[:FINDINGS_KEPT]
        ],
        "last": None
        if report.last is None
        else {"size": report.last.tree_size, "root": report.last.root.hex(), "key_id": report.last.key_id},
    }
