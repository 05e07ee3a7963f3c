"""Tables of 项目. Nothing about residents: who decided is counted, not named; who wrote a line is a member of staff."""

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import F, Q

from linli.kernel.models import RegionQuerySet, UUIDModel
from linli.projects import rules


class ProjectQuerySet(RegionQuerySet["Project"]):
    """Rows of Project, for the type checker."""


class Project(UUIDModel):
    """One project of a community. Money in 分; `paid` never exceeds `budget`, and the database itself sees to it."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("种类", max_length=12, choices=list(rules.KINDS.items()))
    source = models.CharField("钱从哪里来", max_length=16, choices=list(rules.SOURCES.items()))
    aim = models.CharField("做什么，为什么", max_length=400)
    budget = models.BigIntegerField("预算（分）")
    paid = models.BigIntegerField("已付（分）", default=0)
    state = models.CharField("到哪一步", max_length=12, choices=list(rules.STATES.items()), default=rules.PROPOSED)
    contractor = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="谁来做"
    )
    compound_id = models.UUIDField("小区", null=True, blank=True)
    building_id = models.UUIDField("楼栋", null=True, blank=True)
    place_text = models.CharField("在哪里", max_length=120, blank=True, default="")
    point = PointField("位置", srid=4326, null=True, blank=True)
    starts_on = models.DateField("打算哪天开工", null=True, blank=True)
    ends_on = models.DateField("打算哪天完工", null=True, blank=True)
    announced_on = models.DateField("决议哪天公开的", null=True, blank=True)
    result = models.CharField("结果", max_length=400, blank=True, default="")
    signed = models.BooleanField("这一步监委会同意了", default=False)
    vetoed = models.BooleanField("监委会否决了支出，还没重新定", default=False)
    proposed_on = models.DateField("哪天提议的")
    closed_on = models.DateField("哪天结束的", null=True, blank=True)
    demo = models.BooleanField("演示", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "项目"
        constraints = (
            models.UniqueConstraint(fields=["region", "name"], name="project_name_once"),
            models.CheckConstraint(name="project_state_known", condition=Q(state__in=list(rules.STATES))),
            models.CheckConstraint(name="project_budget_above_zero", condition=Q(budget__gt=0)),
            models.CheckConstraint(name="project_paid_within_budget", condition=Q(paid__gte=0, paid__lte=F("budget"))),
            models.CheckConstraint(
                name="project_days_in_order", condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        )
        indexes = (models.Index(fields=["region", "state", "-proposed_on"], name="project_list"),)

    def __str__(self) -> str:
        return self.name


class ProjectLineQuerySet(RegionQuerySet["ProjectLine"]):
    """Rows of ProjectLine, for the type checker."""


class ProjectLine(UUIDModel):
    """One line of a project's story: a step, a change of the budget, a word of the supervisory committee."""

    isolation = "region"

    STEP, BUDGET, REMARK = "step", "budget", "remark"
    WHATS = ((STEP, "一步"), (BUDGET, "改预算"), (REMARK, "监委会"))

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    project = models.ForeignKey(Project, models.PROTECT, related_name="lines", verbose_name="项目")
    what = models.CharField("什么", max_length=8, choices=WHATS)
    name = models.CharField("哪一步", max_length=24)
    before = models.CharField("从", max_length=20, blank=True, default="")
    after = models.CharField("到", max_length=20, blank=True, default="")
    due = models.PositiveIntegerField("应到", null=True, blank=True)
    present = models.PositiveIntegerField("到会", null=True, blank=True)
    in_favour = models.PositiveIntegerField("赞成", null=True, blank=True)
    against = models.PositiveIntegerField("反对", null=True, blank=True)
    ref = models.CharField("记录或公告的文号", max_length=80, blank=True, default="")
    note = models.CharField("说明", max_length=300, blank=True, default="")
    held_on = models.DateField("哪天")
    at = models.DateTimeField("什么时候记的")
    by_id = models.UUIDField("谁", null=True)
    by_name = models.CharField("谁", max_length=80)

    objects = ProjectLineQuerySet.as_manager()

    class Meta:
        verbose_name = "项目的一步"
        indexes = (models.Index(fields=["project", "-at"], name="project_lines"),)


class PaymentQuerySet(RegionQuerySet["Payment"]):
    """Rows of Payment, for the type checker."""


class Payment(UUIDModel):
    """Money paid for a project, with its voucher. 分."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    project = models.ForeignKey(Project, models.PROTECT, related_name="payments", verbose_name="项目")
    amount = models.BigIntegerField("金额（分）")
    stage = models.CharField("哪一笔", max_length=40)
    voucher = models.CharField("凭证号", max_length=40)
    payee = models.CharField("付给谁", max_length=120)
    paid_on = models.DateField("哪天付的")
    at = models.DateTimeField("什么时候记的")
    by_id = models.UUIDField("谁", null=True)
    by_name = models.CharField("谁", max_length=80)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "项目付款"
        constraints = (
            models.CheckConstraint(name="payment_above_zero", condition=Q(amount__gt=0)),
            models.UniqueConstraint(fields=["project", "voucher"], name="payment_voucher_once"),
        )
