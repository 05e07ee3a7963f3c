"""Two rows that are one person: what a merge moved, so that it can be taken back."""

from django.db import models
from django.db.models import F, Q

from linli.kernel.models import UUIDModel
from linli.people.models.person import Person, PersonalQuerySet


class PersonMergeQuerySet(PersonalQuerySet["PersonMerge"]):
    """Merges, by the person that stays."""

    person_column = "kept_id"


class PersonMerge(UUIDModel):
    """A decision about a pair: merged, taken back, or told apart. Both ids stay; the merged one leads to the kept one."""

    isolation = "region"

    class State(models.TextChoices):
        """What was decided."""

        MERGED = "merged", "合并了"
        UNDONE = "undone", "又分开了"
        DISTINCT = "distinct", "不是同一个人"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    kept = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="留下的")
    merged = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="并进去的")
    state = models.CharField("决定", max_length=8, choices=State.choices)
    moved = models.JSONField("移了什么", default=dict, help_text="ids and flags only")
    at = models.DateTimeField("何时")
    by_name = models.CharField("谁", max_length=80)
    undone_at = models.DateTimeField("何时分开", null=True, blank=True)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = "合并"
        constraints = (
            models.CheckConstraint(name="merge_two", condition=~Q(kept=F("merged"))),
            models.UniqueConstraint(fields=["merged"], name="merged_once", condition=Q(state="merged")),
            models.UniqueConstraint(fields=["kept", "merged"], name="told_apart_once", condition=Q(state="distinct")),
        )
        indexes = (models.Index(fields=["region", "-at"], name="merge_newest"),)
