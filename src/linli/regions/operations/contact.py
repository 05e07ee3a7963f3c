"""The office people may call: public data, versioned, with its source."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.operations import operation
from linli.regions.models import Region, RegionContact


@dataclass(frozen=True)
class NewContact:
    """A duty phone with its office."""

    region_id: UUID
    title: str
    phone: str
    source: str
    address: str = ""
    hours: str = ""
    valid_from: date | None = None


def set_contact(actor: Actor, new: NewContact, *, op_id: UUID | None = None) -> RegionContact:
    """Enter the duty phone (值班电话) from a day on; the one before ends that day.

    Raises NotVisible, NotPermitted, Invalid.
    """
    with operation(actor, "regions.set_contact", op_id, content=asdict(new)) as op:
        if op.done_before:
            return RegionContact.objects.get(pk=op.done_before)
        op.require(new.region_id)
        if not Region.objects.filter(pk=new.region_id).exists():
            raise NotVisible
        if not new.phone.strip():
            raise Invalid("请写值班电话。", {"phone": ["请写值班电话"]})
        day = new.valid_from or clock.today()
        rows = RegionContact.objects.filter(region_id=new.region_id)
        rows.filter(valid_from__gte=day).delete()
        rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).update(valid_to=day)
        contact = RegionContact.objects.create(
            id=new_id(),
            region_id=new.region_id,
            title=new.title,
            phone=new.phone.strip(),
            address=new.address,
            hours=new.hours,
            source=new.source,
            valid_from=day,
        )
        op.record(contact, region_id=new.region_id, title=["", new.title])
    return contact
