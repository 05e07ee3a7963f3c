"""Verifications that were carried out, and lawful shredding."""

from django.db import models

from linli.kernel.models import RegionQuerySet, UUIDModel


class Verification(UUIDModel):
    """One check of the logs: what was checked, by whom, and what came out. It stays as it was found."""

    isolation = "region"

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "在排队"
        DONE = "done", "核验完"
        FAILED = "failed", "没核验成"

    number = models.CharField(max_length=20)
    region_id = models.UUIDField()
    region_name = models.CharField(max_length=80)
    whole_city = models.BooleanField(default=False)
    start = models.DateField()
    end = models.DateField()
    books = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=60)
    made_by_post = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    expected = models.PositiveIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    untouched = models.BooleanField(null=True)
    result = models.JSONField(default=dict)

    objects = RegionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["region_id", "-made_at"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="verification_days_in_order"),
            models.CheckConstraint(
                condition=models.Q(state="done", untouched__isnull=False) | ~models.Q(state="done"), name="verification_done_says_result"
            ),
        ]


class Shredding(UUIDModel):
    """The content of log lines about a person was taken out lawfully; the lines themselves and their proof stay."""

    isolation = "region"

    region_id = models.UUIDField()
    subject_id = models.UUIDField()
    basis = models.CharField(max_length=200)
    lines = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)

    objects = RegionQuerySet.as_manager()
