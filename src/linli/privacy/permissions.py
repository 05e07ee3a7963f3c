"""What may be done with the logs. Whoever administers the system may not verify it; whoever verifies may not shred."""

from linli.kernel.permissions import declare

declare("privacy.verify", "核验记录", roles=("city_auditor", "district_auditor"))
declare("privacy.take_evidence", "下载核验说明和证据包", roles=("city_auditor", "district_auditor"))
declare("privacy.see_reads", "看谁看过个人信息", roles=("city_auditor", "district_auditor"))
declare("privacy.shred_subject", "依法遮去一个人的记录内容", roles=("city_lead",))
