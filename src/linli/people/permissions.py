"""Who may see people and keep the ledger of a community (domain/registry.md §6, data_security.md §6)."""

from linli.kernel.permissions import declare

KEEPERS = ("community_head", "community_worker")

declare("people.view", "看人口台账（遮住的）", roles=(*KEEPERS, "grid_worker", "town_officer"))
declare("people.reveal", "写明原因后看姓名、电话", roles=(*KEEPERS, "grid_worker", "town_officer"))
declare("people.verify_id", "核验证件号对不对", roles=(*KEEPERS, "town_officer"))
declare("people.register_person", "登记人员", roles=(*KEEPERS, "grid_worker"))
declare("people.move_in", "登记入住", roles=(*KEEPERS, "grid_worker"))
declare("people.move_out", "登记搬走", roles=(*KEEPERS, "grid_worker"))
declare("people.correct_phone", "更正电话", roles=(*KEEPERS, "grid_worker"))
declare("people.correct_person", "更正人员资料", roles=KEEPERS)
declare("people.dispute", "对部门给的资料提疑义", roles=KEEPERS)
declare("people.answer_dispute", "记下部门对疑义的答复", roles=("town_officer", "system"))
declare("people.take_from_source", "接部门给的资料", roles=("system",))
declare("people.join_household", "登记户成员", roles=KEEPERS)
declare("people.change_household", "登记户成员进出", roles=KEEPERS)
declare("people.split_household", "分户", roles=KEEPERS)
declare("people.merge_households", "并户", roles=KEEPERS)
declare("people.name_head", "确认新户主", roles=KEEPERS)
declare("people.merge", "合并重复的人，分开合并错的", roles=KEEPERS)
declare("people.follow_house", "分户合户以后跟着改人房关联", roles=("system",))
declare("people.settle_link", "定分户以后谁住哪一套", roles=KEEPERS)

TAGGERS = ("community_worker", "community_head", "town_officer")
declare("people.see_tags", "写明原因后看特殊群体", roles=(*TAGGERS, "grid_worker"))
declare("people.put_tag", "登记特殊群体", roles=TAGGERS)
declare("people.withdraw_tag", "撤特殊群体标签", roles=TAGGERS)
declare("people.withdraw_tag_batch", "撤一批特殊群体标签", roles=("town_officer", "system"))
declare("people.count_tags", "看特殊群体人数", roles=(*KEEPERS, "town_officer", "town_lead", "district_lead"))
