"""The queue behind django-tasks: procrastinate's tables, written in the caller's own transaction (design §2)."""

from typing import Any, TypeVar, cast

from django.db import transaction
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from typing_extensions import ParamSpec

from linli.kernel.jobs import Job, get

T = TypeVar("T")
P = ParamSpec("P")
STATUS = {
    "todo": TaskResultStatus.READY,
    "doing": TaskResultStatus.RUNNING,
    "succeeded": TaskResultStatus.SUCCESSFUL,
}


class ProcrastinateBackend(BaseTaskBackend):
    """Stores jobs declared with `kernel.jobs.job`."""

    supports_defer = True
    supports_priority = True
    supports_get_result = True

    def validate_task(self, task: Task[Any, Any]) -> None:
        """Only declared jobs carry an actor and a scope. Raises InvalidTaskError for any other task."""
        super().validate_task(task)
        if not isinstance(task, Job):
            message = "declare it with linli.kernel.jobs.job: a bare task has neither actor nor scope"
            raise InvalidTaskError(message)

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        """Store the job in the running transaction; with `once_as`, an equal waiting job takes its place."""
        wanted = cast("Job[Any]", task)
        stored = wanted.stored(args, kwargs)
        deferrer = app.configure_task(
            wanted.name,
            lock=wanted.lock,
            queueing_lock=wanted.once,
            schedule_at=wanted.run_after,
            queue=wanted.queue_name,
            priority=wanted.priority,
        )
        try:
            with transaction.atomic():  # a refused duplicate must not abort the caller's transaction
                number = deferrer.defer(**stored)
        except AlreadyEnqueued:
            number = ProcrastinateJob.objects.get(queueing_lock=wanted.once, status="todo").pk
        return self._result(task, str(number), TaskResultStatus.READY, stored["arguments"])

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """How a job stands. Raises TaskResultDoesNotExist."""
        row = ProcrastinateJob.objects.filter(pk=int(result_id)).first()
        if row is None:
            raise TaskResultDoesNotExist(result_id)
        status = STATUS.get(row.status, TaskResultStatus.FAILED)
        return self._result(get(row.task_name), result_id, status, row.args.get("arguments", {}))

    def _result(self, task: Task[Any, Any], number: str, status: Any, arguments: dict[str, Any]) -> TaskResult[Any]:
        return TaskResult(
            task=task,
            id=number,
            status=status,
            enqueued_at=None,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=[],
            kwargs=arguments,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
