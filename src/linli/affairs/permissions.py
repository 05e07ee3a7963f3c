"""Who may read the index of affairs, and the platform that keeps it."""

from linli.kernel.permissions import declare

READERS = ("community_head", "community_worker", "grid_worker", "town_officer", "town_command", "town_lead", "district_lead")
declare("affairs.view", "看事情总表", READERS)
declare("affairs.follow", "随来源更新事情总表", ("system",))
