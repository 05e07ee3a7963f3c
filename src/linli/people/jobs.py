"""Long work of the ledger, step by step."""

from dataclasses import replace
from uuid import UUID

from linli.kernel.actor import Actor
from linli.kernel.jobs import job, step, when_given_up
from linli.people.models import ImportBatch
from linli.people.operations import ledger

_HOUSES = "places.register_houses"


@job("people.check_ledger", needs=("people.check_ledger",), atomic=False, retry=3)
def check(actor: Actor, batch_id: UUID) -> None:
    """Dry run of an uploaded ledger."""
    ledger.check_ledger(_for_uploader(actor, batch_id), batch_id)


@when_given_up(check)
def refuse(actor: Actor, batch_id: UUID) -> None:
    """A check that always fails must not keep the community from its next file."""
    ledger.refuse_unchecked(_for_uploader(actor, batch_id), batch_id)


@job("people.load_ledger", needs=("people.load_ledger", _HOUSES), atomic=False)
def load(actor: Actor, batch_id: UUID) -> None:
    """Load a checked ledger."""
    ledger.load_ledger(_for_uploader(actor, batch_id), batch_id)


@when_given_up(load)
def stop_loading(actor: Actor, batch_id: UUID) -> None:
    """A load that always fails is left half-way, where somebody can go on or take it back."""
    ledger.stop_loading(_for_uploader(actor, batch_id), batch_id)


@job("people.undo_ledger", needs=("people.undo_ledger", _HOUSES), atomic=False)
def undo(actor: Actor, batch_id: UUID) -> None:
    """Take a loaded ledger back."""
    ledger.undo_ledger(_for_uploader(actor, batch_id), batch_id)


@when_given_up(undo)
def stop_undoing(actor: Actor, batch_id: UUID) -> None:
    """A roll-back that always fails can be begun again."""
    ledger.stop_undoing(_for_uploader(actor, batch_id), batch_id)


@job("people.erase_uploads", needs=("people.erase_uploads",), wide=True, every="50 3 * * *", lock="people.erase_uploads")
def erase(actor: Actor) -> None:
    """Erase the contents of uploads that nobody needs any more; what they made stays reversible by id."""
    ledger.erase_uploads(actor)


def _for_uploader(actor: Actor, batch_id: UUID) -> Actor:
    """The job's actor, on behalf of who uploaded: questions to the identity directory count on them."""
    with step(actor):
        batch = ImportBatch.objects.visible_to(actor).get(pk=batch_id)
    return replace(actor, on_behalf_of=batch.uploaded_by)
