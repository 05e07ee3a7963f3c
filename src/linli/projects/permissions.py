"""Who may do what with a project (domain/roles_indicators.md §2; the township guides and sees, it does not decide for the community)."""

from linli.kernel.permissions import declare

KEEPERS = ("community_head", "community_worker")
ABOVE = ("town_officer", "town_lead", "district_lead")

declare("projects.view", "看项目", (*KEEPERS, *ABOVE, "supervisor", "committee_member", "rep"))
declare("projects.propose", "提出、改项目", KEEPERS)
declare("projects.move", "记项目的一步", ("community_head",))
declare("projects.change_budget", "改项目预算", ("community_head",))
declare("projects.pay", "记项目付款", KEEPERS)
declare("projects.inspect", "监督项目", ("supervisor",))
