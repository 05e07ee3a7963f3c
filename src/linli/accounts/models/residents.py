"""Residents: one-time codes, text messages, the privacy notice and who accepted it (PIPL art. 17, 30)."""

from django.db import models

from linli.accounts.models.user import User
from linli.kernel.fields import SealedTextField
from linli.kernel.models import UUIDModel


class PhoneCode(UUIDModel):
    """A one-time code sent to a phone. The newest unused one counts; only its digest is kept."""

    isolation = "framework"

    phone_index = models.CharField(max_length=80)
    digest = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["phone_index", "made_at"])]


class SmsMessage(UUIDModel):
    """A text message on its way. With the local sink it can be read in demo mode; after a provider took it the text is gone."""

    isolation = "framework"

    class State(models.TextChoices):
        """How far the message is."""

        WAITING = "waiting", "等着发"
        SENT = "sent", "发出了"
        FAILED = "failed", "没发出去"

    phone = SealedTextField()
    text = SealedTextField(default="", blank=True)
    purpose = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    adapter = models.CharField(max_length=10)
    provider_id = models.CharField(max_length=80, default="", blank=True)
    last_error = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"])]


class PrivacyNotice(UUIDModel):
    """One version of the notice that stands before the first field."""

    isolation = "reference"

    version = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=80)
    sections = models.JSONField(help_text="[{heading, lines: […]}]")
    effective_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)


class NoticeAcceptance(UUIDModel):
    """That a resident saw a version of the notice and went on."""

    isolation = "framework"

    notice = models.ForeignKey(PrivacyNotice, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="notice_accepted_once")]
