"""Divisions and their outlines as layers for other tools: public knowledge."""

from linli.kernel.layers import DAY, ID, NUMBER, YES_NO, Field, Layer
from linli.regions import rules

_CODE = (
    """(SELECT c.code FROM regions_regioncode c WHERE c.region_id = r.id AND c.system = '{system}' ORDER BY c.valid_from DESC LIMIT 1)"""
)
_PARENT = """(SELECT p.parent_id FROM regions_regionplacement p WHERE p.child_id = r.id ORDER BY p.valid_from DESC LIMIT 1)"""
# ruff: noqa: S608  # put together from constants of this module
_REGIONS = f"""
SELECT r.id, b.geometry AS shape, ST_PointOnSurface(b.geometry) AS drawn, r.name, r.short_name, r.level, r.kind,
       {_CODE.format(system=rules.NBS)} AS code_nbs, {_CODE.format(system=rules.MCA)} AS code_mca,
       {_PARENT} AS parent_id, r.demo, r.valid_from, r.valid_to
FROM regions_region r LEFT JOIN LATERAL (
    SELECT o.geometry FROM regions_regionboundary o WHERE o.region_id = r.id ORDER BY o.valid_from DESC LIMIT 1
) b ON true
"""
_BOUNDARIES = """
SELECT b.id, b.geometry AS shape, b.geometry AS drawn, b.region_id, r.name, r.level, b.quality, b.source, b.area, r.demo, b.valid_from, b.valid_to
FROM regions_regionboundary b JOIN regions_region r ON r.id = b.region_id
"""
_LEVEL = Field("level", "层级", choices=tuple(rules.LEVELS.items()), filter=True)
_DAYS = (Field("valid_from", "起", DAY), Field("valid_to", "止（不含当天）", DAY))
_DEMO = Field("demo", "演示用的", YES_NO, filter=True)

REGIONS = Layer(
    name="regions",
    title="区划",
    about="市、区县、乡镇街道、村社区、网格和小组：名称、两套代码、上级、起止。位置是边界里的一点；没有边界的没有位置。",
    source="重庆市区划名录（民政、统计），随平台更新",
    geometry="Point",
    rows=_REGIONS,
    fields=(
        Field("name", "名称", filter=True),
        Field("short_name", "简称", filter=True),
        _LEVEL,
        Field("kind", "类别", choices=tuple(rules.KINDS.items()), filter=True),
        Field("code_nbs", rules.SYSTEMS[rules.NBS], filter=True),
        Field("code_mca", rules.SYSTEMS[rules.MCA], filter=True),
        Field("parent_id", "上级", ID, filter=True),
        _DEMO,
        *_DAYS,
    ),
    dated=True,
)
BOUNDARIES = Layer(
    name="boundaries",
    title="区划边界",
    about="每个区划的边界和它的质量：正式的、示意的、拟合的。拟合的只供看图，不能作依据。",
    source="边界各有出处，见 source",
    geometry="MultiPolygon",
    rows=_BOUNDARIES,
    fields=(
        Field("region_id", "区划", ID, filter=True),
        Field("name", "名称", filter=True),
        _LEVEL,
        Field("quality", "质量", choices=tuple(rules.QUALITIES.items()), filter=True),
        Field("source", "来源"),
        Field("area", "面积（平方米）", NUMBER),
        _DEMO,
        *_DAYS,
    ),
    dated=True,
)
LAYERS = (REGIONS, BOUNDARIES)
