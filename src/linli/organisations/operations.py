"""The verbs of 组织."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotVisible
from linli.kernel.operations import operation
from linli.organisations import rules
from linli.organisations.events import OrganisationRegistered, PropertyContractSigned
from linli.organisations.models import Organisation, PropertyContract
from linli.places import contract as places


@dataclass(frozen=True)
class NewOrganisation:
    """A unit to register. Filed-only groups have no unified code."""

    region_id: UUID
    kind: str
    name: str
    short_name: str = ""
    unified_code: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""
    demo: bool = False


@dataclass(frozen=True)
class NewContract:
    """A property contract with the clauses that decide whose job a repair is, in the contract's own words."""

    compound_id: UUID
    organisation_id: UUID
    title: str
    starts_on: date
    public_lighting: str = ""
    shared_parts: str = ""
    cleaning: str = ""
    security: str = ""


def register(actor: Actor, new: NewOrganisation, *, op_id: UUID | None = None) -> Organisation:
    """Put a unit on the list. Raises NotVisible, NotPermitted, Invalid (also for a wrong GB 32100 code), Conflict."""
    with operation(actor, "organisations.register", op_id, content=asdict(new)) as op:
        if op.done_before:
            return Organisation.objects.get(pk=op.done_before)
        op.require(new.region_id)
        wrong = _wrong(new)
        if wrong:
            raise Invalid("还有要改的地方，改好再登记。", wrong)
        name = new.name.strip()
        if Organisation.objects.filter(region_id=new.region_id, name=name).exists():
            raise Conflict(f"“{name}”已经登记过了。", code="organisation_exists")
        made = Organisation.objects.create(
            region_id=new.region_id,
            kind=new.kind,
            name=name,
            short_name=new.short_name,
            unified_code=new.unified_code.strip().upper(),
            phone=new.phone,
            address=new.address,
            hours=new.hours,
            demo=new.demo,
        )
        op.record(made, name=[None, name])
        op.announce(OrganisationRegistered(made.pk, made.region_id))
        return made


def _locked(actor: Actor, organisation_id: UUID) -> Organisation:
    row = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if row is None or not actor.sees(row.region_id):
        raise NotVisible
    return row


def change(actor: Actor, organisation_id: UUID, new: NewOrganisation, *, version: int) -> Organisation:
    """Correct a unit's public data. Raises NotVisible, NotPermitted, Invalid, Conflict when somebody was quicker or the name is taken."""
    with operation(actor, "organisations.register") as op:
        row = _locked(actor, organisation_id)
        op.require(row.region_id)
        if row.version != version:
            raise Conflict("刚有人改过这一条，请看看新的再改。", code="changed_meanwhile")
        wrong = _wrong(new)
        if wrong:
            raise Invalid("还有要改的地方，改好再存。", wrong)
        name = new.name.strip()
        if Organisation.objects.filter(region_id=row.region_id, name=name).exclude(pk=row.pk).exists():
            raise Conflict(f"“{name}”已经登记过了。", code="organisation_exists")
        wanted = {
            "kind": new.kind, "name": name, "short_name": new.short_name.strip(), "unified_code": new.unified_code.strip().upper(),
            "phone": new.phone.strip(), "address": new.address.strip(), "hours": new.hours.strip(),
        }  # fmt: skip
        changes: dict[str, Any] = {field: [getattr(row, field), value] for field, value in wanted.items() if getattr(row, field) != value}
        if not changes:
            op.unchanged()
            return row
        for field, (_, value) in changes.items():
            setattr(row, field, value)
        row.version += 1
        row.save(update_fields=[*changes, "version"])
        op.record(row, **changes)
        return row


def close(actor: Actor, organisation_id: UUID, *, on: date | None, op_id: UUID | None = None) -> Organisation:
    """停办 from a day, or open again with `on` empty; matters are no longer handed to it. Raises NotVisible, NotPermitted, Invalid."""
    with operation(actor, "organisations.register", op_id, content=[organisation_id, on]) as op:
        row = _locked(actor, organisation_id)
        if op.done_before:
            return row
        op.require(row.region_id)
        if on and on > clock.today():
            raise Invalid("停办的日子还没到，到那天再登记。", {"on": ["停办的日子还没到，到那天再登记。"]})
        before, row.closed_on = row.closed_on, on
        row.version += 1
        row.save(update_fields=["closed_on", "version"])
        op.record(row, closed_on=[str(before or ""), str(on or "")])
        return row


def _wrong(new: NewOrganisation) -> dict[str, list[str]]:
    wrong = {}
    if not new.name.strip():
        wrong["name"] = ["写一写单位的全称。"]
    if new.kind not in rules.KINDS:
        wrong["kind"] = ["选一个类别。"]
    if new.unified_code:
        try:
            uscc.validate(new.unified_code)
        except ValidationError:
            wrong["unified_code"] = ["统一社会信用代码对不上（18 位，最后一位是校验码），请对照证照看一看。"]
    return wrong


def sign_contract(actor: Actor, new: NewContract, *, op_id: UUID | None = None) -> PropertyContract:
    """Enter which company keeps a compound; the contract that stood ends the day before.

    Raises NotVisible, NotPermitted, Invalid when the unit is no property company or the day lies before the standing contract.
    """
    with operation(actor, "organisations.sign_contract", op_id, content=asdict(new)) as op:
        if op.done_before:
            return PropertyContract.objects.get(pk=op.done_before)
        compound = places.compound(new.compound_id)
        company = Organisation.objects.filter(pk=new.organisation_id).first()
        if compound is None or company is None:
            raise NotVisible
        op.require(compound.region_id)
        if company.kind != "property":
            raise Invalid("物业合同的一方要是物业企业。", {"organisation": ["选一家物业企业。"]})
        standing = PropertyContract.objects.select_for_update().filter(compound_id=compound.id, ends_on=None).first()
        if standing:
            if new.starts_on <= standing.starts_on:
                raise Invalid("新合同要在现在这份之后开始。", {"starts_on": ["新合同要在现在这份之后开始。"]})
            standing.ends_on = new.starts_on - timedelta(days=1)
            standing.save(update_fields=["ends_on"])
        signed = PropertyContract.objects.create(
            region_id=compound.region_id,
            compound_id=compound.id,
            organisation=company,
            title=new.title,
            starts_on=new.starts_on,
            public_lighting=new.public_lighting,
            shared_parts=new.shared_parts,
            cleaning=new.cleaning,
            security=new.security,
        )
        op.record(signed, organisation=[str(standing.organisation_id) if standing else None, str(company.pk)])
        op.announce(PropertyContractSigned(signed.pk, signed.region_id, compound.id, company.pk))
        return signed
