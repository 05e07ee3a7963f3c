"""The ledgers of the two demo places as files, imported the way a community imports its own."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

from linli.demo.folk import Folk, Person
from linli.demo.geometry import JINZHU_COMPOUNDS, QINGLONG_GROUPS, BuildingPlan, farmhouses

TITLES = (
    "小区", "楼栋", "单元", "房号", "房屋状态", "建筑面积", "与房屋关系", "姓名", "证件类型", "证件号码", "性别", "出生日期", "电话", "居住类别",
    "户号", "与户主关系", "起始日期", "核实日期",
)  # fmt: skip


@dataclass(frozen=True)
class Star:
    """Somebody the story speaks of, with a home of his own."""

    key: str
    name: str
    age: int
    female: bool
    compound: str
    building: str
    unit: str
    room: str
    alone: bool = False


STARS = (
    Star("zhou", "周念慈", 42, True, "金竹苑", "3", "2", "601"),
    Star("chen", "陈志强", 36, False, "金竹苑", "3", "2", "702"),
    Star("liu", "刘云峰", 51, False, "金竹苑", "4", "1", "302"),
    Star("deng", "邓秀英", 86, True, "金竹苑", "3", "1", "501", alone=True),
    Star("wang", "王素华", 82, True, "金竹苑", "6", "1", "304", alone=True),
    Star("wen", "文佳宁", 33, True, "金竹苑", "5", "1", "804"),
    Star("he", "何永川", 47, False, "临溪花园", "2", "2", "201"),
    Star("tan", "谭雪梅", 39, True, "临溪花园", "1", "1", "302"),
    Star("xiang", "向成渝", 58, False, "临溪花园", "5", "2", "401"),
    Star("mu", "穆丽君", 45, True, "临溪花园", "5", "1", "402"),
    Star("ran", "冉光福", 66, False, "机修厂家属院", "乙栋", "1", "201"),
    Star("gong", "龚大勇", 29, False, "机修厂家属院", "乙栋", "2", "102"),
    Star("qin", "秦兴发", 61, False, "三组", "7", "", "1"),
    Star("tian", "田正碧", 55, True, "五组", "2", "", "1"),
)


@dataclass(frozen=True)
class Guardian:
    """Somebody who lives elsewhere and speaks for a star."""

    key: str
    name: str
    ward: str
    unit: str
    phone: str


DAUGHTER = Guardian("daughter", "袁晓晴", "deng", "邓秀英的女儿", "10000009101")
STATES = ("自住", "自住", "自住", "出租", "自住", "空置", "自住", "出租", "自住", "借住")


@dataclass(frozen=True)
class Home:
    """One house of the ledger."""

    compound: str
    building: str
    unit: str
    room: str


def _homes(compound: str, plan: BuildingPlan) -> list[Home]:
    rooms = []
    for floor in range(1, plan.floors + 1):
        for unit in range(1, plan.units + 1):
            rooms += [Home(compound, plan.name, str(unit), f"{floor}{number:02d}") for number in range(1, plan.rooms + 1)]
    return rooms


class Ledger:
    """Writes rows for homes; keeps the phone of each star."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.folk = Folk(today)
        self.star_of_home = {Home(s.compound, s.building, s.unit, s.room): s for s in STARS}
        self.phones: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.households = 0

    def community(self) -> bytes:
        """金竹社区: every room of its three compounds."""
        homes = [home for compound in JINZHU_COMPOUNDS for plan in compound.buildings for home in _homes(compound.name, plan)]
        return self._file(homes)

    def village(self) -> bytes:
        """青龙村: one house a farmstead."""
        homes = [Home(group, plan.name, "", "1") for group in QINGLONG_GROUPS for plan in farmhouses(group)]
        return self._file(homes)

    def _file(self, homes: list[Home]) -> bytes:
        text = io.StringIO()
        sheet = csv.writer(text)
        sheet.writerow(TITLES)
        for number, home in enumerate(homes):
            sheet.writerows(self._rows(number, home))
        return text.getvalue().encode()

    def _rows(self, number: int, home: Home) -> list[tuple[str, ...]]:
        star = self.star_of_home.get(home)
        state = "自住" if star else self._state(number, home)
        checked = self.today - timedelta(days=20 + (number * 13) % 300)
        area = f"{52 + (number * 7) % 60}.{number % 9}"
        where = (home.compound, home.building, home.unit, home.room, state, area)
        if state in {"空置", "经营"}:
            return [(*where, *("",) * 11, checked.isoformat())]
        members = self._star_home(star) if star else self.folk.household()
        self.households += 1
        since = self.today - timedelta(days=400 + (number * 97) % 6000)
        link = "承租" if state == "出租" else "居住"
        kind = "常住流入" if state == "出租" else "户籍常住"
        return [
            (*where, link, p.name, "居民身份证", p.id_number, p.sex, p.birth.isoformat(), p.phone, kind, f"H{self.households:05d}", relation,
             max(since, p.birth).isoformat(), checked.isoformat())
            for p, relation in members
        ]  # fmt: skip

    @staticmethod
    def _state(number: int, home: Home) -> str:
        if home.unit == "":
            return "自住"
        if home.room.startswith("1") and len(home.room) == 3 and home.compound == "临溪花园" and number % 3 == 0:  # ground floor
            return "经营"
        return STATES[number * 7 % len(STATES)]

    def _star_home(self, star: Star) -> list[tuple[Person, str]]:
        person = self.folk.person(star.age, female=star.female, name=star.name)
        self.phones[star.key], self.ids[star.key] = person.phone, person.id_number
        if star.alone:
            return [(person, "户主")]
        partner = self.folk.person(star.age + 1, female=not star.female)
        return [(person, "户主"), (partner, "配偶")]
