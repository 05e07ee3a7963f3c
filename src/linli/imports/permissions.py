"""Who may import files into a community (domain/registry_quality.md §5). What a file writes needs its importer's permissions beside these."""

from linli.kernel.permissions import declare

KEEPERS = ("community_head", "community_worker")

declare("imports.upload", "上传要导入的文件", roles=KEEPERS)
declare("imports.check", "核对上传的文件", roles=KEEPERS)
declare("imports.load", "导入核对过的文件", roles=KEEPERS)
declare("imports.drop", "放弃一份上传的文件", roles=KEEPERS)
declare("imports.undo", "撤回一批导入", roles=KEEPERS)
declare("imports.hand_over", "交接没办完的导入", roles=("city_lead", "district_lead", "town_lead", "community_head"))
declare("imports.erase", "到期删除上传的内容", roles=("system_admin",))
