"""Who lives in a made-up house: names, birthdays, papers of an area that was never given out, relations. No real person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from linli.demo.city.counts import AGES, SIZES
from linli.demo.folk import CHECKS, GIVEN_F, GIVEN_M, SURNAMES, WEIGHTS

# 509999 is the demo's; like it this area code exists nowhere.
AREA = "509998"
MALE, FEMALE = "1", "2"
HEAD, SPOUSE, SON, DAUGHTER, PARENT, OTHER = "02", "10", "20", "30", "50", "90"
_SYLLABLES = "安邦彩朝成春丹德恩芳福光桂海和宏华惠吉嘉建江杰金静君开康兰乐丽林玲龙美敏明宁平琪清荣瑞山淑思天文希祥晓欣秀雅燕阳宜英永宇玉元云泽珍正志忠"


@dataclass(frozen=True)
class Folk:
    """One made-up person."""

    name: str
    sex: str
    birth: date
    id_number: str
    phone: str
    relation: str


class Drawer:
    """Draws households; `lane` of `lanes` keeps the numbers of processes that work side by side apart."""

    def __init__(self, today: date, seed: int, lane: int, lanes: int) -> None:
        self.random, self.today = Random(f"{seed}/{lane}"), today  # noqa: S311  # nothing secret
        self.lane, self.lanes, self.made = lane, lanes, 0
        self.order: Counter[tuple[date, str]] = Counter()
        self.sizes, self.size_steps = [size for size, _ in SIZES], list(accumulate(weight for _, weight in SIZES))
        self.ages, self.age_steps = [(low, high) for low, high, _ in AGES], list(accumulate(weight for _, _, weight in AGES))

    def household(self) -> Iterator[Folk]:
        """The people of one house, head first."""
        surname = self.random.choice(SURNAMES)
        (size,) = self.random.choices(self.sizes, cum_weights=self.size_steps)
        for place in range(size):
            sex = MALE if self.random.random() < 0.506 else FEMALE  # census of 2020
            yield self._person(surname if place != 1 else self.random.choice(SURNAMES), sex, _relation(place, sex, self.random))

    def _birth(self, *, grown: bool) -> date:
        while True:
            ((low, high),) = self.random.choices(self.ages, cum_weights=self.age_steps)
            if not grown or low >= 15:
                return self.today - timedelta(days=self.random.randint(low * 365 + 1, high * 365 + 364))

    def _person(self, surname: str, sex: str, relation: str) -> Folk:
        birth = self._birth(grown=relation in {HEAD, SPOUSE, PARENT})
        while True:
            place = self.order[birth, sex] * self.lanes + self.lane
            self.order[birth, sex] += 1
            if place < 499:
                break
            birth = self._birth(grown=relation in {HEAD, SPOUSE, PARENT})
        number = place * 2 + (1 if sex == MALE else 2)
        body = f"{AREA}{birth:%Y%m%d}{number:03d}"
        check = CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]
        known = GIVEN_M if sex == MALE else GIVEN_F
        given = self.random.choice(known) if self.random.random() < 0.3 else "".join(self.random.choices(_SYLLABLES, k=2))
        self.made += 1
        return Folk(surname + given, sex, birth, body + check, f"101{self.made * self.lanes + self.lane:08d}", relation)


def _relation(place: int, sex: str, random: Random) -> str:
    if place == 0:
        return HEAD
    if place == 1:
        return SPOUSE
    if place < 4:
        return SON if sex == MALE else DAUGHTER
    return random.choice((PARENT, OTHER))
