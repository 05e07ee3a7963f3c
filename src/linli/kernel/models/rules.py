"""Rule profiles and calendars: every number of law or policy is a row, never a constant."""

from django.db import models

from linli.kernel.models.base import UUIDModel


class RuleProfile(UUIDModel):
    """One version of a set of numbers, for an area, from a date. Cases keep the version in force when they started."""

    isolation = "reference"

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    area_id = models.UUIDField(null=True, help_text="region it holds for; empty for the whole city")
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    note = models.TextField(default="", blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "area_id", "version"], name="profile_version_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(effective_to=None) | models.Q(effective_to__gte=models.F("effective_from")),
                name="profile_dates_in_order",
            ),
        ]


class RuleValue(UUIDModel):
    """One number with unit, confidence (S sourced, K known, U to confirm, D advice) and source."""

    isolation = "reference"

    profile = models.ForeignKey(RuleProfile, on_delete=models.CASCADE, related_name="values")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    label = models.CharField(max_length=120, default="", blank=True)
    unit = models.CharField(max_length=20, default="", blank=True)
    confidence = models.CharField(max_length=1, default="D")
    source = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "key"], name="one_value_a_key")]


class CalendarYear(models.Model):
    """A year whose holiday calendar the State Council has published and somebody has loaded."""

    isolation = "reference"

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday on a weekday, or a make-up working day on a weekend."""

    isolation = "reference"

    date = models.DateField(primary_key=True)
    working = models.BooleanField()
    name = models.CharField(max_length=40, default="", blank=True)
