"""Tables of 区划: a region's identity never changes; its name, place, codes, outline and contacts are dated.

All of it is public knowledge about divisions, hence isolation "reference" (design §6).
"""

from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from linli.kernel.ids import new_id
from linli.kernel.models import UUIDModel
from linli.regions import rules


def _choices(labels: dict[str, str]) -> list[tuple[str, str]]:
    return list(labels.items())


def _days() -> Func:
    return Func(F("valid_from"), F("valid_to"), function="daterange")


def _span_in_order(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=f"{table}_span", condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")))


def _one_at_a_time(name: str, *keys: str) -> ExclusionConstraint:
    same: list[tuple[str | Func, str]] = [(key, RangeOperators.EQUAL) for key in keys]
    return ExclusionConstraint(name=name, expressions=[*same, (_days(), RangeOperators.OVERLAPS)])


class Region(UUIDModel):
    """A district, township, community, grid or residents' group, for as long as it exists."""

    isolation = "reference"

    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=80)
    level = models.CharField("层级", max_length=12, choices=_choices(rules.LEVELS))
    kind = models.CharField("类别", max_length=12, choices=_choices(rules.KINDS), blank=True)
    initials = models.CharField("拼音首字母", max_length=80, blank=True)
    terms = ArrayField(models.CharField(max_length=2), verbose_name="检索词", default=list)
    position = models.CharField("排序", max_length=24)
    demo = models.BooleanField("演示", default=False)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "区划"
        constraints = (_span_in_order("region"),)
        indexes = (
            GinIndex(fields=["terms"], name="region_terms"),
            models.Index(fields=["short_name"], opclasses=["varchar_pattern_ops"], name="region_short_prefix"),
            models.Index(fields=["level", "position"], name="region_level"),
        )

    def __str__(self) -> str:
        return self.name


class RegionName(models.Model):
    """A former name; the name of today stands on the region itself."""

    isolation = "reference"

    pk = models.CompositePrimaryKey("region_id", "valid_from")
    region = models.ForeignKey(Region, models.CASCADE, related_name="former_names")
    name = models.CharField("曾用名", max_length=80)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")

    class Meta:
        verbose_name = "曾用名"
        constraints = (_span_in_order("name"), _one_at_a_time("name_one_at_a_time", "region"))


class RegionPlacement(UUIDModel):
    """Under which parent a region stands, from when to when."""

    isolation = "reference"

    child = models.ForeignKey(Region, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Region, models.PROTECT, related_name="+")
    hierarchy = models.CharField("体系", max_length=16, choices=_choices(rules.HIERARCHIES))
    position = models.CharField("排序", max_length=24)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    reason = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "隶属"
        constraints = (
            _span_in_order("placement"),
            _one_at_a_time("placement_one_parent", "child", "hierarchy"),
            models.CheckConstraint(name="placement_not_itself", condition=~Q(child=F("parent"))),
        )
        indexes = (models.Index(fields=["parent", "hierarchy", "position"], name="placement_children"),)


class RegionAncestor(models.Model):
    """Every region below every ancestor with its days: derived from placements so that no page needs recursive SQL."""

    isolation = "reference"

    pk = models.CompositePrimaryKey("ancestor_id", "region_id", "valid_from")
    # Derived from placements, which carry the constraints: checking 600,000 rows again would double a rebuild.
    ancestor = models.ForeignKey(Region, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    region = models.ForeignKey(Region, models.CASCADE, related_name="+", db_constraint=False)
    depth = models.SmallIntegerField("相隔层数")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "上下级"


class RegionCode(UUIDModel):
    """A code in one system; the same number may mean another region in the other system."""

    isolation = "reference"

    region = models.ForeignKey(Region, models.CASCADE, related_name="codes")
    system = models.CharField("代码体系", max_length=8, choices=_choices(rules.SYSTEMS))
    code = models.CharField("代码", max_length=12)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "区划代码"
        constraints = (
            _span_in_order("code"),
            _one_at_a_time("code_one_region", "system", "code"),
            _one_at_a_time("code_one_code", "system", "region"),
        )
        indexes = (models.Index(fields=["code"], opclasses=["varchar_pattern_ops"], name="code_prefix"),)


class RegionBoundary(UUIDModel):
    """An outline in WGS-84 (EPSG:4326) with what it is worth."""

    isolation = "reference"

    region = models.ForeignKey(Region, models.CASCADE, related_name="boundaries")
    geometry = MultiPolygonField("边界", srid=4326)
    area = models.FloatField("面积（平方米）")
    quality = models.CharField("边界质量", max_length=10, choices=_choices(rules.QUALITIES))
    source = models.CharField("来源", max_length=200)
    note = models.CharField("说明", max_length=300, blank=True)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "边界"
        constraints = (_span_in_order("boundary"), _one_at_a_time("boundary_one_at_a_time", "region"))


class RegionContact(UUIDModel):
    """A public office contact (值班电话, 办公地址): what anyone may call, never a private number."""

    isolation = "reference"

    region = models.ForeignKey(Region, models.CASCADE, related_name="contacts")
    title = models.CharField("名称", max_length=60)
    phone = models.CharField("值班电话", max_length=20)
    address = models.CharField("办公地址", max_length=120, blank=True)
    hours = models.CharField("时间", max_length=60, blank=True)
    source = models.CharField("来源", max_length=120)
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = "值班电话"
        constraints = (_span_in_order("contact"), _one_at_a_time("contact_one_at_a_time", "region"))


class RegionChange(UUIDModel):
    """One dated change of a division as its source tells it (改革经过)."""

    isolation = "reference"

    region = models.ForeignKey(Region, models.CASCADE, related_name="changes")
    year = models.SmallIntegerField("年份")
    day = models.DateField("日期", null=True, blank=True)
    kind = models.CharField("变更", max_length=20)
    before = models.CharField("变更前", max_length=80, blank=True)
    after = models.CharField("变更后", max_length=80, blank=True)
    note = models.TextField("说明", blank=True)
    source = models.CharField("来源", max_length=200)

    class Meta:
        verbose_name = "区划变更"


class RegionDoubt(UUIDModel):
    """What two sources do not agree on: shown to staff, never guessed away."""

    isolation = "reference"

    NOT_IN_2026, ONLY_IN_2026, LISTED_TWICE = "not_in_2026", "only_in_2026", "listed_twice"
    KINDS = (
        (NOT_IN_2026, "2023 年有，2026 年名录里没有"),
        (ONLY_IN_2026, "2026 年名录里有，2023 年没有"),
        (LISTED_TWICE, "2026 年名录里列了两次"),
    )

    kind = models.CharField("疑点", max_length=16, choices=KINDS)
    region = models.ForeignKey(Region, models.CASCADE, related_name="doubts", null=True, blank=True)
    district = models.CharField("区县", max_length=40)
    name = models.CharField("名称", max_length=80)
    system = models.CharField("代码体系", max_length=8, choices=_choices(rules.SYSTEMS))
    code = models.CharField("代码", max_length=12)
    note = models.CharField("怎么处理的", max_length=200)

    class Meta:
        verbose_name = "待核区划"
        constraints = (models.UniqueConstraint(fields=["kind", "system", "code"], name="doubt_once"),)


class RegionStamp(models.Model):
    """One row: which data files are loaded, and a version renewed by every change of the tree."""

    isolation = "reference"

    id = models.SmallIntegerField(primary_key=True, default=1)
    fingerprint = models.CharField(max_length=64, blank=True)
    version = models.UUIDField(default=new_id)

    class Meta:
        verbose_name = "区划数据版本"
        constraints = (models.CheckConstraint(name="stamp_single", condition=Q(id=1)),)
