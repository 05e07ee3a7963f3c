"""Delivering events: in order per aggregate, each reaction in a transaction of its own, in effect once.

The Delivery row is written in the transaction of the reaction, so a worker killed at any moment leaves either both or
neither. An event that fails too often is parked: it is seen (`/healthz`, `manage.py outbox`) and no longer holds up its
aggregate.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from linli.kernel import clock, outbox
from linli.kernel.actor import Actor
from linli.kernel.ids import is_random
from linli.kernel.masks import mask_digits
from linli.kernel.models import Delivery, OutboxEvent
from linli.kernel.scope import use_scope

logger = logging.getLogger(__name__)
BATCH = 100
PARK_AFTER = 8
LONGEST_WAIT = 600

NEXT = """
SELECT e.id FROM kernel_outboxevent e
 WHERE e.done_at IS NULL AND e.parked_at IS NULL AND (e.next_try_at IS NULL OR e.next_try_at <= %s)
   AND NOT EXISTS (
       SELECT 1 FROM kernel_outboxevent earlier
        WHERE earlier.aggregate_id = e.aggregate_id AND earlier.sequence < e.sequence
          AND earlier.done_at IS NULL AND earlier.parked_at IS NULL)
 ORDER BY e.sequence LIMIT %s
"""


def deliver_waiting(limit: int = BATCH) -> int:
    """Deliver the events whose turn it is. Returns how many were finished."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [clock.now(), limit])
        turn = [row[0] for row in cursor.fetchall()]
    return sum(deliver(event_id) for event_id in turn)


def deliver(event_id: UUID) -> bool:
    """Bring one event to all its reactions. False when another relay has it or a reaction failed."""
    name = OutboxEvent.objects.values_list("name", flat=True).get(pk=event_id)
    for subscription in outbox.reactions_to(name):
        try:
            with transaction.atomic():
                if not _react(event_id, subscription):
                    return False
        except Exception as failure:  # noqa: BLE001  # any failure of a reaction: wait and try again, later park
            logger.warning("reaction %s to event %s failed: %s", subscription.name, event_id, type(failure).__name__)
            _postpone(event_id, failure)
            return False
    row = OutboxEvent.objects.filter(pk=event_id, done_at=None)
    if is_random(event_id):  # an unlinked one: when it came and when it was brought is nobody's business
        return bool(row.delete()[0])
    return bool(row.update(done_at=clock.now(), last_error=""))


def _react(event_id: UUID, subscription: outbox.Subscription) -> bool:
    row = OutboxEvent.objects.select_for_update(skip_locked=True).filter(pk=event_id, done_at=None).first()
    if row is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_delivery (event_id, reaction, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [event_id, subscription.name, clock.now()],
        )
        if not cursor.rowcount:
            return True
    regions = frozenset({row.region_id} if row.region_id else ())
    actor = Actor.system(subscription.name, subscription.permissions, regions, wide=subscription.wide)
    actor = replace(actor, correlation_id=row.correlation_id)
    with use_scope(actor):
        subscription.reaction(outbox.load(row), actor)
    return True


def _postpone(event_id: UUID, failure: Exception) -> None:
    with transaction.atomic():
        row = OutboxEvent.objects.select_for_update().get(pk=event_id)
        tries = row.tries + 1
        OutboxEvent.objects.filter(pk=event_id).update(
            tries=tries,
            last_error=mask_digits(f"{type(failure).__name__}: {failure}")[:200],
            next_try_at=clock.now() + timedelta(seconds=min(2**tries, LONGEST_WAIT)),
            parked_at=clock.now() if tries >= PARK_AFTER else None,
        )


def retry_parked(event_ids: list[UUID] | None = None) -> int:
    """Give parked events (all, or the named ones) another eight tries. Returns how many."""
    parked = OutboxEvent.objects.filter(done_at=None).exclude(parked_at=None)
    if event_ids is not None:
        parked = parked.filter(pk__in=event_ids)
    return parked.update(parked_at=None, next_try_at=None, tries=0)


def state() -> dict[str, int]:
    """Waiting and parked events, for /healthz."""
    waiting = OutboxEvent.objects.filter(done_at=None)
    return {"waiting": waiting.filter(parked_at=None).count(), "parked": waiting.exclude(parked_at=None).count()}


def delivered(event_id: UUID) -> list[str]:
    """Reactions an event has reached."""
    return list(Delivery.objects.filter(event_id=event_id).order_by("id").values_list("reaction", flat=True))
