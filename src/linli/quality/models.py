"""Tables of 登记质量: findings, which are tasks to mend something, and the score of a community on a day. No name stands in them."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from linli.kernel.models import RegionQuerySet, UUIDModel
from linli.quality import rules


def _choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    return list(labels.items())


class FindingQuerySet(RegionQuerySet["Finding"]):
    """Findings are the community's own; a post at a grid has its list on the doorstep page."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:  # noqa: ARG002  # none, whichever
        """None."""
        return self.none()


class Finding(UUIDModel):
    """Something a check found in a community's ledger; it is closed by the check that no longer finds it, or by a reason."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    check_code = models.CharField("哪一条", max_length=20, choices=[(code, check.title) for code, check in rules.CHECKS.items()])
    level = models.CharField("程度", max_length=8, choices=_choices(rules.LEVELS))
    subject_kind = models.CharField("什么", max_length=10, choices=_choices(rules.SUBJECTS))
    subject_id = models.UUIDField("哪一个")
    state = models.CharField("状态", max_length=8, choices=_choices(rules.STATES), default=rules.OPEN)
    found_on = models.DateField("哪天发现")
    due_on = models.DateField("最晚哪天改")
    closed_on = models.DateField("哪天改好", null=True, blank=True)
    excuse = models.CharField("为什么不改", max_length=200, blank=True, default="")
    by_name = models.CharField("谁写的", max_length=80, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "质量问题"
        constraints = (
            models.UniqueConstraint(fields=["check_code", "subject_id"], name="finding_once", condition=~Q(state=rules.FIXED)),
            models.CheckConstraint(name="finding_in_order", condition=Q(closed_on=None) | Q(closed_on__gte=F("found_on"))),
        )
        indexes = (models.Index(fields=["region", "state", "due_on", "id"], name="finding_list"),)


class ScoreQuerySet(RegionQuerySet["Score"]):
    """Scores, for the type checker."""


class Score(UUIDModel):
    """How good the ledger of a community was on a day: `tenths` 0–1000, dimensions in permille. Counts only, hence for all who see the community."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    day = models.DateField("哪天")
    tenths = models.PositiveSmallIntegerField("得分（十分之一分）")
    parts = models.JSONField("各项（千分之几）", default=dict)
    people = models.PositiveIntegerField("人")
    houses = models.PositiveIntegerField("房屋")
    open = models.PositiveIntegerField("要改的")
    stale = models.PositiveIntegerField("过时的人")

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = "质量得分"
        constraints = (models.UniqueConstraint(fields=["region", "day"], name="score_once_a_day"),)
