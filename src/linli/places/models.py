"""Tables of 房屋: compound, building, unit, house, and the published shapes of the map.

None of these rows is about a person. All belong to a community (`region`); grids are named where they are known.
"""

from typing import Any, Self
from uuid import UUID

from django.contrib.gis.db.models import GeometryField, MultiPolygonField, PointField
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.kernel.models import RegionQuerySet, UUIDModel, in_scope
from linli.places.rules import facilities as facility_rules
from linli.places.rules import houses as rules


class CompoundQuerySet(RegionQuerySet["Compound"]):
    """Compounds; one may lie in several grids, through its buildings."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Those of the grids, or with a building there."""
        built = Building.objects.filter(in_scope("grid_id", grids)).values("compound_id")
        return self.filter(Q(in_scope("grid_id", grids)) | Q(pk__in=built))


class BuildingQuerySet(RegionQuerySet["Building"]):
    """Buildings."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Those of the grids; a building nobody put into a grid is in none."""
        return self.filter(in_scope("grid_id", grids))


class UnitQuerySet(RegionQuerySet["Unit"]):
    """Units."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Those of the grids' buildings."""
        return self.filter(in_scope("building__grid_id", grids))


def _choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    return list(labels.items())


class Compound(UUIDModel):
    """A residential compound (小区), a courtyard, or the ground of a villagers' group."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    grid = models.ForeignKey("regions.Region", models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="网格或小组")
    name = models.CharField("名称", max_length=80)
    aliases: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=80), verbose_name="也叫", default=list, blank=True)
    initials = models.CharField("拼音首字母", max_length=80, blank=True, default="")
    kind = models.CharField("类别", max_length=16, choices=_choices(rules.COMPOUND_KINDS))
    property_mode = models.CharField("物业方式", max_length=12, choices=_choices(rules.PROPERTY_MODES), default="none")
    address = models.CharField("地址", max_length=160, blank=True, default="")
    built_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True)
    point = PointField("位置", srid=4326, null=True, blank=True)
    polygon = MultiPolygonField("范围", srid=4326, null=True, blank=True)
    quality = models.CharField("位置质量", max_length=12, choices=_choices(rules.POINT_QUALITIES), default="drawn")
    demo = models.BooleanField("演示", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = CompoundQuerySet.as_manager()

    class Meta:
        verbose_name = "小区"
        constraints = (models.UniqueConstraint(fields=["region", "name"], name="compound_name_once"),)
        indexes = (models.Index(fields=["region", "initials"], name="compound_initials"),)

    def __str__(self) -> str:
        return self.name


class Building(UUIDModel):
    """A building (楼栋) or a farmhouse. One building may have several door plates and entrances on several floors."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    grid = models.ForeignKey("regions.Region", models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="网格或小组")
    compound = models.ForeignKey(Compound, models.PROTECT, related_name="buildings", verbose_name="小区")
    number = models.CharField("楼号", max_length=40)
    label = models.CharField("叫法", max_length=60)
    position = models.CharField("排序", max_length=24)
    floors_above = models.PositiveSmallIntegerField("地上层数", default=1)
    floors_below = models.PositiveSmallIntegerField("地下层数", default=0)
    lifts = models.PositiveSmallIntegerField("电梯", default=0)
    built_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True)
    structure = models.CharField("结构", max_length=16, choices=_choices(rules.STRUCTURES), blank=True, default="")
    safety_grade = models.CharField("安全等级", max_length=1, choices=_choices(rules.SAFETY_GRADES), blank=True, default="")
    height_class = models.CharField("高度类别", max_length=8, choices=_choices(rules.HEIGHT_CLASSES), blank=True, default="")
    use = models.CharField("用途", max_length=10, choices=_choices(rules.USES), default="residence")
    address = models.CharField("门牌地址", max_length=160, blank=True, default="")
    plates: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=160), verbose_name="别的门牌", default=list, blank=True)
    entrances = models.JSONField("入口", default=list, blank=True, help_text="[{floor, name}]: 平街层, an entrance below that floor")
    point = PointField("位置", srid=4326, null=True, blank=True)
    polygon = MultiPolygonField("轮廓", srid=4326, null=True, blank=True)
    quality = models.CharField("位置质量", max_length=12, choices=_choices(rules.POINT_QUALITIES), default="drawn")
    version = models.PositiveIntegerField(default=1)

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = "楼栋"
        constraints = (models.UniqueConstraint(fields=["compound", "number"], name="building_number_once"),)
        indexes = (models.Index(fields=["region", "compound", "position"], name="building_order"),)

    def __str__(self) -> str:
        return self.label


