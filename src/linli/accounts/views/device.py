"""The cookie of a browser in which somebody signed in: it gives no right, it only keeps strangers' wrong tries apart from his."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from linli.accounts.models import User
from linli.accounts.operations import sources
from linli.kernel import profiles

COOKIE, SALT = "linli_device", "linli.device"
MOST_ACCOUNTS = 10  # an office computer has few users; the cookie stays small


def _seconds() -> int:
    return int(profiles.value("known_source_days")) * 86400


def read(request: HttpRequest) -> tuple[str, tuple[str, ...]]:
    """The browser's id and the marks of its accounts; empty for one that is not known, or a cookie that was tampered with."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=_seconds()) if COOKIE in request.COOKIES else ""
    browser, *marks = (kept or "").split() or [""]
    return browser, tuple(marks)


def remember(request: HttpRequest, answer: HttpResponse, user: User) -> None:
    """Note on the way out that this account has now signed in here."""
    browser, marks = read(request)
    browser = browser or secrets.token_urlsafe(18)
    mine = sources.mark(browser, user.pk)
    kept = [mine, *(mark for mark in marks if mark != mine)][:MOST_ACCOUNTS]
    answer.set_signed_cookie(
        COOKIE, " ".join([browser, *kept]), salt=SALT, max_age=_seconds(), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
