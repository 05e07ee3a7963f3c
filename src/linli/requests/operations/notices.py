"""站内信: marking as read. Notices are written by the verbs themselves."""

from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.operations import operation
from linli.kernel.scope import acting_in
from linli.requests.models import Notice, regions_of_account


def read_notices(actor: Actor, request_id: UUID | None = None) -> int:
    """Mark one's own notices as read, all or those of one matter; how many were new."""
    if actor.user_id is None:
        return 0
    with acting_in(*regions_of_account(actor.user_id)), operation(actor, "requests.read_notice") as op:
        rows = Notice.objects.filter(account_id=actor.user_id, read_at=None)
        if request_id is not None:
            rows = rows.filter(request_id=request_id)
        op.unchanged()
        return rows.update(read_at=clock.now())
