"""Tables of the map: the drawn ground of demo places, and what was counted in buildings and divisions."""

from typing import Any, Self
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.fields import ArrayField
from django.db import models

from linli.insight import rules
from linli.kernel.models import RegionQuerySet, UUIDModel, in_scope


class BasemapFeature(UUIDModel):
    """One line or area of ground below the layers; published and without anything about people."""

    isolation = "reference"

    region = models.ForeignKey("regions.Region", models.CASCADE, related_name="+", verbose_name="画的是哪里")
    kind = models.CharField("种类", max_length=10, choices=list(rules.GROUND.items()))
    name = models.CharField("名称", max_length=40, blank=True, default="")
    width = models.FloatField("宽（米）", default=0)
    geometry = GeometryField("形状（EPSG:3857，供瓦片用）", srid=3857)
    demo = models.BooleanField("演示", default=True)

    class Meta:
        verbose_name = "底图"
        indexes = (models.Index(fields=["region", "kind"], name="basemap_region"),)

    def __str__(self) -> str:
        return self.name or rules.GROUND[self.kind]


class Counted(UUIDModel):
    """What was counted somewhere at a moment. The key is that of the building or division."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.CASCADE, related_name="+", verbose_name="哪里")
    people = models.PositiveIntegerField("人", default=0)
    elders = models.PositiveIntegerField("60 岁以上", default=0)
    houses = models.PositiveIntegerField("房屋", default=0)
    states = models.JSONField("房屋状态", default=dict, help_text="{state: number of houses}")
    counted_at = models.DateTimeField("什么时候数的")

    class Meta:
        abstract = True


class RegionCountQuerySet(RegionQuerySet["RegionCount"]):
    """Counts of divisions."""


class BuildingCountQuerySet(RegionQuerySet["BuildingCount"]):
    """Counts of buildings; of one's grids where these narrow them."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Those of the grids' buildings."""
        return self.filter(in_scope("grid_id", grids))


class BuildingCount(Counted):
    """People by their main home, and houses of one building. Fenced: a building of one household says who lives alone."""

    grid_id = models.UUIDField("网格", null=True, blank=True)

    objects = BuildingCountQuerySet.as_manager()

    class Meta:
        verbose_name = "楼栋计数"
        indexes = (models.Index(fields=["region"], name="building_count_region"),)


class RegionCount(Counted):
    """People whom the communities of a division keep, their houses, households, buildings, compounds and facilities."""

    households = models.PositiveIntegerField("实际居住户", default=0)
    buildings = models.PositiveIntegerField("楼栋", default=0)
    compounds = models.PositiveIntegerField("小区", default=0)
    facilities = models.PositiveIntegerField("设施", default=0)

    objects = RegionCountQuerySet.as_manager()

    class Meta:
        verbose_name = "区划计数"


class MapSheetQuerySet(RegionQuerySet["MapSheet"]):
    """Printed maps."""


class MapSheet(UUIDModel):
    """A map to print: who asked, of what, and the file once a job made it. Only who asked takes it."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.CASCADE, related_name="+", verbose_name="哪里")
    asked_by = models.UUIDField("谁要的")
    asked_at = models.DateTimeField("什么时候要的")
    post = models.CharField("岗位", max_length=80)
    grids: ArrayField[Any, Any] = ArrayField(models.UUIDField(), verbose_name="只看这些网格", default=list, blank=True)
    points = models.BooleanField("画未结的事", default=False)
    made_at = models.DateTimeField("做好", null=True)
    content = models.BinaryField("文件", null=True)

    objects = MapSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "打印的图"
        indexes = (models.Index(fields=["asked_by", "-asked_at"], name="map_sheet_asked"),)