class Unit(UUIDModel):
    """A stairwell (单元) of a building."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    building = models.ForeignKey(Building, models.CASCADE, related_name="units", verbose_name="楼栋")
    number = models.CharField("单元号", max_length=20)
    label = models.CharField("叫法", max_length=40)
    position = models.CharField("排序", max_length=24)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "单元"
        constraints = (models.UniqueConstraint(fields=["building", "number"], name="unit_number_once"),)

    def __str__(self) -> str:
        return self.label


class HouseQuerySet(RegionQuerySet["House"]):
    """Houses; a house made by mistake, split or merged stays as a row but stands nowhere."""

    def standing(self) -> Self:
        """Without the houses of a withdrawn import and those that were split or merged."""
        return self.filter(withdrawn_at=None)

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Those of the grids' buildings."""
        return self.filter(in_scope("building__grid_id", grids))


class House(UUIDModel):
    """A house or room (房屋、户室) with the state that somebody found there on a day."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    building = models.ForeignKey(Building, models.PROTECT, related_name="houses", verbose_name="楼栋")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="houses", null=True, blank=True, verbose_name="单元")
    number = models.CharField("房号", max_length=20)
    label = models.CharField("叫法", max_length=60)
    position = models.CharField("排序", max_length=24)
    floor = models.SmallIntegerField("楼层", default=1)
    state = models.CharField("状态", max_length=10, choices=_choices(rules.STATE_LABELS), default=rules.UNKNOWN)
    use = models.CharField("用途", max_length=10, choices=_choices(rules.USES), default="residence")
    area = models.DecimalField("建筑面积（平方米）", max_digits=8, decimal_places=2, null=True, blank=True)
    inner_area = models.DecimalField("专有面积（平方米）", max_digits=8, decimal_places=2, null=True, blank=True)
    plot_area = models.DecimalField("宅基地面积（平方米）", max_digits=8, decimal_places=2, null=True, blank=True)
    rooms = models.PositiveSmallIntegerField("间数", null=True, blank=True)
    title_kind = models.CharField("产权", max_length=12, choices=_choices(rules.TITLE_KINDS), blank=True, default="")
    facts_source = models.CharField("资料来源", max_length=60, blank=True, default="")
    checked_on = models.DateField("核实日期", null=True, blank=True)
    recheck_note = models.CharField("为什么要再核", max_length=120, blank=True, default="")
    source = models.CharField("来源", max_length=60, blank=True, default="")
    batch_id = models.UUIDField("导入批次", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True, blank=True)
    followed_by: ArrayField[Any, Any] = ArrayField(
        models.UUIDField(), verbose_name="分成或并成", default=list, blank=True, help_text="houses that stand where this one stood"
    )
    version = models.PositiveIntegerField(default=1)

    objects = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = "房屋"
        constraints = (
            models.UniqueConstraint(
                fields=["building", "unit", "number"],
                name="house_number_once",
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="house_area_above_zero", condition=Q(area=None) | Q(area__gt=0)),
            models.CheckConstraint(name="house_inner_fits", condition=Q(inner_area=None) | Q(area=None) | Q(inner_area__lte=F("area"))),
            models.CheckConstraint(name="house_state_known", condition=Q(state__in=list(rules.STATES))),
        )
        indexes = (
            models.Index(fields=["building", "floor"], name="house_wall"),
            models.Index(fields=["region", "state"], name="house_state"),
            models.Index(fields=["batch_id"], name="house_batch", condition=Q(batch_id__isnull=False)),
        )

    def __str__(self) -> str:
        return self.label


class PlaceShape(UUIDModel):
    """What the map may draw: outline and label of compounds and buildings, published, without anything about people.

    Map layers read this table instead of the fenced ones, because the spatial operators are not leakproof and row-level
    security would switch the spatial index off (design §6). The key is that of the place. Tile queries filter by `region`.
    """

    isolation = "reference"

    COMPOUND, BUILDING = "compound", "building"
    KINDS = ((COMPOUND, "小区"), (BUILDING, "楼栋"))

    kind = models.CharField("种类", max_length=10, choices=KINDS)
    region = models.ForeignKey("regions.Region", models.CASCADE, related_name="+")
    parent_id = models.UUIDField("上级", null=True, blank=True)
    label = models.CharField("标注", max_length=80)
    quality = models.CharField("质量", max_length=12, choices=_choices(rules.POINT_QUALITIES))
    demo = models.BooleanField("演示", default=False)
    geometry = GeometryField("形状（EPSG:3857，供瓦片用）", srid=3857)
    point = PointField("标注点", srid=4326)

    class Meta:
        verbose_name = "公开形状"
        indexes = (models.Index(fields=["region", "kind"], name="shape_region"),)


class Facility(UUIDModel):
    """设施: a thing or place of the community with its keeper and its cycle of inspection. Nothing about people, hence "reference".

    The office telephone is public; who inspected is in `FacilityCheck`.
    """

    isolation = "reference"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    grid = models.ForeignKey("regions.Region", models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="网格或小组")
    compound_id = models.UUIDField("小区", null=True, blank=True)
    building_id = models.UUIDField("楼栋", null=True, blank=True)
    kind = models.CharField("种类", max_length=16, choices=_choices(facility_rules.KINDS))
    code = models.CharField("编号", max_length=40, blank=True, default="")
    name = models.CharField("名称", max_length=80)
    place_text = models.CharField("在哪里", max_length=160, blank=True, default="")
    point = PointField("位置", srid=4326, null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=_choices(facility_rules.STATES), default=facility_rules.GOOD)
    owner = models.CharField("产权单位", max_length=80, blank=True, default="")
    maintainer = models.CharField("谁维护", max_length=80, blank=True, default="")
    maintainer_phone = models.CharField("维护电话", max_length=20, blank=True, default="")
    cycle_days = models.PositiveSmallIntegerField("多少天查一次", null=True, blank=True)
    registered_on = models.DateField("哪天登记")
    inspected_on = models.DateField("上次哪天查的", null=True, blank=True)
    due_on = models.DateField("下次最晚哪天查", null=True, blank=True)
    open_hours = models.CharField("开放时间", max_length=60, blank=True, default="")
    accessible = models.BooleanField("无障碍", null=True, blank=True)
    warranty_until = models.DateField("保修到", null=True, blank=True)
    demo = models.BooleanField("演示", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "设施"
        constraints = (
            models.UniqueConstraint(fields=["region", "code"], name="facility_code_once", condition=~Q(code="")),
            models.CheckConstraint(name="facility_kind_known", condition=Q(kind__in=list(facility_rules.KINDS))),
            models.CheckConstraint(name="facility_state_known", condition=Q(state__in=list(facility_rules.STATES))),
            models.CheckConstraint(name="facility_cycle_above_zero", condition=Q(cycle_days=None) | Q(cycle_days__gt=0)),
        )
        indexes = (
            models.Index(fields=["region", "kind", "name"], name="facility_list"),
            models.Index(fields=["region", "due_on"], name="facility_due", condition=Q(due_on__isnull=False)),
        )

    def __str__(self) -> str:
        return self.name


class FacilityCheckQuerySet(RegionQuerySet["FacilityCheck"]):
    """Inspections; those of a grid's facilities for a post at a grid."""

    def in_grids(self, grids: tuple[UUID, ...]) -> Self:
        """Those of the grids' facilities."""
        return self.filter(in_scope("facility__grid_id", grids))


class FacilityCheck(UUIDModel):
    """巡查: somebody looked at a facility on a day and found it good or faulty."""

    isolation = "region"

    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="村社区")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="checks", verbose_name="设施")
    step = models.CharField("结果", max_length=16)
    note = models.CharField("说明", max_length=200, blank=True, default="")
    at = models.DateTimeField("何时")
    by_id = models.UUIDField("谁", null=True)
    by_name = models.CharField("谁", max_length=80)

    objects = FacilityCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "设施巡查"
        indexes = (models.Index(fields=["facility", "-at"], name="facility_checks"),)
