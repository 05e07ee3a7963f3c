"""Signing in: sessions, failures, invitations, rate counts (等保三级: lock-out, session limit, log of sign-ins)."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from linli.accounts.models.posts import Grant
from linli.accounts.models.user import User
from linli.accounts.rules import devices
from linli.kernel import crypto
from linli.kernel.models import UUIDModel


class SignIn(UUIDModel):
    """One stay (登录): from signing in to signing out, with the post in use."""

    isolation = "framework"

    class End(models.TextChoices):
        """Why a stay ended."""

        LEFT = "left", "自己退出"
        IDLE = "idle", "太久没动，自动退出"
        OLD = "old", "到了最长时间，自动退出"
        CROWDED = "crowded", "在别处登录，超过个数"
        CLOSED = "closed", "在“我的登录”里退出"
        PASSWORD = "password", "改了密码"  # a reason, not a secret
        DISABLED = "disabled", "账号停用"

    user = models.ForeignKey(User, models.CASCADE, related_name="stays")
    grant = models.ForeignKey(Grant, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End.choices, default="", blank=True)
    way = models.CharField(max_length=20, help_text="password+totp, code, demo …")
    ip = models.CharField(max_length=45, default="", blank=True)
    device = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "started_at"], condition=Q(ended_at=None), name="open_stays")]

    @property
    def device_words(self) -> str:
        """The device as its owner would call it."""
        return devices.words(self.device)


class SignInEvent(UUIDModel):
    """The log of attempts; it only grows. Names only what the visitor typed as a keyed digest: people type passwords into name fields."""

    isolation = "framework"

    class Outcome(models.TextChoices):
        """What came of an attempt."""

        OK = "ok", "登录了"
        WRONG = "wrong", "用户名或密码不对"
        LOCKED = "locked", "锁定中"
        CODE_WRONG = "code_wrong", "验证码不对"
        LEFT = "left", "退出"
        REFUSED = "refused", "不许登录"

    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    way = models.CharField(max_length=20)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    tried = models.CharField(max_length=80, help_text="blind index of the name or phone typed")
    ip = models.CharField(max_length=45, default="", blank=True)
    device = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "at"]), models.Index(fields=["at"])]


class Guard(models.Model):
    """Counts failures of one key (a user name, known or not; a second factor), from one source, and holds the lock."""

    isolation = "framework"

    key = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    @staticmethod
    def of_name(username: str, source: str = "") -> str:
        """Key of a user name, whether such a user exists or not; without a source that of all strangers."""
        key = crypto.blind_index("username", username.strip().lower())
        return f"{key}:{source}" if source else key

    @staticmethod
    def of_second_step(user_id: UUID, source: str = "") -> str:
        """Key of a user's second factor; without a source that of all strangers."""
        return f"second:{user_id}:{source}" if source else f"second:{user_id}"

    @classmethod
    def of_user(cls, user: User) -> "models.QuerySet[Guard]":
        """All guards of an account, whatever the source."""
        return cls.objects.filter(Q(key__startswith=cls.of_name(user.username)) | Q(key__startswith=cls.of_second_step(user.pk)))


class RateCount(models.Model):
    """How often something happened in one window of time, across all processes."""

    isolation = "framework"

    pk = models.CompositePrimaryKey("key", "window")
    key = models.CharField(max_length=120)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)


class Invitation(UUIDModel):
    """A one-time link with which a member of staff sets the first password. Only the link's digest is kept."""

    isolation = "framework"

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    token_digest = models.CharField(max_length=80, unique=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=60)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
