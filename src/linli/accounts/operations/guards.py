"""Lock-out after failures, and rate limits, both counted in the database so that every process counts together."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from linli.accounts.models import Guard, RateCount
from linli.kernel import clock, profiles

profiles.declare_rule("sign_in_failures", "连续输错几次锁定", 5, "次", "K", "GB/T 22239-2019；业务规范（数据安全）§8")
profiles.declare_rule("sign_in_lock_minutes", "锁定多久", 15, "分钟", "D", "业务规范（数据安全）§8")
profiles.declare_rule("sign_in_per_ip", "同一网络十分钟内登录尝试", 60, "次", "D", "社区共用一个出口")

_FORGET = timedelta(days=1)


def hold(key: str) -> Guard:
    """The guard of a key, locked until the transaction ends: two attempts at once are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_guard (key, failures, last_at) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING", [key, clock.now()])
    guard = Guard.objects.select_for_update().get(pk=key)
    over = guard.locked_until is not None and guard.locked_until <= clock.now()
    if over or clock.now() - guard.last_at > _FORGET:
        guard.failures, guard.locked_until = 0, None
    return guard


def locked(guard: Guard) -> bool:
    """Whether attempts are refused now."""
    return guard.locked_until is not None


def fail(guard: Guard) -> None:
    """Count a failure; the last one allowed locks."""
    guard.failures += 1
    guard.last_at = clock.now()
    if guard.failures >= profiles.value("sign_in_failures"):
        guard.locked_until = clock.now() + timedelta(minutes=profiles.value("sign_in_lock_minutes"))
    guard.save()


def clear(key: str) -> None:
    """Forget failures and lock."""
    Guard.objects.filter(pk=key).delete()


class Window(NamedTuple):
    """How often at most in how many seconds."""

    most: int
    seconds: int


def full(key: str, window: Window) -> bool:
    """Whether a key's uses within the window are spent, without counting one."""
    number = int(clock.now().timestamp()) // window.seconds
    return RateCount.objects.filter(key=key, window=number, count__gte=window.most).exists()


def hit(key: str, window: Window) -> datetime | None:
    """Count one use of a key. None while within the limit, else when the window ends."""
    now = clock.now()
    number = int(now.timestamp()) // window.seconds
    end = datetime.fromtimestamp((number + 1) * window.seconds, tz=now.tzinfo)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO accounts_ratecount (key, "window", count, expires_at) VALUES (%s, %s, 1, %s) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = accounts_ratecount.count + 1 RETURNING count',
            [key, number, end],
        )
        used = cursor.fetchone()[0]
    return end if used > window.most else None
