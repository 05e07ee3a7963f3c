"""Who may see and change the house tree."""

from linli.kernel.permissions import declare

KEEPERS = ("community_head", "community_worker")

declare(
    "places.view",
    "看小区、楼栋和房屋",
    roles=(*KEEPERS, "grid_worker", "town_officer", "town_lead", "town_command"),
)
declare("places.register_compound", "登记小区", roles=(*KEEPERS, "town_officer", "system_admin"))
declare("places.register_building", "登记楼栋", roles=(*KEEPERS, "town_officer", "system_admin"))
declare("places.assign_grid", "把楼栋划给网格", roles=(*KEEPERS, "town_officer"))
declare("places.register_houses", "登记房屋", roles=(*KEEPERS, "grid_worker"))
declare("places.set_house_state", "登记房屋状态", roles=(*KEEPERS, "grid_worker"))
declare("places.correct_building", "改楼栋资料", roles=(*KEEPERS, "town_officer"))
declare("places.correct_house", "改房屋资料", roles=KEEPERS)
declare("places.split_house", "房屋分户", roles=KEEPERS)
declare("places.merge_houses", "房屋合户", roles=KEEPERS)
declare("places.doubt_house", "把房屋标成待核", roles=(*KEEPERS, "grid_worker", "town_officer"))

declare(
    "places.view_facilities",
    "看设施",
    roles=(*KEEPERS, "grid_worker", "town_officer", "town_lead", "town_command", "property", "owners_committee"),
)
declare("places.register_facility", "登记、改设施", roles=(*KEEPERS, "town_officer", "system_admin"))
declare("places.check_facility", "巡查设施", roles=(*KEEPERS, "grid_worker", "property", "town_officer"))
