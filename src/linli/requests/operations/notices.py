"""站内信: marking as read. Notices are written by the verbs themselves."""

from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.operations import operation
from linli.kernel.scope import acting_in
from linli.requests.models import Notice, regions_of_account


def read_notice(actor: Actor, notice_id: UUID) -> Notice:
    """Mark one's own notice as read. Raises NotVisible."""
    if actor.user_id is None:
        raise NotVisible
    with acting_in(*regions_of_account(actor.user_id)), operation(actor, "requests.read_notice") as op:
        notice = Notice.objects.select_for_update().filter(pk=notice_id, account_id=actor.user_id).first()
        if notice is None:
            raise NotVisible
        if notice.read_at is None:
            notice.read_at = clock.now()
            notice.save(update_fields=["read_at"])
        op.unchanged()
        return notice
