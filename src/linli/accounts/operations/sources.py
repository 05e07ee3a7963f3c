"""From where somebody tries to sign in: whose wrong tries are counted together for one account (docs/adr/0016).

A browser in which the account signed in before counts for itself, then a network it signed in from; all others count as one.
So strangers lock out strangers, never the owner at his own desk.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from linli.accounts.models import SignIn
from linli.accounts.operations.stays import Visit
from linli.kernel import clock, crypto, profiles

profiles.declare_rule("known_source_days", "多久内登录过的设备和网络算认得", 180, "天", "D", "防外人锁住本人账号")

STRANGERS = ""
_CHARS = 12


def mark(browser: str, user_id: UUID) -> str:
    """What a browser's cookie keeps of an account that signed in there: nothing that names it."""
    return crypto.blind_index("signed-in-here", f"{browser}|{user_id}").removeprefix("i1:")[:16]


def _named(kind: str, value: str) -> str:
    return crypto.blind_index("source", f"{kind}|{value}").removeprefix("i1:")[:_CHARS]


def of_browser(visit: Visit, user_ids: Sequence[UUID]) -> str:
    """The browser, when one of the accounts signed in with it before; else empty."""
    known = bool(visit.browser) and any(mark(visit.browser, user_id) in visit.marks for user_id in user_ids)
    return _named("browser", visit.browser) if known else STRANGERS


def of(visit: Visit, user_id: UUID | None) -> str:
    """Browser or network known for the account; else empty. An unknown account costs the same query."""
    asked = user_id or UUID(int=0)
    since = clock.now() - timedelta(days=profiles.value("known_source_days"))
    familiar = SignIn.objects.filter(user_id=asked, ip=visit.ip, started_at__gte=since).exists()
    return of_browser(visit, [asked]) or (_named("network", visit.ip) if familiar and visit.ip else STRANGERS)
