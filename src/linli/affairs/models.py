"""The index 事情: what, where, how it stands, and where it came from. No names, no words of residents."""

from typing import Self
from uuid import UUID

from django.contrib.gis.db.models import PointField
from django.db import models
from django.db.models import Q

from linli.affairs import rules
from linli.kernel.models import RegionQuerySet, UUIDModel, in_scope


class AffairQuerySet(RegionQuerySet["Affair"]):
    """Affairs; those of its own grids for a post at a grid."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Those of the grids."""
        return self.filter(in_scope("grid_id", grids))


class Affair(UUIDModel):
    """One affair, a copy of what its source says; `./linli affairs_rebuild` compares and repairs."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    grid_id = models.UUIDField("网格", null=True, blank=True)
    type = models.CharField("类型", max_length=12, choices=list(rules.TYPES.items()))
    source_id = models.UUIDField("来源")
    parent_id = models.UUIDField("来源所在的一页", null=True, blank=True)
    kind = models.CharField("类别", max_length=40, blank=True)
    title = models.CharField("什么事", max_length=120)
    state = models.CharField("状态", max_length=8, choices=list(rules.STATES.items()))
    place = models.CharField("在哪里", max_length=160, blank=True)
    compound_id = models.UUIDField("小区", null=True, blank=True)
    building_id = models.UUIDField("楼栋", null=True, blank=True)
    point = PointField("位置", srid=4326, null=True, blank=True)
    opened_at = models.DateTimeField("什么时候起")
    closed_at = models.DateTimeField("什么时候完", null=True, blank=True)

    objects = AffairQuerySet.as_manager()

    class Meta:
        verbose_name = "事情"
        constraints = (
            models.UniqueConstraint(fields=["type", "source_id"], name="affair_source_once"),
            models.CheckConstraint(name="affair_type_known", condition=Q(type__in=list(rules.TYPES))),
            models.CheckConstraint(name="affair_state_known", condition=Q(state__in=list(rules.STATES))),
        )
        indexes = (
            models.Index(fields=["region", "-opened_at", "-id"], name="affair_list"),
            models.Index(fields=["building_id"], name="affair_building", condition=Q(building_id__isnull=False)),
        )

    def __str__(self) -> str:
        return self.title
