"""Long work of an import, step by step."""

from dataclasses import replace
from uuid import UUID

from linli.imports import operations
from linli.imports.models import ImportBatch
from linli.imports.operations import importer as kinds
from linli.kernel.actor import Actor
from linli.kernel.jobs import job, step, when_given_up


@job("imports.check", needs=("imports.check",), atomic=False, retry=3)
def check(actor: Actor, batch_id: UUID) -> None:
    """Dry run of an uploaded file."""
    operations.check(_for_uploader(actor, batch_id), batch_id)


@when_given_up(check)
def refuse(actor: Actor, batch_id: UUID) -> None:
    """A check that always fails must not keep the community from its next file."""
    operations.refuse_unchecked(_for_uploader(actor, batch_id), batch_id)


@job("imports.load", needs=("imports.load",), atomic=False)
def load(actor: Actor, batch_id: UUID) -> None:
    """Load a checked file."""
    operations.load(_for_uploader(actor, batch_id), batch_id)


@when_given_up(load)
def stop_loading(actor: Actor, batch_id: UUID) -> None:
    """A load that always fails is left half-way, where somebody can go on or take it back."""
    operations.stop_loading(_for_uploader(actor, batch_id), batch_id)


@job("imports.undo", needs=("imports.undo",), atomic=False)
def undo(actor: Actor, batch_id: UUID) -> None:
    """Take a loaded file back."""
    operations.undo(_for_uploader(actor, batch_id), batch_id)


@when_given_up(undo)
def stop_undoing(actor: Actor, batch_id: UUID) -> None:
    """A roll-back that always fails can be begun again."""
    operations.stop_undoing(_for_uploader(actor, batch_id), batch_id)


@job("imports.erase", needs=("imports.erase",), wide=True, every="50 3 * * *", lock="imports.erase")
def erase(actor: Actor) -> None:
    """Erase the contents of uploads that nobody needs any more; what they made stays reversible by id."""
    operations.erase(actor)


def _for_uploader(actor: Actor, batch_id: UUID) -> Actor:
    """The job's actor, on behalf of who uploaded (questions to the identity directory count on them), with what the importer needs."""
    with step(actor):
        batch = ImportBatch.objects.visible_to(actor).get(pk=batch_id)
    needs = frozenset(kinds.get(batch.kind).needs)
    grants = tuple(replace(grant, permissions=grant.permissions | needs) for grant in actor.grants)
    return replace(actor, grants=grants, on_behalf_of=batch.uploaded_by)
