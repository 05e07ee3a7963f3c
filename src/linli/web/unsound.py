"""Input no page can mean, answered before a view sees it.

Too many bytes, a NUL character (PostgreSQL refuses it in every text), half a character, a codec of the sender's choice, a session key
that was never given out.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from linli.kernel.typed import as_seen
from linli.web.problems import bad_request, too_large, unreadable

UNFIT = re.compile("[\x00\ud800-\udfff]")
SESSION_KEY = re.compile(r"[a-z0-9]{32}")
CHARSETS = {"utf-8", "utf8"}
MOST_BYTES = 80 * 1024 * 1024  # six photos of 12 MB and their form


def _unfit(data: QueryDict) -> bool:
    return any(UNFIT.search(name) or any(UNFIT.search(str(value)) for value in values) for name, values in data.lists())


def _as_seen(data: QueryDict) -> QueryDict:
    seen = QueryDict(mutable=True)
    for name, values in data.lists():
        seen.setlist(name, [as_seen(str(value)) for value in values])
    return seen


def sound_envelope(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Pages are read as UTF-8 and nothing else: Django would decode query and form with any codec the sender names.

    A session cookie that is no session key is dropped; whoever sends it is a visitor.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.strip("\"' ").lower() not in CHARSETS:
            return unreadable(request)
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not SESSION_KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return get_response(request)

    return answer


def refuse_huge(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """413 for a body nobody needs, before any of it is read or lands on the disk. A body that hides its length is never read."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        return too_large(request) if length.isdigit() and int(length) > MOST_BYTES else get_response(request)

    return answer


class refuse_nul:  # noqa: N801  # a middleware reads as a function in settings
    """400 for a query or form that holds a NUL character or half a character; of a form only what can be seen goes on.

    Stands after the check of the form's token, which has read the form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """The page "this cannot be read", or nothing."""
        if _unfit(request.GET) or _unfit(request.POST):
            return bad_request(request)
        if request.POST:
            request.POST = _as_seen(request.POST)  # type: ignore[assignment]  # Django says a form once read is not changed
        return None
