"""Switching modules on and off per region, from a date."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from linli.accounts.events import ModuleSwitched
from linli.accounts.models import ModuleSwitch
from linli.accounts.rules import modules
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotVisible
from linli.kernel.operations import operation
from linli.regions import contract as regions


@dataclass(frozen=True)
class NewSwitch:
    """A switch to be set."""

    module: str
    region_id: UUID
    on: bool
    starts_on: date
    ends_on: date | None
    reason: str


def switch(actor: Actor, new: NewSwitch, *, op_id: UUID | None = None) -> ModuleSwitch:
    """Open or close a module for a region and all below it. Raises NotVisible, NotPermitted, Invalid."""
    with operation(actor, "accounts.switch_module", op_id, content=asdict(new)) as op:
        if op.done_before:
            return ModuleSwitch.objects.get(pk=op.done_before)
        op.require(new.region_id)
        problems: dict[str, list[str]] = {}
        if new.module not in modules.BY_CODE:
            problems["module"] = ["没有这个模块。"]
        if regions.info(new.region_id) is None:
            raise NotVisible
        if new.starts_on < clock.today():
            problems["starts_on"] = ["不能从过去的日子开始。"]
        if new.ends_on is not None and new.ends_on < new.starts_on:
            problems["ends_on"] = ["结束日在开始日之前，请再看一看。"]
        if len(new.reason.strip()) < 4:
            problems["reason"] = ["写明为什么，至少 4 个字。"]
        if problems:
            message = "还有几处要改。"
            raise Invalid(message, problems)
        row = ModuleSwitch(
            module=new.module,
            region_id=new.region_id,
            on=new.on,
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            reason=new.reason.strip(),
            made_by=actor.name,
            made_at=clock.now(),
        )
        row.save(force_insert=True)
        op.record(row, module=["", new.module], on=["", new.on], note=row.reason)
        op.announce(ModuleSwitched(aggregate_id=row.pk, region_id=row.region_id))
        return row


def withdraw(actor: Actor, switch_id: UUID) -> ModuleSwitch:
    """Take a switch back; what decided before decides again. Raises NotVisible, NotPermitted, NotNow."""
    with operation(actor, "accounts.switch_module") as op:
        row = ModuleSwitch.objects.select_for_update().filter(pk=switch_id).first()
        if row is None:
            raise NotVisible
        op.require(row.region_id)
        if row.withdrawn_at is not None:
            message = "这一条已经撤了。"
            raise NotNow(message)
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        op.record(row, withdrawn=["", "撤回"], note=row.module)
        op.announce(ModuleSwitched(aggregate_id=row.pk, region_id=row.region_id))
        return row
