"""The drawn ground of demo places: roads, water, stairs and contours that no real survey stands behind."""

from django.contrib.gis.db.models import GeometryField
from django.db import models

from linli.insight import rules
from linli.kernel.models import UUIDModel


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
