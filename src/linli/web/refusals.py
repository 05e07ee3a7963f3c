"""Turns a refusal into a page a person can read, or problem+json for the API."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.kernel import problems
from linli.kernel.errors import Refused


class refusals_as_pages:  # noqa: N801  # a middleware reads as a function in settings
    """Answers `Refused` with its own status; everything else is a bug and escapes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        """Answer a refusal that no view caught."""
        if not isinstance(refusal, Refused):
            return None
        request.refused = True  # type: ignore[attr-defined]  # the scope middleware rolls back what the request wrote
        if problems.at_api(request):
            return problems.refused(request, refusal)
        return render(request, "web/refused.html", {"refusal": refusal}, status=refusal.status)
