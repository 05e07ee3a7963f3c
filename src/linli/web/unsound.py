"""Input no page can mean: too many bytes, or a NUL character, which PostgreSQL refuses in every text. Answered before a view sees it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from linli.web.problems import bad_request, too_large

NUL = "\x00"
MOST_BYTES = 80 * 1024 * 1024  # six photos of 12 MB and their form


def _holds_nul(data: QueryDict) -> bool:
    return any(NUL in name or any(NUL in str(value) for value in values) for name, values in data.lists())


def refuse_huge(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """413 for a body nobody needs, before any of it is read or lands on the disk. A body that hides its length is never read."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        return too_large(request) if length.isdigit() and int(length) > MOST_BYTES else get_response(request)

    return answer


class refuse_nul:  # noqa: N801  # a middleware reads as a function in settings
    """400 for a query or form that holds a NUL character. Stands after the check of the form's token, which has read the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """The page "this cannot be read", or nothing."""
        return bad_request(request) if _holds_nul(request.GET) or _holds_nul(request.POST) else None
