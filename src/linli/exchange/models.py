"""Tables of 数据共享. Nothing about residents: what may be matched, for what, who asked and who decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.exchange import rules
from linli.kernel.models import RegionQuerySet, UUIDModel


class MatchTaskQuerySet(RegionQuerySet["MatchTask"]):
    """Rows of MatchTask, for the type checker."""


class MatchTask(UUIDModel):
    """A department's list to be matched in one region until a day. The database itself sees that nobody decides what they asked for."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="在哪里比对")
    title = models.CharField("名称", max_length=80)
    department = models.CharField("哪个部门的名册", max_length=80)
    purpose = models.CharField("用来做什么", max_length=300)
    basis = models.CharField("依据的种类", max_length=12, choices=list(rules.BASES.items()))
    basis_text = models.CharField("依据", max_length=200)
    fields = ArrayField(models.CharField(max_length=12), verbose_name="用哪几列")
    tag = models.CharField("比对上的记什么标签", max_length=24)
    ends_on = models.DateField("到哪天为止")
    state = models.CharField("到哪一步", max_length=12, choices=list(rules.STATES.items()), default=rules.DRAFT)
    drafted_at = models.DateTimeField("什么时候起草")
    asked_by_id = models.UUIDField("谁申请", null=True)
    asked_by_name = models.CharField("谁申请", max_length=80)
    decided_by_id = models.UUIDField("谁批", null=True)
    decided_by_name = models.CharField("谁批", max_length=80, blank=True, default="")
    decided_at = models.DateTimeField("什么时候批", null=True)
    note = models.CharField("说明", max_length=300, blank=True, default="")

    objects = MatchTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "数据比对任务"
        constraints = (
            models.CheckConstraint(name="match_task_state_known", condition=Q(state__in=list(rules.STATES))),
            models.CheckConstraint(
                name="match_task_decided_by_another", condition=Q(decided_by_id=None) | ~Q(decided_by_id=F("asked_by_id"))
            ),
        )
        indexes = (models.Index(fields=["region", "-id"], name="match_task_list"),)

    def __str__(self) -> str:
        return self.title
