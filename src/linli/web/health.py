"""GET /healthz: what a watchdog needs, answered before sessions and scope so that it also answers when these cannot."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from psycopg_pool import PoolTimeout

from linli import __version__
from linli.kernel import clock, jobs, relay
from linli.kernel.models import Heartbeat

PATH = "/healthz"
LATE_AFTER = timedelta(seconds=90)


def healthz(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, first of all: 200 while the database answers, 503 when it does not; the worker's state is told, not judged."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path != PATH:
            return get_response(request)
        try:
            told = state()
        except (DatabaseError, PoolTimeout):
            return _json({"database": "down", "worker": "unknown", "version": __version__}, status=503)
        return _json(told, status=200)

    return answer


def state() -> dict[str, object]:
    """Database, worker, waiting events and jobs, version. Raises DatabaseError or PoolTimeout while the database does not answer."""
    return {"database": "ok", "worker": _worker(), "outbox": relay.state(), "jobs": jobs.state(), "version": __version__}


def _worker() -> str:
    beat = Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
    if beat is None:
        return "absent"
    return "ok" if clock.now() - beat < LATE_AFTER else "late"


def _json(content: Mapping[str, object], *, status: int) -> JsonResponse:
    return JsonResponse(dict(content), status=status, headers={"Cache-Control": "no-store"})
