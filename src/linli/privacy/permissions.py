"""What may be done with the logs. Whoever administers the system may not verify it; whoever verifies may not shred."""

from linli.kernel.permissions import declare

_AUDITORS = ("city_auditor", "district_auditor")
_AT_THE_CARD = ("community_head", "community_worker", "grid_worker", "town_officer")

declare("privacy.verify", "核验记录", roles=_AUDITORS)
declare("privacy.take_evidence", "下载核验说明和证据包", roles=_AUDITORS)
declare("privacy.see_reads", "看谁看过个人信息", roles=_AUDITORS)
declare("privacy.handle_alarm", "处理告警", roles=_AUDITORS)
declare("privacy.reopen_alarm", "重新打开告警", roles=_AUDITORS)
declare("privacy.ask_reader", "问一次查看的原因", roles=(*_AUDITORS, *_AT_THE_CARD))
declare("privacy.answer_reading", "回答为什么看", public=True)
declare("privacy.report_reading", "把一次查看报给安全审计岗", roles=(*_AUDITORS, *_AT_THE_CARD))
declare("privacy.shred_subject", "依法遮去一个人的记录内容", roles=("city_lead",))
