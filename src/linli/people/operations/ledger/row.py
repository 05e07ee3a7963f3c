"""One row of a ledger: from texts to facts, with a sentence for each cell that is wrong."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from linli.imports.contract import LOST
from linli.imports.contract import Row as FileRow
from linli.kernel import forbidden
from linli.kernel.errors import Invalid
from linli.people import rules
from linli.people.operations.ledger.columns import BY_KEY
from linli.people.operations.numbers import IdNumber
from linli.people.operations.persons import Checked, NewPerson, check
from linli.people.rules import lists
from linli.places import contract as places

_DATE = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$|(\d{4})(\d{2})(\d{2})$")
_PLACES = frozenset({"compound", "building", "unit", "room"})  # 戒毒所家属院 is an address
_FIELDS = {"name": "name", "id_number": "id_number", "birth": "birth", "sex": "sex", "phone": "phone"}


@dataclass
class Row(FileRow):
    """A row of a ledger under check."""

    house: places.WantedHouse | None = None
    person: NewPerson | None = None
    checked: Checked | None = None
    link: str = ""
    relation: str = ""
    household: str = ""
    starts_on: date | None = None
    checked_on: date | None = None

    @property
    def id_number(self) -> IdNumber | None:
        """The checked certificate number, when the row has one."""
        return self.checked.number if self.checked else None

    @property
    def stays(self) -> bool:
        """Whether the row says that somebody sleeps in this house."""
        return self.link in rules.STAYS


Buildings = dict[tuple[str, str], tuple[UUID, frozenset[str]]]


def parse(row: Row, buildings: Buildings, today: date) -> Row:
    """Fill in what the texts say; `buildings` maps (compound or alias, number or label) to the building and its units."""
    texts = row.texts
    for key, sentence in forbidden.cells({key: text for key, text in texts.items() if key not in _PLACES}).items():
        row.wrong(key, sentence)
    row.checked_on = _day(row, "checked_on", today)
    row.starts_on = _day(row, "starts_on", today)
    _house(row, buildings)
    row.link = _choice(row, "link", rules.LINK_OF_LABEL)
    row.relation = _choice(row, "relation", rules.RELATION_OF_LABEL)
    row.household = texts.get("household", "")[:30]
    if texts.get("name"):
        _person(row, today)
        if not texts.get("link"):
            row.link = "living"
        if row.stays and row.house and row.house.state == "vacant":
            row.wrong("state", "房屋状态写的是空置，这一行又写有人住。请看看哪个对。")
    elif any(texts.get(key) for key in ("id_number", "phone", "sex", "birth", "link", "relation")):
        row.wrong("name", "写了人的资料，没有写姓名。")
    return row


def _day(row: Row, key: str, today: date) -> date | None:
    text = row.texts.get(key, "")
    if not text:
        return None
    found = _DATE.match(text.split(" ")[0].split("T")[0])
    try:
        year, month, day = (
            (int(part) for part in (found.groups()[:3] if found and found.group(1) else found.groups()[3:])) if found else (0, 0, 0)
        )
        read = date(year, month, day)
    except ValueError:
        row.wrong(key, "日期认不出来。请写成 2026-08-29 这样。")
        return None
    if read > today:
        row.wrong(key, "日期在今天以后，请看一看。")
    elif read.year < 1900:
        row.wrong(key, "日期在 1900 年以前，请看一看。")
    return read


def _choice(row: Row, key: str, codes: dict[str, str]) -> str:
    text = row.texts.get(key, "").strip()
    if not text:
        return ""
    code = codes.get(text, "")
    if not code:
        row.wrong(key, f"“{text[:12]}”不在可选的里面。可以写：{'、'.join(BY_KEY[key].options[:8])}。")
    return code


def _house(row: Row, buildings: Buildings) -> None:
    texts = row.texts
    for key in ("compound", "building", "room"):
        if not texts.get(key):
            row.wrong(key, f"没有写{BY_KEY[key].title}。")
    if row.problems and any(key in {"compound", "building", "room"} for key, _ in row.problems):
        return
    number = texts["building"].strip().removesuffix("号楼").removesuffix("栋").removesuffix("幢").strip()
    found = buildings.get((texts["compound"], number)) or buildings.get((texts["compound"], texts["building"]))
    if found is None:
        known = any(compound == texts["compound"] for compound, _ in buildings)
        if known:
            row.wrong("building", f"{texts['compound']}里没有登记这栋楼（{texts['building'][:12]}）。先登记楼栋，或改楼号。")
        else:
            row.wrong("compound", f"这个社区没有登记“{texts['compound'][:20]}”。先登记小区，或改名字。")
        return
    building_id, units = found
    unit = texts.get("unit", "").removesuffix("单元").strip()
    if unit and unit not in units:
        row.wrong("unit", f"这栋楼没有 {unit[:8]} 单元。" if units else "这栋楼没有分单元，请把单元空着。")
        return
    room = texts["room"].removesuffix("室").removesuffix("号")
    if len(room) > 20:
        row.wrong("room", "房号太长了，最多 20 个字。")
        return
    row.house = places.WantedHouse(
        building_id, unit, room, None, _choice(row, "state", places.STATE_OF_LABEL), "", _area(row), row.checked_on
    )


def _area(row: Row) -> Decimal | None:
    text = row.texts.get("area", "").removesuffix("㎡").removesuffix("平方米").strip()
    if not text:
        return None
    try:
        area = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        row.wrong("area", "面积只写数字，例如 71.4。")
        return None
    if not (area.is_finite() and 0 < area < 100_000):
        row.wrong("area", "面积要大于 0，请看一看。")
        return None
    return area


def _person(row: Row, today: date) -> None:
    texts = row.texts
    id_type = _choice(row, "id_type", rules.ID_TYPE_OF_LABEL) or rules.RESIDENT_ID
    number = texts.get("id_number", "")
    if number.startswith(LOST):
        row.wrong("id_number", "这一格在表里存成了数字，后几位已经丢了。请把这一列设成“文本”，照证件重填。")
        return
    if not number and not texts.get("id_type"):
        id_type = rules.NO_PAPER
        row.hints.append("没有写证件号，先给临时编号，进“查重”名单。")
    ethnicity = texts.get("ethnicity", "").strip()
    if ethnicity and not lists.ethnicity_of(ethnicity):
        row.wrong("ethnicity", "民族写法不在国家标准里。请写成“土家族”这样。")
    new = NewPerson(
        region_id=row.region_id,
        name=texts["name"],
        id_type=id_type,
        id_number=number,
        sex=_choice(row, "sex", rules.SEX_OF_LABEL),
        birth=_day(row, "birth", today),
        phones=tuple((part, "本人") for part in re.split(r"[、,，;；/ ]+", texts.get("phone", "")) if part),
        ethnicity=lists.ethnicity_of(ethnicity),
        residence_class=_choice(row, "residence_class", rules.RESIDENCE_CLASS_OF_LABEL) or "unknown",
        source="导入",
        verified_on=row.checked_on,
    )
    try:
        row.checked = check(new, today)
    except Invalid as wrong:
        for name, sentences in wrong.fields.items():
            for sentence in sentences:
                row.wrong(_FIELDS.get(name, name), sentence)
        return
    row.person = new
