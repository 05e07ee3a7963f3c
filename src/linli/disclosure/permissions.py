"""Who may post on the board (domain/roles_indicators.md §2)."""

from linli.kernel.permissions import declare

declare("disclosure.publish", "贴公告", ("community_head", "community_worker", "town_officer"))
declare("disclosure.take_down", "撤下公告", ("community_head", "town_officer"))
