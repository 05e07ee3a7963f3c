"""Who may keep the list of units."""

from linli.kernel.permissions import declare

KEEPERS = ("community_head", "community_worker", "town_officer", "town_lead", "system_admin")

declare("organisations.view", "看组织和物业合同", roles=(*KEEPERS, "grid_worker", "town_command", "property", "department"))
declare("organisations.see_own_compounds", "看自己的小区", roles=("owners_committee", "property"))
declare("organisations.register", "登记组织", roles=KEEPERS)
declare("organisations.sign_contract", "登记物业合同", roles=KEEPERS)
