"""The kernel's own periodic work: throwing away what has had its time."""

from datetime import timedelta

from django.db import connection

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.jobs import job
from linli.kernel.models import OperationRecord, OutboxEvent, RateWindow

KEEP_EVENTS = timedelta(days=14)
KEEP_OPERATIONS = timedelta(days=30)  # an offline phone may come back with its op_id this late
KEEP_JOBS = timedelta(days=7)
KEEP_FAILED_JOBS = timedelta(days=60)
KEEP_WINDOWS = timedelta(days=2)
BATCH = 20_000


@job("kernel.purge", every="30 3 * * *", lock="kernel.purge")
def purge(_actor: Actor) -> None:
    """Delete delivered events, old operation ids and finished jobs; parked events stay until a person decides."""
    now = clock.now()
    old = OutboxEvent.objects.filter(done_at__lt=now - KEEP_EVENTS).values_list("pk", flat=True)[:BATCH]
    OutboxEvent.objects.filter(pk__in=list(old)).delete()
    records = OperationRecord.objects.filter(at__lt=now - KEEP_OPERATIONS).values_list("pk", flat=True)[:BATCH]
    OperationRecord.objects.filter(pk__in=list(records)).delete()
    RateWindow.objects.filter(since__lt=(now - KEEP_WINDOWS).timestamp()).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM procrastinate_jobs j
             WHERE (j.status IN ('succeeded', 'cancelled', 'aborted') AND NOT EXISTS (
                       SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %s))
                OR (j.status = 'failed' AND NOT EXISTS (
                       SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %s))
            """,
            [now - KEEP_JOBS, now - KEEP_FAILED_JOBS],
        )
