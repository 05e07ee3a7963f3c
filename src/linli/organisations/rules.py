"""Kinds of organisation (domain/registry.md §7). Pure."""

KINDS = {
    "community_committee": "社区居民委员会",
    "village_committee": "村民委员会",
    "property": "物业企业",
    "owners_committee": "业主委员会",
    "department": "部门",
    "township": "镇街机构",
    "social_org": "社会组织",
    "care_provider": "养老服务机构",
    "enterprise": "企业",
    "school": "学校",
    "clinic": "医疗机构",
}
# Units that a matter can be handed to, in the order the desk lists them.
HANDLING = ("community_committee", "village_committee", "property", "owners_committee", "township", "department", "social_org")
