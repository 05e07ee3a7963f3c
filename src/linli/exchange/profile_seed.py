"""Numbers of 数据共享, as seed rows of the rule profile."""

from linli.kernel.profiles import declare_rule

MAX_DAYS = "match_task_max_days"
declare_rule(MAX_DAYS, "数据比对任务最长几天", 180, "天", "D", "domain/data_security.md §5，共享有期限")
