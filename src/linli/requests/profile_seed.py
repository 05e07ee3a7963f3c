"""Numbers a request lives by, as seed rows of the rule profile (domain/rule_parameters.md, requests_triage.md §4)."""

from linli.kernel.profiles import declare_rule

_SOURCE = "业务规范（诉求）"
_ROWS: tuple[tuple[str, str, object, str, str, str], ...] = (
    ("request_accept_wd", "受理或说明不受理", 1, "工作日", "D", "§4"),
    ("request_classify_wd", "受理后分好类", 1, "工作日", "D", "§4"),
    ("request_sign_wd", "签收派单", 1, "工作日", "D", "§4"),
    ("request_sign_urgent_minutes", "紧急的派单签收", 10, "分钟", "D", "§4"),
    ("request_return_wd", "申请退件", 1, "工作日", "S", "§4，外地做法"),
    ("request_dispatch_max", "派几次后由前台指定", 3, "次", "S", "§4，外地做法"),
    ("request_consult_wd", "咨询", 5, "工作日", "U", "§4，重庆 12345 转载有缺字"),
    ("request_other_wd", "大事和别的事", 15, "工作日", "S", "§4，重庆 12345"),
    ("request_small_wd", "小事", 7, "工作日", "D", "§4"),
    ("request_small_consult_wd", "小事要大家商量的，连延期一共", 22, "工作日", "D", "§4：30 天，按月均 22 个工作日算"),
    ("request_hard_review_days", "疑难挂账多久复看一次、告诉居民", 30, "天", "D", "§3，挂账不停钟"),
    ("request_private_wd", "私事给建议", 7, "工作日", "D", "§4"),
    ("request_extension_max", "延期次数", 1, "次", "K", "§4"),
    ("request_callback_wd", "回访", 3, "工作日", "D", "§4"),
    ("request_redo_max", "重办次数", 2, "次", "D", "§4"),
    ("request_reclass_max", "改分类次数", 2, "次", "D", "§2"),
    ("request_same_reply_max", "同一段答复最多用", 3, "次", "D", "§12"),
    ("request_duplicate_days", "多少天内算同一件", 30, "天", "D", "§8"),
    ("petition_accept_days", "信访：告诉受不受理", 15, "天", "S", "信访工作条例"),
    ("petition_finish_days", "信访：受理后办结", 60, "天", "S", "信访工作条例"),
    ("petition_extend_days", "信访：难办的再延", 30, "天", "S", "信访工作条例"),
    ("petition_review_days", "信访：不服，申请复查", 30, "天", "S", "信访工作条例"),
    ("request_office_close", "当天几点算到期", "17:30", "", "D", "§4"),
    ("request_callback_close", "回访几点算到期", "20:00", "", "D", "§4"),
    ("emergency_answer_minutes", "紧急事应答", 5, "分钟", "D", "§6"),
    ("emergency_arrive_minutes", "紧急事到场", 30, "分钟", "D", "§6"),
    ("emergency_escalate_minutes", "紧急事每隔多久再上报", [5, 10], "分钟", "D", "§6"),
    ("request_draft_days", "草稿留多久", 7, "天", "D", "§9"),
    ("visitor_draft_hours", "没登录的人草稿留多久", 24, "小时", "D", "§9"),
    ("visitor_drafts_hour", "没登录的人同一网络每小时新草稿", 120, "份", "D", "§12，社区共用一个出口"),
    ("visitor_saves_hour", "没登录的人同一网络每小时存草稿", 2000, "次", "D", "§12，社区共用一个出口"),
)
KEYS = tuple(row[0] for row in _ROWS)

for _key, _label, _value, _unit, _confidence, _where in _ROWS:
    declare_rule(_key, _label, _value, _unit, _confidence, f"{_SOURCE}{_where}")
