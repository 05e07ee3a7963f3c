"""Who may see the map and draw its ground."""

from linli.kernel.permissions import declare

declare(
    "insight.map",
    "看一张图",
    roles=(
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
    ),
)
declare("insight.draw_ground", "画底图", roles=("system_admin",))
declare("insight.count", "数各地的人和房", roles=("system",))
