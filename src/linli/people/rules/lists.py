"""National code lists of 人口 (domain/registry.md §4), and which department a field belongs to (registry_quality.md §1). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

# GB/T 3304
_NAMES = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
ETHNICITIES = {f"{number:02d}": f"{name}族" for number, name in enumerate(_NAMES, start=1)} | {"97": "其他", "98": "外国血统中国籍"}
_ETHNIC = (
    {label: label for label in ETHNICITIES.values()} | {label.removesuffix("族"): label for label in ETHNICITIES.values()} | ETHNICITIES
)
# GB/T 2261.2
MARRIAGES = {"10": "未婚", "20": "已婚", "30": "丧偶", "40": "离婚", "90": "未说明"}
# GB/T 4658
EDUCATIONS = {
    "10": "研究生",
    "20": "大学本科",
    "30": "大学专科",
    "40": "中等职业教育",
    "60": "普通高中",
    "70": "初中",
    "80": "小学",
    "90": "其他",
}
# GB/T 4762
POLITICAL = {
    "01": "中共党员",
    "02": "中共预备党员",
    "03": "共青团员",
    "04": "民革党员",
    "05": "民盟盟员",
    "06": "民建会员",
    "07": "民进会员",
    "08": "农工党党员",
    "09": "致公党党员",
    "10": "九三学社社员",
    "11": "台盟盟员",
    "12": "无党派人士",
    "13": "群众",
}
LANGUAGES = {"mandarin": "要说普通话", "minority": "要少数民族语言", "sign": "要手语", "large": "要大字、读给他听", "foreign": "要外语"}

POLICE, CIVIL, PARTY, HEALTH, EDUCATION, COMMUNITY = "公安", "民政", "党组织", "卫健", "教育", "社区"


@dataclass(frozen=True)
class Field:
    """A field of a person: its words, its owner (一数一源), its code list if it has one."""

    name: str
    label: str
    owner: str
    codes: Mapping[str, str] | None = None
    longest: int = 60


_FIELDS = (
    Field("name", "姓名", POLICE, longest=80),
    Field("sex", "性别", POLICE, {"1": "男", "2": "女", "9": "未说明", "0": "未知"}),
    Field("birth", "出生日期", POLICE),
    Field("ethnicity", "民族", POLICE),
    Field("nationality", "国籍", POLICE, longest=20),
    Field("marriage", "婚姻", CIVIL, MARRIAGES),
    Field("education", "文化程度", EDUCATION, EDUCATIONS),
    Field("political", "政治面貌", PARTY, POLITICAL),
    Field("job", "职业", COMMUNITY),
    Field("employer", "工作单位", COMMUNITY, longest=80),
    Field("language", "沟通需要", COMMUNITY, LANGUAGES),
    Field("residence_class", "居住类别", COMMUNITY),
)
FIELDS = {field.name: field for field in _FIELDS}
AUTHORITIES = frozenset(field.owner for field in _FIELDS) - {COMMUNITY}


@dataclass(frozen=True)
class Said:
    """Where a value comes from: words, the day it was verified, and the department when a department said it."""

    source: str
    on: date
    authority: str = ""


def rank(field: str, said: Said) -> int:
    """2 for the department that owns the field, or for the community of its own fields; 1 for any department; 0 for all else."""
    owner = FIELDS[field].owner
    if said.authority == owner or (owner == COMMUNITY and not said.authority):
        return 2
    return 1 if said.authority else 0


def wins(field: str, new: Said, old: Said | None) -> bool:
    """Whether a new value takes the place of what stands: source rank, then the newer verification; a tie goes to the new one."""
    return old is None or (rank(field, new), new.on) >= (rank(field, old), old.on)


def locked_by(field: str, old: Said | None) -> str:
    """The department whose word stands in the field, so that the community may only dispute it; empty when it may write."""
    return old.authority if old and old.authority == FIELDS[field].owner else ""


def ethnicity_of(text: str) -> str:
    """土家, 土家族 or 15 → 土家族; empty for what the standard does not know."""
    return _ETHNIC.get("".join(text.split()), "")


def residence_class(  # noqa: PLR0913  # the facts of the six-month test
    *, hukou: bool, lives: bool, house: bool, since: date | None, day: date, months: int, foreign: bool = False
) -> str:
    """The class that follows from the links (居住证暂行条例: half a year); empty when there is nothing to go by.

    `hukou`: registered here; `lives`: stays here since `since`; `house`: owns or has kin here.
    """
    if foreign:
        return "abroad"
    if hukou:
        return "resident" if lives else "away" if house else "empty"
    if not lives or since is None:
        return ""
    passed = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    return "inflow" if passed >= months else "short"
