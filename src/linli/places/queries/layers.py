"""Compounds and the facilities people walk to as layers for other tools: published, nothing about anybody."""

from linli.kernel.layers import DAY, ID, YES_NO, Field, Layer
from linli.places.rules import facilities, houses

# ruff: noqa: S608  # put together from constants of this module
_COMPOUNDS = """
SELECT s.id, s.point AS shape, ST_Transform(s.geometry, 4326) AS drawn, s.label AS name, s.region_id, s.quality, s.demo
FROM places_placeshape s WHERE s.kind = 'compound'
"""
_VISITED = ", ".join(f"'{kind}'" for kind in facilities.VISITED)
_FACILITIES = f"""
SELECT f.id, f.point AS shape, f.point AS drawn, f.name, f.kind, f.state, f.place_text, f.open_hours, f.accessible, f.inspected_on, f.region_id, f.demo
FROM places_facility f WHERE f.kind IN ({_VISITED}) AND f.state <> 'scrapped'
"""
_REGION = Field("region_id", "村社区", ID, filter=True)
_DEMO = Field("demo", "演示用的", YES_NO, filter=True)

COMPOUNDS = Layer(
    name="compounds",
    title="小区",
    about="已经上图的小区、院落和村组的范围与名称。",
    source="村（居）委会登记",
    geometry="MultiPolygon",
    rows=_COMPOUNDS,
    fields=(
        Field("name", "名称", filter=True),
        _REGION,
        Field("quality", "位置质量", choices=tuple(houses.POINT_QUALITIES.items()), filter=True),
        _DEMO,
    ),
)
FACILITIES = Layer(
    name="facilities",
    title="设施",
    about="居民会去的设施：党群服务中心、养老、卫生、文体、避难、AED、停车、充电、公厕等。消火栓、监控杆等不公开。",
    source="村（居）委会登记，巡查时核对",
    geometry="Point",
    rows=_FACILITIES,
    fields=(
        Field("name", "名称", filter=True),
        Field("kind", "种类", choices=tuple((kind, facilities.KINDS[kind]) for kind in facilities.VISITED), filter=True),
        Field("state", "状态", choices=tuple(facilities.STATES.items()), filter=True),
        Field("place_text", "在哪里"),
        Field("open_hours", "开放时间"),
        Field("accessible", "无障碍", YES_NO, filter=True),
        Field("inspected_on", "上次巡查", DAY),
        _REGION,
        _DEMO,
    ),
)
LAYERS = (COMPOUNDS, FACILITIES)
