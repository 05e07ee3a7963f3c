"""Modules switched on per region from a date (pilots, phased roll-out)."""

from django.db import models
from django.db.models import Q

from linli.kernel.models import UUIDModel


class ModuleSwitch(UUIDModel):
    """A module on or off for a region and all below it; the nearest region's newest row decides."""

    isolation = "reference"

    module = models.CharField(max_length=30)
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+")
    on = models.BooleanField(default=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="switch_dates_in_order"),
        ]
        indexes = [models.Index(fields=["module", "region"], condition=Q(withdrawn_at=None), name="switch_lookup")]
