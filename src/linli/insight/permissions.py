"""Who may see the map and draw its ground."""

from linli.kernel.permissions import declare

_DESK = (
    "city_lead",
    "district_lead",
    "town_lead",
    "town_officer",
    "town_command",
    "community_head",
    "community_worker",
    "grid_worker",
    "department",
    "system_admin",
)
declare("insight.map", "看一张图", roles=_DESK)
declare("insight.print_map", "打印地图", roles=_DESK)
declare("insight.make_sheet", "画要打印的图", roles=("system",))
declare("insight.draw_ground", "画底图", roles=("system_admin",))
declare("insight.count", "数各地的人和房", roles=("system",))
