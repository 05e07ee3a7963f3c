"""Posting a notice and taking it down."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from linli.disclosure import rules
from linli.disclosure.events import BulletinPublished, BulletinTakenDown
from linli.disclosure.models import Bulletin
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.kernel.operations import operation

MIN_REASON, MAX_REASON = 4, 200


@dataclass(frozen=True)
class NewBulletin:
    """What is to be posted."""

    region_id: UUID
    title: str
    text: str
    kind: str = "notice"
    happens_on: date | None = None
    hours: str = ""
    place: str = ""
    signer: str = ""
    until: date | None = None


def publish(actor: Actor, new: NewBulletin, *, op_id: UUID | None = None) -> Bulletin:
    """Post a notice. Raises Invalid (too short, or an ID or telephone number in it), NotPermitted, NotVisible."""
    with operation(actor, "disclosure.publish", op_id, content=asdict(new)) as op:
        op.require(new.region_id)
        if op.done_before:
            return Bulletin.objects.get(pk=op.done_before)
        wrong = rules.wrong_with(rules.Shown(new.title, new.text, new.hours, new.place, new.signer), new.kind, new.until, clock.today())
        if wrong:
            raise Invalid("还有要改的地方，改好再贴。", wrong)
        bulletin = Bulletin(
            region_id=new.region_id, kind=new.kind, title=new.title.strip(), text=new.text.strip(), happens_on=new.happens_on,
            hours=new.hours.strip(), place=new.place.strip(), signer=new.signer.strip() or actor.unit, until=new.until,
            published_at=clock.now(),
        )  # fmt: skip
        bulletin.save(force_insert=True)
        op.record(bulletin, title=["", bulletin.title])
        op.announce(BulletinPublished(aggregate_id=bulletin.pk, region_id=bulletin.region_id))
        return bulletin


def take_down(actor: Actor, bulletin_id: UUID, *, why: str) -> Bulletin:
    """Take a notice off the board with a reason; the row stays. Raises NotVisible, NotNow, Invalid."""
    with operation(actor, "disclosure.take_down") as op:
        bulletin = Bulletin.objects.select_for_update().filter(pk=bulletin_id).first()
        if bulletin is None:
            raise NotVisible
        op.require(bulletin.region_id)
        if bulletin.taken_down_at:
            raise NotNow("这张公告已经撤下了。")
        if not MIN_REASON <= len(why.strip()) <= MAX_REASON:
            message = f"写一句为什么撤下，{MIN_REASON} 到 {MAX_REASON} 个字。"
            raise Invalid(message, {"why": [message]})
        bulletin.taken_down_at, bulletin.taken_down_why = clock.now(), why.strip()
        bulletin.save(update_fields=["taken_down_at", "taken_down_why"])
        op.record(bulletin, taken_down_why=["", bulletin.taken_down_why])
        op.announce(BulletinTakenDown(aggregate_id=bulletin.pk, region_id=bulletin.region_id))
        return bulletin
