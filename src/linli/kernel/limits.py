"""Rate limits of public doors: so many tries of one key in one window, counted in PostgreSQL.

The count is written outside the request's transaction: a refused try is rolled back with everything else, but it counts.
Keys (addresses, phone numbers) are stored as keyed digests only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponseBase

from linli.kernel import clock
from linli.kernel.clients import neighbourhood
from linli.kernel.crypto import blind_index
from linli.kernel.errors import TooMany
from linli.kernel.middleware import ActedRequest

ALIAS, POOL = "limits", {"min_size": 0, "max_size": 2, "timeout": 5}
COUNT = """
INSERT INTO kernel_ratewindow AS known (key, since, count) VALUES (%(key)s, %(since)s, %(weight)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN known.since = excluded.since THEN known.count + excluded.count ELSE excluded.count END,
    since = excluded.since
RETURNING count
"""


@contextmanager
def _aside() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own, so that the count outlives a roll-back; tests count in their own transaction.

    Never one of the pool the requests use: when each of its connections belongs to a request that wants a second one, all wait in vain.
    """
    if not settings.LIMITS_ASIDE:
        yield connection
        return
    own = connections.create_connection("default")
    own.alias = ALIAS  # pools are kept by alias
    options = own.settings_dict["OPTIONS"]
    own.settings_dict = {**own.settings_dict, "OPTIONS": {**options, **({"pool": POOL} if "pool" in options else {})}}
    try:
        yield own
    finally:
        own.close()


def _words(seconds: int) -> str:
    return f"{seconds // 60} 分钟" if seconds >= 60 else f"{seconds} 秒"


def tried(door: str, key: str, *, seconds: int, weight: int = 1) -> int:
    """Count one try of `key` at `door`, or one that weighs more; the sum in the running window of `seconds`.

    IPv6 addresses of one subscriber are one key.
    """
    since = int(clock.now().timestamp()) // seconds * seconds
    hidden = blind_index(f"limit:{door}:{seconds}", neighbourhood(key))
    with _aside() as counting, counting.cursor() as cursor:
        cursor.execute(COUNT, {"key": hidden, "since": since, "weight": weight})
        return int(cursor.fetchone()[0])


def limit(door: str, key: str, *, most: int, seconds: int = 60, weight: int = 1) -> None:
    """Let a try pass, or raise TooMany above `most` in a window. An empty key is counted as one key for all."""
    if tried(door, key, seconds=seconds, weight=weight) > most:
        left = seconds - int(clock.now().timestamp()) % seconds
        message = f"试得太频繁了，过 {_words(left)}再试。着急的事请打电话。"
        raise TooMany(message, code="rate_limit", retry_after=left)


View = Callable[..., HttpResponseBase]


def paced(door: str, *, most: int, seconds: int = 60, visitors_only: bool = False) -> Callable[[View], View]:
    """Limit what one address may send to a view; reading it stays free. Whoever is signed in counts on his own, or not at all."""

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(request: ActedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor
            if request.method == "POST" and not (visitors_only and actor.user_id):
                limit(door, str(actor.user_id or actor.ip), most=most, seconds=seconds)
            return view(request, *args, **kwargs)

        return counted

    return wrap
