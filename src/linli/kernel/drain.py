"""Running everything that waits, here and now: for seeding and for tests, never for a request."""

import json

from django.db import connection

from linli.kernel import clock, jobs, relay
from linli.kernel.models import OutboxEvent

ROUNDS = 10_000


class StillFailing(Exception):
    """A reaction failed while draining; the text names event and error."""


def _next_job() -> tuple[int, str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = (SELECT id FROM procrastinate_jobs "
            "WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s) ORDER BY priority DESC, id LIMIT 1 "
            "FOR UPDATE SKIP LOCKED) RETURNING id, task_name, args::text",
            [clock.now()],
        )
        row: tuple[int, str, str] | None = cursor.fetchone()
    return row


def drain() -> int:
    """Deliver events and run due jobs until nothing is left. Raises StillFailing, or what a job raises."""
    done = 0
    for _ in range(ROUNDS):
        finished = relay.deliver_waiting()
        failed = OutboxEvent.objects.filter(done_at=None, tries__gt=0).first()
        if failed:
            message = f"{failed.name}: {failed.last_error}"
            raise StillFailing(message)
        waiting = _next_job()
        if waiting:
            number, title, stored = waiting
            jobs.perform(title, number, json.loads(stored))
        if not finished and not waiting:
            break
        done += finished + bool(waiting)
    return done
