"""Who may post on the board (domain/roles_indicators.md §2)."""

from linli.kernel.permissions import declare

declare("disclosure.publish", "贴公告", ("community_head", "community_worker", "town_officer"))
declare(
    "disclosure.read",
    "看公告栏",
    (
        "town_lead", "town_command", "committee_member", "supervisor", "grid_worker", "rep", "election_member", "candidate", "department",
        "property", "owners_committee", "social_org", "care_provider", "assessor",
    ),
)  # fmt: skip
declare("disclosure.take_down", "撤下公告", ("community_head", "town_officer"))
