"""Who may take the cookie of a stay away: pages only."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]


def cookie_of_pages(get_response: Answer) -> Answer:
    """Tiles and fragments still on their way when somebody changes the account find the old stay ended.

    The session middleware would answer them by deleting the cookie, which by then is that of the new stay.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        part = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        if part and request.session.is_empty():
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return answer

    return middleware
