"""The worker process: runs jobs, delivers events, shows a sign of life, brings back what a dead worker left.

One process, four job threads, one thread for the outbox and one keeper. Every part outlives a database restart.
"""

import asyncio
import json
import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from croniter import croniter  # type: ignore[import-untyped]
from django.db import close_old_connections, connection
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import DjangoApp, connector_params
from procrastinate.jobs import Job as QueuedJob
from procrastinate.psycopg_connector import PsycopgConnector

from linli.kernel import clock, jobs, logs, relay
from linli.kernel.errors import Refused
from linli.kernel.models import Heartbeat

logger = logging.getLogger(__name__)
CONCURRENCY = 4
BEAT_SECONDS = 3.0
DEAD_AFTER_SECONDS = 45
LONGEST_WAIT = 3600
GIVE_UP_AFTER = 8
GRACE_SECONDS = 25
IDLE_SECONDS = 0.4


class Patience(BaseRetryStrategy):
    """Longer waits after each failure; a refusal is an answer and is not asked again."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        """When to try again, or None to stop."""
        if isinstance(exception, Refused) or job.attempts >= self.attempts:
            return None
        return RetryDecision(retry_at=clock.now() + timedelta(seconds=min(4 ** (job.attempts + 1), LONGEST_WAIT)))


def _entry(title: str, patience: Patience) -> Callable[..., None]:
    def run(context: JobContext, **stored: Any) -> None:
        number = int(context.job.id or 0)
        try:
            jobs.perform(title, number, stored)
        except Exception as failure:
            # the text of an exception may name a person: its kind and place are enough to find the cause
            logger.warning("job %s #%s failed, attempt %s: %s", title, number, context.job.attempts + 1, logs.kind_and_place(failure))
            if patience.get_retry_decision(exception=failure, job=context.job) is None:
                _give_up(title, number, stored)
            raise

    return run


def _give_up(title: str, number: int, stored: dict[str, Any]) -> None:
    logger.warning("job %s #%s is given up", title, number)
    try:
        jobs.give_up(title, stored)
    except Exception as failure:  # noqa: BLE001  # the queue must learn the outcome of the job itself
        logger.warning("job %s #%s has not said so: %s", title, number, logs.kind_and_place(failure))


def queue_app() -> DjangoApp:
    """Procrastinate with every declared job registered, on a connection pool of its own."""
    app = DjangoApp(connector=PsycopgConnector(kwargs=connector_params("default"), max_size=4))
    for declared in jobs.declared():
        patience = Patience(declared.retry)
        task = app.task(name=declared.name, queue=declared.queue_name, retry=patience, pass_context=True, lock=declared.lock)(
            _entry(declared.name, patience)
        )
        if declared.every:
            periodic = app.periodic_registry.register_task(
                task=task, cron=declared.every, periodic_id="", configure_kwargs={"queueing_lock": f"every:{declared.name}"}
            )
            # procrastinate reads cron lines in UTC; the line was written on Shanghai's clock
            vars(periodic)["croniter"] = croniter(declared.every, datetime.now(clock.SHANGHAI))
    return app


def bring_back() -> int:
    """Queue again what a dead worker was doing; give up on what killed it too often. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_prune_stalled_workers_v1(%s)", [DEAD_AFTER_SECONDS])
        cursor.execute(
            "SELECT id, attempts, task_name, args::text FROM procrastinate_jobs "
            "WHERE status = 'doing' AND worker_id IS NULL FOR UPDATE SKIP LOCKED"
        )
        left = cursor.fetchall()
        for number, attempts, title, stored in left:
            if attempts >= GIVE_UP_AFTER:
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [number])
                _give_up(title, number, json.loads(stored))
            else:
                cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [number])
    return len(left)


class Worker:
    """Starts the three parts and stops them together."""

    def __init__(self) -> None:
        self.stopping = threading.Event()

    def _forever(self, work: Callable[[], float]) -> None:
        """Call `work` until stopped; it returns the seconds to wait. A failure waits two seconds and goes on."""
        while not self.stopping.is_set():
            try:
                pause = work()
            except Exception:
                logger.exception("part of the worker failed, goes on")
                connection.close()
                pause = 2.0
            self.stopping.wait(pause)
        close_old_connections()
        connection.close()

    def _beat(self) -> float:
        Heartbeat.objects.update_or_create(name="worker", defaults={"at": clock.now(), "note": f"pid {os.getpid()}"})
        bring_back()
        return BEAT_SECONDS

    def _relay(self) -> float:
        return 0.0 if relay.deliver_waiting() else IDLE_SECONDS

    async def _queue(self) -> None:
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()

        def stop() -> None:
            self.stopping.set()
            stopped.set()

        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop)
        while not self.stopping.is_set():
            await self._run_once(stopped)

    async def _run_once(self, stopped: asyncio.Event) -> None:
        """One life of procrastinate's loop; it ends on a lost database, and then a new one begins."""
        app = queue_app()
        waiting = asyncio.create_task(stopped.wait())
        try:
            async with app.open_async():
                running = asyncio.create_task(
                    app.run_worker_async(
                        concurrency=CONCURRENCY,
                        install_signal_handlers=False,
                        shutdown_graceful_timeout=GRACE_SECONDS,
                        fetch_job_polling_interval=2.0,
                        stalled_worker_timeout=DEAD_AFTER_SECONDS,
                    )
                )
                await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
        except Exception:
            logger.exception("the queue lost its database, tries again")
        if not stopped.is_set():
            await asyncio.sleep(2)
        waiting.cancel()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then finish what runs, within 25 seconds."""
        parts = [threading.Thread(target=self._forever, args=(work,), daemon=True) for work in (self._beat, self._relay)]
        for part in parts:
            part.start()
        asyncio.run(self._queue())
        self.stopping.set()
        for part in parts:
            part.join(GRACE_SECONDS)
