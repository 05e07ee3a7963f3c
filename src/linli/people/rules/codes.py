"""Codes, links and clocks of 人口 (domain/registry.md §4–5, registry_quality.md §3). Pure: no database, no clock.

National code lists: sex GB/T 2261.1, relation to the head of household GB/T 4761, certificates GA/T 517.
What is never stored at all stands in kernel/forbidden.py.
"""

from datetime import date

SEXES = {"1": "男", "2": "女", "9": "未说明", "0": "未知"}
SEX_OF_LABEL = {label: code for code, label in SEXES.items()}

RESIDENT_ID, NO_PAPER = "111", "000"
ID_TYPES = {
    RESIDENT_ID: "居民身份证",
    "112": "临时居民身份证",
    "114": "军官证",
    "117": "出生医学证明",
    "516": "港澳居民来往内地通行证",
    "511": "台湾居民来往大陆通行证",
    "553": "外国人永久居留身份证",
    "414": "护照",
    NO_PAPER: "没有证件",
}
ID_TYPE_OF_LABEL = {label: code for code, label in ID_TYPES.items()}

RESIDENCE_CLASSES = {
    "resident": "户籍常住",
    "away": "户籍外出",
    "inflow": "常住流入",
    "short": "短期流入",
    "empty": "空挂户",
    "collective": "集体户",
    "abroad": "境外人员",
    "unknown": "未核实",
}
RESIDENCE_CLASS_OF_LABEL = {label: code for code, label in RESIDENCE_CLASSES.items()} | {"人户分离": "away", "寄挂": "collective"}

ALIVE, DEAD, CANCELLED, LOST, MOVED = "alive", "dead", "cancelled", "lost", "moved"
STATUSES = {ALIVE: "正常", DEAD: "死亡", CANCELLED: "注销", LOST: "失联", MOVED: "已迁出"}

OWNER, HUKOU, LIVING, TENANT, SHARING, BUSINESS, CARE = "owner", "hukou", "living", "tenant", "sharing", "business", "care"
LINKS = {
    OWNER: "产权人",
    HUKOU: "户籍",
    LIVING: "居住",
    TENANT: "承租",
    SHARING: "共同居住",
    BUSINESS: "经营",
    CARE: "照护",
}
LINK_OF_LABEL = {label: code for code, label in LINKS.items()}
# Links of somebody who sleeps here; they end when a new main residence starts (domain/registry.md §5).
STAYS = frozenset({LIVING, TENANT, SHARING})

HEAD = "02"
RELATIONS = {
    HEAD: "户主",
    "10": "配偶",
    "20": "儿子",
    "30": "女儿",
    "40": "孙辈",
    "50": "父母",
    "60": "祖父母",
    "70": "兄弟姐妹",
    "90": "其他亲属",
    "99": "非亲属",
}
RELATION_OF_LABEL = {label: code for code, label in RELATIONS.items()} | {
    "本人": HEAD,
    "妻": "10",
    "夫": "10",
    "妻子": "10",
    "丈夫": "10",
    "子": "20",
    "女": "30",
    "父亲": "50",
    "母亲": "50",
}
HOUSEHOLD_KINDS = {"hukou": "户籍户", "living": "实际居住户"}


def age_on(birth: date, day: date) -> int:
    """Full years of age on a day (周岁)."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_words(birth: date | None, day: date) -> str:
    """An age as a card says it: exact below 18, in tens above, so that it does not give the birthday away."""
    if birth is None:
        return "年龄未登记"
    years = age_on(birth, day)
    return f"{years} 岁" if years < 18 else f"{years // 10 * 10} 多岁"  # majority
