"""Tables of work under way: outbox, idempotency, progress, heartbeat."""

from django.db import models

from linli.kernel.models.base import RegionQuerySet, UUIDModel


class OperationRecord(models.Model):
    """An op_id that was done, and what it made: the same id twice does the thing once."""

    isolation = "framework"

    op_id = models.UUIDField(primary_key=True)
    operation = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    object_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=80, db_default="", help_text="keyed digest of what was sent; empty where nothing is compared")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"])]


class OutboxEvent(UUIDModel):
    """An event announced in the transaction that caused it. Order is kept per aggregate only."""

    isolation = "framework"

    sequence = models.BigIntegerField(unique=True, db_default=models.Func(models.Value("kernel_outbox_sequence"), function="nextval"))
    name = models.CharField(max_length=120)
    payload = models.JSONField(help_text="ids only")
    aggregate_id = models.UUIDField()
    region_id = models.UUIDField(null=True)
    correlation_id = models.UUIDField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, default="", blank=True)
    next_try_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True, help_text="failed too often; waits for a person")

    class Meta:
        indexes = [
            models.Index(fields=["sequence"], name="outbox_open", condition=models.Q(done_at=None)),
            models.Index(fields=["aggregate_id", "sequence"], name="outbox_aggregate", condition=models.Q(done_at=None)),
        ]


class Delivery(models.Model):
    """An event that had its effect in one reaction; unique, so that the effect comes once."""

    isolation = "framework"

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE)
    reaction = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "reaction"], name="delivery_once")]


class Heartbeat(models.Model):
    """Last sign of life of a process, for /healthz and the watchdog."""

    isolation = "framework"

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    note = models.CharField(max_length=80, default="", blank=True)


class RateWindow(models.Model):
    """Tries of one key at one public door in the running window; the key is a keyed digest."""

    isolation = "framework"

    key = models.CharField(max_length=80, primary_key=True)
    since = models.BigIntegerField(help_text="start of the window, seconds since 1970")
    count = models.PositiveIntegerField()


class Progress(UUIDModel):
    """How far a long job is, for the bar on the page."""

    isolation = "region"

    region_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, default="waiting")
    message = models.CharField(max_length=300, default="", blank=True)
    at = models.DateTimeField()

    objects = RegionQuerySet.as_manager()
