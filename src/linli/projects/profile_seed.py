"""Numbers a project lives by, as seed rows of the rule profile."""

from linli.kernel.profiles import declare_rule

_SOURCE = "domain/deliberation_decision.md §4"
declare_rule("project_announce_days", "决议公开几天才能开工", 7, "天", "U", f"{_SOURCE}，四议两公开")
declare_rule("project_quorum_committees", "两委会议到会比例", [1, 2], "", "D", _SOURCE)
declare_rule("project_quorum_party", "党员大会到会比例", [1, 2], "", "K", f"{_SOURCE}，一地写 2/3")
declare_rule("project_quorum_meeting", "代表会议到会比例", [2, 3], "", "S", "村民委员会组织法；社区照此")
QUORUMS = {"discuss": "project_quorum_committees", "review": "project_quorum_party", "decide": "project_quorum_meeting"}
