"""交接: a ledger that somebody uploaded and has not finished goes to the successor."""

from collections.abc import Iterable
from uuid import UUID

from linli.imports.models import ImportBatch
from linli.imports.operations.uploading import UNDER_WAY
from linli.imports.permissions import KEEPERS
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotVisible
from linli.kernel.handover import Item, Successor
from linli.kernel.operations import operation


def in_hands(actor: Actor, user_ids: Iterable[UUID]) -> list[Item]:
    """Ledgers of these users that wait for a decision or are under way."""
    states = [*UNDER_WAY, ImportBatch.State.READY, ImportBatch.State.STOPPED]
    rows = ImportBatch.objects.visible_to(actor).filter(uploaded_by__in=list(user_ids), state__in=states)
    return [
        Item(
            row.pk,
            row.uploaded_by,
            f"{row.file_name}，{row.get_state_display()}",
            f"/registry/import/{row.pk}/" if actor.may("imports.load", row.region_id) else "",
            clock.local(row.uploaded_at).date(),
            row.region_id,
        )
        for row in rows.order_by("uploaded_at")
        if row.uploaded_by
    ]


def hand_over(actor: Actor, item: Item, to: Successor) -> None:
    """The successor decides about the ledger from now on. Raises NotVisible, NotPermitted, Invalid for a post that keeps no ledger."""
    with operation(actor, "imports.hand_over") as op:
        batch = ImportBatch.objects.visible_to(actor).select_for_update().filter(pk=item.id, uploaded_by=item.holder_id).first()
        if batch is None:
            raise NotVisible
        op.require(batch.region_id)
        if to.role not in KEEPERS:
            message = f"{to.name}的岗位不管导入，请交给别人。"
            raise Invalid(message, {"to": [message]})
        before, batch.uploaded_by, batch.uploader = batch.uploader, to.user_id, to.name
        batch.save(update_fields=["uploaded_by", "uploader"])
        op.record(batch, uploader=[before, to.name])
