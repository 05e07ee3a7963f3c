"""Tables of 特殊群体. Kinds are coded, sealed, and never a way to choose people."""

from typing import Self

from django.db import models
from django.db.models import Q

from linli.kernel import clock
from linli.kernel.fields import SealedTextField, personal
from linli.kernel.models import UUIDModel
from linli.people import rules
from linli.people.models.base import choices
from linli.people.models.person import Person, PersonalQuerySet
from linli.people.rules import tags


class PersonTagQuerySet(PersonalQuerySet["PersonTag"]):
    """Tags. Which kinds an actor learns of is decided by `operations.tags`, behind a purpose."""

    def in_force(self) -> Self:
        """Neither withdrawn nor over, of people who are alive here: expiry, death and moving away close a tag by themselves."""
        today = clock.today()
        return self.filter(withdrawn_at=None, starts_on__lte=today, expires_on__gte=today, person__status=rules.ALIVE)


class PersonTag(UUIDModel):
    """A special group that somebody belongs to, with source, basis and the day it ends. A withdrawn tag stays as history.

    `kind` is L4 and sealed; `kind_index` is its keyed digest, for "once" and for counts. The same kind from two batches, or in the names of
    two workers, is two rows: nobody ends what others said.
    """

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    person = models.ForeignKey(Person, models.CASCADE, related_name="tags", verbose_name="人")
    kind = SealedTextField("类别")
    kind_index = models.CharField(max_length=80)
    basis = models.CharField("依据", max_length=8, choices=choices(tags.BASIS))
    source = models.CharField("来源", max_length=60)
    starts_on = models.DateField("从哪天起")
    expires_on = models.DateField("到哪天")
    holder_id = models.UUIDField("指定的人", null=True, blank=True)
    batch_id = models.UUIDField("批次", null=True, blank=True)
    put_at = models.DateTimeField("何时登记")
    put_by = personal(models.CharField("谁登记", max_length=80, blank=True, default=""), 2)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)
    withdrawn_why = models.CharField("为什么撤", max_length=120, blank=True, default="")

    objects = PersonTagQuerySet.as_manager()

    class Meta:
        verbose_name = "特殊群体标签"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "kind_index", "batch_id", "holder_id"],
                name="tag_once_a_batch",
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="tag_in_order", condition=Q(expires_on__gte=models.F("starts_on"))),
        )
        indexes = (
            models.Index(fields=["region", "kind_index", "expires_on"], name="tag_counts", condition=Q(withdrawn_at=None)),
            models.Index(fields=["batch_id"], name="tag_batch", condition=Q(batch_id__isnull=False)),
        )
