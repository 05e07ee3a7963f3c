"""The checks of 登记质量 with level and dimension, and the score of a community (domain/registry_quality.md §3). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

COMPLETE, VALID, UNIQUE, CONSISTENT, TIMELY = "complete", "valid", "unique", "consistent", "timely"
DIMENSIONS = {COMPLETE: "齐全", VALID: "有效", UNIQUE: "不重", CONSISTENT: "不打架", TIMELY: "及时"}
ERROR, WARNING, HINT = "error", "warning", "hint"
LEVELS = {ERROR: "错误", WARNING: "警告", HINT: "提示"}
PERSON, HOUSE, BUILDING, HOUSEHOLD, FACILITY = "person", "house", "building", "household", "facility"
SUBJECTS = {PERSON: "人", HOUSE: "房屋", BUILDING: "楼栋", HOUSEHOLD: "户", FACILITY: "设施"}
FIX_DAYS = {ERROR: 7, WARNING: 15, HINT: 30}

OPEN, FIXED, EXCUSED = "open", "fixed", "excused"
STATES = {OPEN: "要改", FIXED: "改好了", EXCUSED: "写明不改"}


@dataclass(frozen=True)
class Check:
    """One check: what it says and how somebody mends it."""

    code: str
    title: str
    dimension: str
    level: str
    subject: str
    mend: str

    @property
    def subject_label(self) -> str:
        """What it looks at, in Chinese."""
        return SUBJECTS[self.subject]


CHECKS = {
    check.code: check
    for check in (
        Check("person_birth", "没登记出生日期", COMPLETE, ERROR, PERSON, "问一问，补上出生日期"),
        Check("person_sex", "没登记性别", COMPLETE, WARNING, PERSON, "补上性别"),
        Check("person_class", "居住类别没核实", COMPLETE, WARNING, PERSON, "核实是常住、外出还是流入"),
        Check("person_home", "没登记住在哪套房", COMPLETE, ERROR, PERSON, "登记入住，或者登记没有固定住处"),
        Check("person_phone", "没有能打通的电话", COMPLETE, WARNING, PERSON, "补上本人或监护人的电话"),
        Check("person_paper", "没有证件号", COMPLETE, HINT, PERSON, "有证件以后补上；留意是不是和别人重了"),
        Check("house_state", "没登记房屋状态", COMPLETE, WARNING, HOUSE, "看一看，登记自住、出租还是空置"),
        Check("house_linked", "住着人的房没有登记任何人", COMPLETE, WARNING, HOUSE, "登记住户或产权人"),
        Check("building_address", "没有门牌地址", COMPLETE, HINT, BUILDING, "补上门牌"),
        Check("building_point", "地图上没有位置", COMPLETE, HINT, BUILDING, "在地图上点出位置"),
        Check("person_age", "年龄超过 120 岁", VALID, ERROR, PERSON, "核对出生日期，或者登记去世"),
        Check("child_alone", "不满 14 岁，登记的同住人里没有成年人", VALID, ERROR, PERSON, "登记监护人或更正住处"),
        Check("duplicate", "可能和另一个人是同一个人", UNIQUE, WARNING, PERSON, "在“可能重复”里比一比，合并或者标明不是"),
        Check("household_head", "户里没有户主", UNIQUE, WARNING, HOUSEHOLD, "定一个户主"),
        Check("dead_linked", "已去世，还登记住在这里", CONSISTENT, ERROR, PERSON, "登记搬走，关掉关联"),
        Check("moved_linked", "已迁出，还登记住在这里", CONSISTENT, ERROR, PERSON, "登记搬走，关掉关联"),
        Check("parent_age", "和父母的年龄差不到 14 岁", CONSISTENT, WARNING, PERSON, "核对户内关系和出生日期"),
        Check("vacant_lived", "登记空置，却有人住", CONSISTENT, ERROR, HOUSE, "改房屋状态，或者登记搬走"),
        Check("rented_empty", "登记出租，没有租客", CONSISTENT, WARNING, HOUSE, "登记租客，或者改状态"),
        Check("person_due", "该核实没核实", TIMELY, WARNING, PERSON, "上门或打电话核实一次"),
        Check("house_due", "该核实没核实", TIMELY, WARNING, HOUSE, "去看一看"),
        Check("facility_due", "该巡查没巡查", TIMELY, WARNING, FACILITY, "去查一查"),
    )
}


def due_on(found_on: date, level: str) -> date:
    """The day by which a finding wants mending."""
    return found_on + timedelta(days=FIX_DAYS[level])


def permille(good: int, total: int) -> int:
    """How many of a thousand are good, rounded down; a thousand of nothing."""
    return good * 1000 // total if total else 1000


def score(bad: Mapping[str, int], sizes: Mapping[str, int], weights: Mapping[str, int]) -> tuple[int, dict[str, int]]:
    """The score of a community in tenths of a point (0–1000) and of each dimension in permille.

    `bad` counts the subjects with an open error or warning by dimension, `sizes` the subjects a dimension looks at.
    """
    parts = {dimension: permille(max(0, sizes[dimension] - bad.get(dimension, 0)), sizes[dimension]) for dimension in DIMENSIONS}
    total = sum(weights[dimension] * parts[dimension] for dimension in DIMENSIONS)
    return total // sum(weights.values()), parts


def points(tenths: int) -> str:
    """Tenths of a point as people write them: 873 → 87.3."""
    return f"{tenths // 10}.{tenths % 10}"


def grade(tenths: int) -> str:
    """A word for a score."""
    return next(word for least, word in ((950, "好"), (850, "还可以"), (700, "要加把劲"), (0, "差")) if tenths >= least)
