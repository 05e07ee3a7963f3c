"""Which post sees which requests (domain §9; roles_indicators §2). Region scope is asked elsewhere."""

from collections.abc import Iterable

SYSTEM = "system"
CITY_LEAD = "city_lead"
FAMILY = "family"
RESIDENTS = frozenset({"resident", FAMILY})
WHOLE_REGION = frozenset(
    {"district_lead", "town_lead", "town_officer", "town_command", "community_head", "community_worker", "grid_worker", "supervisor"}
)
SEES_RESTRICTED = frozenset({"town_command", "community_head"})
BLIND = frozenset({CITY_LEAD, "city_auditor", "district_auditor", "vendor", "system_admin", ""})
OUTSIDE_UNITS = frozenset({"property", "owners_committee", "social_org", "care_provider", "department"})

_PROPERTY = frozenset({"property", "owners_committee"})
_GRID = _PROPERTY | {"grid_worker"}
_COMMUNITY = _GRID | {"community_worker", "community_head", "supervisor", "rep"}
# Lowest first. A complaint about several is kept from all of them by being kept from the highest: each set holds those below.
HIDDEN_FROM: dict[str, frozenset[str]] = {
    "property": _PROPERTY,
    "grid": _GRID,
    "unclear": _COMMUNITY,
    "community": _COMMUNITY,
    "town": _COMMUNITY | {"town_lead", "town_officer", "town_command"},
}
UNIT_ABOVE: dict[str, str] = {
    "property": "community_worker",
    "grid": "community_head",
    "unclear": "town_officer",
    "community": "town_officer",
    "town": "district_lead",
}
PARTY_OF_ROLE: dict[str, str] = {
    "property": "property",
    "owners_committee": "property",
    "grid_worker": "grid",
    "community_worker": "community",
    "community_head": "community",
    "supervisor": "community",
    "rep": "community",
    "town_officer": "town",
    "town_command": "town",
    "town_lead": "town",
}
# Nobody of the platform stands above a district (the city sees sums): what is about its own people is never taken, but shown the right door.
BEYOND = "district"
BEYOND_ROLES = frozenset({"district_lead", "district_auditor"})
ROLE_LABELS = {
    "grid_worker": "网格员",
    "community_worker": "社区工作者",
    "community_head": "社区书记",
    "town_officer": "镇街业务岗",
    "town_command": "镇街指挥中心",
    "district_lead": "区县主管",
    "property": "物业",
    "department": "部门承办人",
}


def highest(parties: Iterable[str]) -> str:
    """The party whose complaint is kept from the most; empty when there is none."""
    return max(parties, key=list(HIDDEN_FROM).index, default="")


def in_danger(party: str) -> str:
    """The party while somebody may be in danger: the command centre on duty day and night is never kept out (domain §6 before §9)."""
    return "community" if party == "town" else party


def complaint_hidden_from(against: str, role: str) -> bool:
    """Whether a post may not see a complaint about `against`: never one about itself or its own colleagues."""
    return role in HIDDEN_FROM.get(against, frozenset())
