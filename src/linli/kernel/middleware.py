"""Client address, correlation id and the scope of a request."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from linli.kernel import clients, logs, stamps
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope

Answer = Callable[[HttpRequest], HttpResponse]
SERVER_ERROR = 500


class ActedRequest(HttpRequest):
    """A request as views see it: with its actor and correlation id."""

    actor: Actor
    correlation_id: UUID


def client_address(get_response: Answer) -> Answer:
    """Put the client's own address where everybody looks for it (REMOTE_ADDR), behind a proxy too."""

    def answer(request: HttpRequest) -> HttpResponse:
        peer, forwarded = str(request.META.get("REMOTE_ADDR", "")), str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        request.META["REMOTE_ADDR"] = clients.client(peer, forwarded, settings.PROXIES)
        return get_response(request)

    return answer


def correlation(get_response: Answer) -> Answer:
    """Give each request an id that logs, audit lines and answers share."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.correlation_id = new_id()  # type: ignore[attr-defined]
        token = logs.correlation.set(request.correlation_id)  # type: ignore[attr-defined]
        try:
            response = get_response(request)
        finally:
            logs.correlation.reset(token)
        response.headers["X-Correlation-Id"] = str(request.correlation_id)  # type: ignore[attr-defined]
        return response

    return answer


def scope(get_response: Answer) -> Answer:
    """Innermost: one transaction a request, under the role and region array of its actor.

    A status of 500 or more, or a refusal that reached the middleware, rolls everything back.
    """
    actor_of_request = import_string(settings.LINLI_ACTOR_OF_REQUEST)

    def answer(request: HttpRequest) -> HttpResponse:
        with transaction.atomic(), stamps.read_once():
            request.actor = actor_of_request(request)  # type: ignore[attr-defined]
            with use_scope(request.actor, to_the_end=True):  # type: ignore[attr-defined]
                response = get_response(request)
            if response.status_code >= SERVER_ERROR or getattr(request, "refused", False):
                transaction.set_rollback(True)
        return response

    return answer
