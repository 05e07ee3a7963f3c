"""Who sees how good a ledger is, and who mends it."""

from linli.kernel.permissions import declare

KEEPERS = ("community_head", "community_worker")

declare("quality.view_findings", "看登记质量的问题", roles=(*KEEPERS, "town_officer"))
declare("quality.view_scores", "看登记质量的得分", roles=(*KEEPERS, "town_officer", "town_lead", "district_lead", "city_lead"))
declare("quality.check", "查一遍登记质量", roles=(*KEEPERS, "town_officer", "system_admin"))
declare("quality.excuse", "写明一个质量问题为什么不改", roles=KEEPERS)
