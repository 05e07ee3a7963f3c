"""疑义: the community doubts what a department says."""

from django.db import models
from django.db.models import Q

from linli.kernel.fields import SealedTextField, personal
from linli.kernel.models import UUIDModel
from linli.people.models.base import choices
from linli.people.models.person import Person, PersonalQuerySet
from linli.people.rules import lists


class DisputeQuerySet(PersonalQuerySet["Dispute"]):
    """Rows of Dispute, for the type checker."""


class Dispute(UUIDModel):
    """A field of a person that the community says is wrong; the department that owns the field answers."""

    isolation = "region"

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "等部门答复"
        CHANGED = "changed", "部门改了"
        KEPT = "kept", "部门说没错"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    person = models.ForeignKey(Person, models.CASCADE, related_name="disputes", verbose_name="人")
    field = models.CharField("哪一栏", max_length=20, choices=choices({name: field.label for name, field in lists.FIELDS.items()}))
    authority = models.CharField("归谁管", max_length=10)
    says = SealedTextField("应该是")
    basis = personal(models.CharField("凭什么", max_length=200))
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField("何时提的")
    opened_by = models.CharField("谁提的", max_length=80)
    answer = personal(models.CharField("答复", max_length=200, blank=True, default=""))
    answered_at = models.DateTimeField("何时答的", null=True, blank=True)
    answered_by = models.CharField("谁记的", max_length=80, blank=True, default="")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = "疑义"
        constraints = (models.UniqueConstraint(fields=["person", "field"], name="dispute_one_open", condition=Q(state="open")),)
        indexes = (models.Index(fields=["region", "state", "opened_at"], name="dispute_queue"),)
