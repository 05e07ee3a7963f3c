"""One made-up house under the many ways in which people write it: each leads to the same door, and to none when it is wrong."""

from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.addresses.matching import Building, Compound, Divisions, House, Place, Unit, match
from linli.addresses.matching.index import HouseIndex

SPACE = UUID("00000000-0000-4000-8000-000000000000")
NUMERALS = "零一二三四五六七八九十"


def key(name: str) -> UUID:
    return uuid5(SPACE, name)


def spelt(number: int) -> str:
    return NUMERALS[number] if number <= 10 else f"十{NUMERALS[number - 10]}"


HEADS = (
    *("", "重庆市江北区观音桥街道", "重庆江北观音桥", "江北区", "重庆重庆市江北区观音桥街道", "重庆市江北区", "江北观音桥街道"),
    *("重庆市 江北区 观音桥街道 ", "重庆市江北区观音桥街道办事处", "中国重庆市江北区", "重庆市江北区观音桥街道桂溪社区"),
)
NAMES = ("桂苑小区", "桂苑", "老桂苑", "松牌路12号桂苑小区", "松牌路12号", "松牌路12号(桂苑小区)")
BUILDINGS = (
    *("{0}栋", "{0}幢", "{0}座", "{0}号楼", "{0}#", "{0}#楼", "{1}栋", "{1}号楼", "{0}号栋", "第{0}栋", "{0:02d}栋", "{0}栋 ", "{2}幢"),
)  # fmt: skip
UNITS = ("{0}单元", "{1}单元", " {0}单元", "-{0}单元", "{0}门洞", "{2}单元")
ROOMS = (
    *("{0}0{1}", "{0}0{1}室", "{0}-{1}", "{0}楼{1}号", "{2}楼{1}号", "{0}层0{1}室", "{0}楼{0}0{1}", " {0}0{1}号", "-{0}0{1}", "{0}—{1}"),
    *("{0}-0{1}", "{0:02d}0{1}", "{0}/{1}", "{0}杠{1}"),
)  # fmt: skip
# Building, unit, floor and door without the words.
SHORT = (
    "{0}-{1}-{2}0{3}",
    "{0}栋{1}-{2}0{3}",
    "{0}-{1}-{2}-{3}",
    "{0}栋{1}-{2}-{3}",
    "{0} {1} {2}0{3}",
    "{0}#{1}-{2}0{3}",
    "{0}#-{1}-{2}0{3}",
)


def wide(number: int) -> str:
    return "".join(chr(ord(one) + 0xFEE0) for one in str(number))


def city() -> HouseIndex:
    places = [
        Place(key("江北区"), "district", "江北区"),
        Place(key("观音桥"), "township", "观音桥街道", (key("江北区"),)),
        Place(key("桂溪"), "community", "桂溪社区居民委员会", (key("观音桥"),)),
    ]
    compounds = [Compound(key("桂苑"), key("桂溪"), "桂苑小区", ("老桂苑",), "松牌路12号"), Compound(key("竹苑"), key("桂溪"), "竹苑小区")]
    buildings = [Building(key(f"{name}{at}"), key(name), key("桂溪"), str(at)) for name in ("桂苑", "竹苑") for at in range(1, 13)]
    units = [Unit(key(f"桂苑{at}-{unit}"), key(f"桂苑{at}"), str(unit)) for at in range(1, 13) for unit in (1, 2, 3)]
    houses = [
        (key(f"桂苑{at}"), House(key(f"桂苑{at}-{unit}-{floor}-{door}"), str(unit), f"{floor}0{door}"))
        for at in range(1, 13)
        for unit in (1, 2, 3)
        for floor in range(1, 19)
        for door in (1, 2, 3)
    ]
    return HouseIndex(Divisions(places), compounds, buildings, units, houses)


CITY = city()
doors = st.tuples(st.integers(1, 12), st.integers(1, 3), st.integers(1, 18), st.integers(1, 3))
fronts = st.tuples(st.sampled_from(HEADS), st.sampled_from(NAMES)).map("".join)


def agrees(text: str, door: tuple[int, int, int, int]) -> None:
    found = match(text, CITY)
    assert (found.level, found.house_id, found.asks_back) == ("house", key("桂苑{}-{}-{}-{}".format(*door)), False), (text, found)


@given(fronts, st.sampled_from(BUILDINGS), st.sampled_from(UNITS), st.sampled_from(ROOMS), doors)
@settings(max_examples=600, deadline=None)
def test_all_spellings_of_a_door(front: str, building: str, unit: str, room: str, door: tuple[int, int, int, int]) -> None:
    at, of, floor, number = door
    said = (building.format(at, spelt(at), wide(at)), unit.format(of, spelt(of), wide(of)), room.format(floor, number, spelt(floor)))
    agrees(front + "".join(said), door)


@given(fronts, st.sampled_from(SHORT), doors)
@settings(max_examples=300, deadline=None)
def test_figures_alone(front: str, form: str, door: tuple[int, int, int, int]) -> None:
    agrees(front + form.format(*door), door)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("桂苑小区3栋2单元2501", "unit"),
        ("桂苑小区3栋9单元501", "building"),
        ("桂苑小区19栋2单元501", "compound"),
        ("竹苑小区3栋501", "building"),
        ("江北区观音桥街道松牌路14号3栋", "township"),
    ],
)
def test_what_is_not_there_is_no_door(text: str, level: str) -> None:
    found = match(text, CITY)
    assert (found.house_id, found.level) == (None, level), found


def test_a_name_that_two_are_like_asks_back() -> None:
    found = match("兰苑小区3栋2单元501", CITY)
    assert found.asks_back
    assert {one.compound_id for one in found.candidates} == {key("桂苑"), key("竹苑")}
