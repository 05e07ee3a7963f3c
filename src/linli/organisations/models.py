"""Tables of 组织: units by their public office data, and which company keeps which compound.

An organisation's office name and phone are public knowledge (domain/data_security.md §2, L2), hence "reference":
a community hands matters to departments above it. No contact person is stored here.
"""

from django.db import models
from django.db.models import F, Q

from linli.kernel.models import RegionQuerySet, UUIDModel
from linli.organisations import rules


class Organisation(UUIDModel):
    """A unit: committee, property company, department, social organisation."""

    isolation = "reference"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="所在区划")
    kind = models.CharField("类别", max_length=24, choices=list(rules.KINDS.items()))
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=40, blank=True, default="")
    unified_code = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    phone = models.CharField("办公电话", max_length=20, blank=True, default="")
    address = models.CharField("办公地址", max_length=160, blank=True, default="")
    hours = models.CharField("办公时间", max_length=60, blank=True, default="")
    demo = models.BooleanField("演示", default=False)
    closed_on = models.DateField("停办日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "组织"
        constraints = (
            models.UniqueConstraint(fields=["region", "name"], name="organisation_name_once"),
            models.UniqueConstraint(fields=["unified_code"], name="organisation_code_once", condition=~Q(unified_code="")),
        )

    def __str__(self) -> str:
        return self.short_name or self.name


class PropertyContractQuerySet(RegionQuerySet["PropertyContract"]):
    """Rows of PropertyContract, for the type checker."""


class PropertyContract(UUIDModel):
    """Which company keeps a compound, from when, and the clauses that decide whose job a repair is."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    compound = models.ForeignKey("places.Compound", models.PROTECT, related_name="+", verbose_name="小区")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts", verbose_name="物业企业")
    title = models.CharField("合同", max_length=120)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    public_lighting = models.CharField("公共照明", max_length=300, blank=True, default="")
    shared_parts = models.CharField("共用部位和设施", max_length=300, blank=True, default="")
    cleaning = models.CharField("保洁", max_length=300, blank=True, default="")
    security = models.CharField("秩序维护", max_length=300, blank=True, default="")

    objects = PropertyContractQuerySet.as_manager()

    class Meta:
        verbose_name = "物业合同"
        constraints = (
            models.CheckConstraint(name="contract_dates_in_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
            models.UniqueConstraint(fields=["compound"], name="contract_one_open", condition=Q(ends_on=None)),
        )
