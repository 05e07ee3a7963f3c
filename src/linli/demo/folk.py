"""Synthetic people: names from a list, ID numbers of an area that does not exist (509999), phones that nobody can have.

The same seed gives the same people; no row of any real register is used.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

AREA = "509999"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
SURNAMES = "周陈刘邓何谭向冉穆文龚秦田罗覃江沈蒲游代晏瞿阳郎卓敖甘蓝龙童"
GIVEN_F = (
    "秀英",
    "桂芳",
    "玉兰",
    "晓岚",
    "一禾",
    "思雨",
    "雪梅",
    "春蓉",
    "丽君",
    "小满",
    "欣怡",
    "美玲",
    "素华",
    "正碧",
    "念慈",
    "佳宁",
    "若溪",
    "文静",
)
GIVEN_M = (
    "建国",
    "德明",
    "志强",
    "见山",
    "砚",
    "光福",
    "大勇",
    "永川",
    "浩然",
    "子轩",
    "小川",
    "兴发",
    "世全",
    "成渝",
    "云峰",
    "青松",
    "家驹",
    "天佑",
)


@dataclass(frozen=True)
class Person:
    """One made-up person as a ledger row needs it."""

    name: str
    sex: str
    birth: date
    id_number: str
    phone: str


def id_number(birth: date, order: int, *, female: bool) -> str:
    """An 18-digit number with a valid check digit (GB 11643) in the area code 509999, which was never given out."""
    sequence = order % 499 * 2 + (0 if female else 1)
    body = f"{AREA}{birth:%Y%m%d}{sequence:03d}"
    return body + CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


class Folk:
    """Draws people one after another."""

    def __init__(self, today: date, seed: int = 2026) -> None:
        self.today = today
        self.random = Random(seed)  # noqa: S311  # nothing secret: the same people each time
        self.count = 0

    def person(self, age: int, *, female: bool, surname: str = "", name: str = "") -> Person:
        """A person of the given age."""
        self.count += 1
        year = self.today.year - age
        birth = date(year, 1, 1 + self.count % 28).replace(month=1 + (self.count * 5) % 12)
        if birth > self.today:
            birth = birth.replace(year=year - 1)
        given = self.random.choice(GIVEN_F if female else GIVEN_M)
        chosen = name or f"{surname or self.random.choice(SURNAMES)}{given}"
        phone = f"1000000{self.count:04d}" if age >= 12 else ""  # children have no phone of their own
        return Person(chosen, "女" if female else "男", birth, id_number(birth, self.count, female=female), phone)

    def household(self) -> list[tuple[Person, str]]:
        """People who live together, each with the relation to the head: one of six usual shapes."""
        shape = self.random.choices(("elder", "elders", "couple", "family", "three", "single"), (2, 2, 3, 6, 2, 3))[0]
        pick = self.random.randint
        head_female = self.random.random() < 0.4  # share of women among heads
        if shape == "elder":
            return [(self.person(pick(68, 89), female=True), "户主")]
        base = {"elders": pick(64, 80), "couple": pick(26, 58), "family": pick(30, 45), "three": pick(36, 50), "single": pick(22, 60)}[
            shape
        ]
        head = self.person(base, female=head_female)
        members = [(head, "户主")]
        if shape != "single":
            members.append((self.person(max(22, base - pick(-2, 4)), female=not head_female), "配偶"))
        if shape in {"family", "three"}:
            child_female = self.random.random() < 0.5  # as many girls as boys
            members.append(
                (self.person(pick(1, max(2, base - 24)), female=child_female, surname=head.name[0]), "女" if child_female else "子")
            )
        if shape == "three":
            members.append((self.person(base + pick(24, 30), female=True), "母亲"))
        return members
