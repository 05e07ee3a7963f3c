"""When a reading of personal data becomes an alarm, as seed rows of the rule profile (domain/data_security.md §7)."""

from linli.kernel.profiles import declare_rule

_SOURCE = "业务规范（数据安全）§7"
_ROWS: tuple[tuple[str, str, object, str], ...] = (
    ("alarm_reads_per_hour", "一小时内看个人信息到多少次告警", 20, "次"),
    ("alarm_readers_per_person", "七天内多少人看同一个人告警", 5, "人"),
    ("alarm_night_from", "夜间从几点起", 22, "点"),
    ("alarm_night_to", "夜间到几点止", 6, "点"),
    ("evidence_keep_days", "证据包在服务器上留多少天", 30, "天"),
    ("alarm_keep_days", "告警看多少天以内的", 30, "天"),
)

for _key, _label, _value, _unit in _ROWS:
    declare_rule(_key, _label, _value, _unit, "D", _SOURCE)
