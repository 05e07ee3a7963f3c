"""Nightly work on accounts."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection

from linli.accounts.models import Guard, PhoneCode, RateCount, SignIn, SmsMessage
from linli.accounts.operations import staff_accounts
from linli.kernel import clock, jobs, profiles
from linli.kernel.actor import Actor

profiles.declare_rule("sign_in_log_days", "登录记录保存", 200, "天", "S", "网络安全法：日志至少六个月")
profiles.declare_rule("sms_keep_days", "短信记录保存", 30, "天", "D", "业务规范（数据安全）§3")


@jobs.job("accounts.disable_unused", needs=("accounts.disable",), wide=True, every="15 2 * * *")
def disable_unused(actor: Actor) -> None:
    """Stop accounts nobody used for 90 days."""
    staff_accounts.disable_unused(actor)


@jobs.job("accounts.purge", wide=True, every="40 2 * * *")
def purge(_actor: Actor) -> None:
    """Delete what has served: codes, counts and sessions at once, messages and the log of attempts after their time."""
    now = clock.now()
    log_limit = now - timedelta(days=profiles.value("sign_in_log_days"))
    PhoneCode.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    RateCount.objects.filter(expires_at__lt=now).delete()
    Guard.objects.filter(last_at__lt=now - timedelta(days=2)).delete()
    SmsMessage.objects.filter(made_at__lt=now - timedelta(days=profiles.value("sms_keep_days"))).delete()
    with connection.cursor() as cursor:  # the log of attempts is closed to every role of the application but for this
        cursor.execute("SELECT accounts_purge_sign_ins(%s)", [log_limit])
    SignIn.objects.filter(ended_at__lt=log_limit).delete()
