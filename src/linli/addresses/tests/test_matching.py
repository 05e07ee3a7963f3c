"""Typed addresses and free text against a small made-up place; every address here was written for this test."""

from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.addresses.matching import Building, Compound, Divisions, Gazetteer, Home, House, Place, Unit, locate, match, normalise, parse
from linli.addresses.matching.text import building_key, number, room_key

SPACE = UUID("00000000-0000-4000-8000-000000000000")


def key(name: str) -> UUID:
    return uuid5(SPACE, name)


PLACES = (
    Place(key("云溪区"), "district", "云溪区"),
    Place(key("临江街道"), "township", "临江街道", (key("云溪区"),)),
    Place(key("桂溪社区"), "community", "桂溪社区", (key("临江街道"),)),
    Place(key("石坝社区"), "community", "石坝社区", (key("临江街道"),)),
    Place(key("青龙村"), "community", "青龙村", (key("白岩镇"),)),
    Place(key("白岩镇"), "township", "白岩镇", (key("云溪区"),)),
    Place(key("老城区"), "district", "老城区", gone=True),
    Place(key("沙坪街道"), "township", "沙坪街道", (key("云溪区"), key("老城区")), ("沙坪镇",)),
    Place(key("3组"), "group", "3组", (key("青龙村"),)),
    Place(key("院子坝组"), "group", "院子坝组", (key("青龙村"),)),
)
COMPOUNDS = (
    Compound(key("桂苑小区"), key("桂溪社区"), "桂苑小区", ("老桂苑",), "机修巷12号"),
    Compound(key("溪畔家园"), key("桂溪社区"), "溪畔家园"),
    Compound(key("机修厂"), key("桂溪社区"), "老机修厂家属院"),
    Compound(key("锦绣花园甲"), key("桂溪社区"), "锦绣花园"),
    Compound(key("锦绣花园乙"), key("石坝社区"), "锦绣花园"),
)
BUILDINGS = (
    *(Building(key(f"桂苑{n}"), key("桂苑小区"), key("桂溪社区"), f"{n}") for n in range(1, 8)),
    *(Building(key(f"溪畔{n}"), key("溪畔家园"), key("桂溪社区"), f"{n}") for n in range(1, 10)),
    *(Building(key(f"机修{n}"), key("机修厂"), key("桂溪社区"), n) for n in "甲乙丙丁"),
)
UNITS = tuple(Unit(key(f"桂苑{b}-{n}"), key(f"桂苑{b}"), str(n)) for b in range(1, 8) for n in (1, 2, 3))
ROOMS = [House(key(f"h{u}{f}01"), str(u), f"{f}01") for u in (1, 2, 3) for f in range(1, 12)]
G = Gazetteer(Divisions(PLACES), COMPOUNDS, BUILDINGS, UNITS)
HOME = Home(key("桂溪社区"), key("桂苑小区"), key("桂苑5"), key("桂苑5-1"))


def rooms(building_id: UUID) -> list[House]:
    return ROOMS if building_id == key("桂苑3") else []


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("桂苑小区３＃２单元", "桂苑小区3号楼2单元"),
        ("桂苑小区 三栋 二单元", "桂苑小区3号楼2单元"),
        ("桂苑小区3幢", "桂苑小区3号楼"),
        ("A座", "A号楼"),
        ("机修巷十二号附三号", "机修巷12号附3号"),
        ("九龙坡区七星岗街道", "九龙坡区七星岗街道"),
        ("五里店十八楼", "五里店18楼"),
        ("第三村民小组", "第三村民小组"),
        ("二十组", "20组"),
        ("3栋负一楼", "3号楼-1楼"),
        ("3—2—501", "3-2-501"),
        ("平街一层", "平街层"),
    ],
)
def test_one_spelling(raw: str, wanted: str) -> None:
    assert normalise(raw) == wanted


@given(st.text(alphabet="一二三十百3栋幢座号楼单元#附-— 桂苑小区AB平街层负", max_size=24))
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalise(raw)
    assert normalise(once) == once


@pytest.mark.parametrize(("text", "value"), [("十", 10), ("十八", 18), ("二十", 20), ("两", 2), ("一百零三", 103), ("一二", 12), ("7", 7)])
def test_numerals(text: str, value: int) -> None:
    assert number(text) == value


def test_a_word_is_no_numeral() -> None:
    with pytest.raises(ValueError, match="numeral"):
        number("桂")


@pytest.mark.parametrize(("room", "key_"), [("501", "5-1"), ("5-1", "5-1"), ("0501室", "5-1"), ("1102", "11-2"), ("门面", "门面")])
def test_one_room(room: str, key_: str) -> None:
    assert room_key(room) == key_


@pytest.mark.parametrize("word", ["3", "3号楼", "三栋", "3幢", "3#", "03栋"])
def test_one_building(word: str) -> None:
    assert building_key(word) == "3"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (
            "机修巷12号附3号桂苑小区3号楼2单元5-8",
            {"road": "机修巷", "plate": "12附3", "compound": "桂苑小区", "building": "3", "unit": "2", "room": "5-8"},
        ),
        ("桂苑小区3-2-501", {"compound": "桂苑小区", "building": "3", "unit": "2", "room": "501"}),
        ("桂苑小区3栋平街层", {"building": "3", "street_floor": True}),
        ("桂苑小区3栋2单元负1楼", {"floors": (-1, -1)}),
        ("桂苑小区3栋5到7楼", {"floors": (5, 7)}),
        ("院子坝组12号", {"group": "院子坝", "plate": "12"}),
        ("滨江中路二支路8号", {"plate": "8"}),
    ],
)
def test_levels(text: str, levels: dict[str, object]) -> None:
    parsed = parse(text)
    assert {name: getattr(parsed, name) for name in levels} == levels


@pytest.mark.parametrize(
    ("text", "level", "place"),
    [
        ("重庆市云溪区临江街道桂溪社区桂苑小区3号楼2单元501", "house", "h2501"),
        ("云溪临江桂苑小区三栋二单元5-1", "house", "h2501"),
        ("桂苑小区3幢2单元", "unit", "桂苑3-2"),
        ("桂苑3#", "building", "桂苑3"),
        ("老桂苑3栋", "building", "桂苑3"),
        ("机修巷12号3栋", "building", "桂苑3"),
        ("老机修厂家属院乙栋", "building", "机修乙"),
        ("临江街道石坝社区锦绣花园", "compound", "锦绣花园乙"),
        ("云溪区白岩镇青龙村3组", "group", "3组"),
        ("白岩镇青龙村院子坝组", "group", "院子坝组"),
        ("云溪区临江街道桂溪社区", "community", "桂溪社区"),
        ("老城区沙坪镇", "township", "沙坪街道"),
    ],
)
def test_sure_matches(text: str, level: str, place: str) -> None:
    found = match(text, G, rooms_of=rooms)
    ids = {"house": found.house_id, "unit": found.unit_id, "building": found.building_id, "compound": found.compound_id}
    assert (found.level, ids.get(level, found.region_id), found.asks_back) == (level, key(place), False), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("锦绣花园", "2 处"),
        ("桂苑小区9栋", "没有登记 9 号楼"),
        ("桂园小区3栋", "只差一点"),
        ("桂苑小区3栋501", "哪个单元"),
        ("隔壁老王家", "没有找到"),
        ("老城区", "已经撤销"),
        ("四川省成都市锦江区桂苑小区3栋", "四川省的地址，不在本市"),
    ],
)
def test_unsure_asks_back(text: str, says: str) -> None:
    found = match(text, G, rooms_of=rooms)
    assert found.asks_back
    assert any(says in reason for reason in found.reasons), found


def test_home_settles_a_homonym() -> None:
    found = match("锦绣花园", G, HOME)
    assert (found.compound_id, found.asks_back) == (key("锦绣花园甲"), False)


def test_building_only_is_taken_from_home() -> None:
    found = match("3栋2单元", G, HOME)
    assert (found.unit_id, found.asks_back) == (key("桂苑3-2"), False)


def test_the_same_number_next_door_asks_back() -> None:
    found = match("3栋", G, HOME)
    assert found.asks_back
    assert [one.building_id for one in found.candidates] == [key("桂苑3"), key("溪畔3")]
    assert found.candidates[1].reason == "没写小区，溪畔家园也有 3 号楼"


def test_the_lamp() -> None:
    text = "我们 3 号楼 2 单元的楼道灯坏了三天了，5 楼到 7 楼全黑。楼上有位老人晚上下楼倒垃圾，差点踩空。"
    found = locate(text, G, HOME)
    assert (found.level, found.unit_id, found.asks_back) == ("unit", key("桂苑3-2"), False)
    assert (found.label, found.detail) == ("桂苑小区 3 号楼 2 单元", "5–7 楼楼道")
    assert found.reasons == ("您写了“3 号楼 2 单元”，又住在桂苑小区，所以猜是这里",)
    assert [text[a:b] for a, b in found.evidence] == ["3 号楼", "2 单元", "楼道", "5 楼到 7 楼"]


@pytest.mark.parametrize(
    ("text", "building", "asks"),
    [
        ("溪畔家园4栋门口垃圾桶满了", "溪畔4", False),
        ("我们这栋楼道灯不亮", "桂苑5", False),
        ("不是3栋，是5栋的水管漏水", "桂苑5", False),
        ("三栋和五栋之间的路灯不亮", "桂苑3", True),
        ("8栋电梯坏了", "溪畔8", True),
        ("广场舞声音大", None, True),
    ],
)
def test_free_text(text: str, building: str | None, asks: bool) -> None:  # noqa: FBT001  # a table column
    found = locate(text, G, HOME)
    assert (found.building_id, found.asks_back) == (key(building) if building else None, asks), found


def test_nothing_known_finds_nothing() -> None:
    found = locate("路上有个坑", Gazetteer())
    assert (found.level, found.score, found.asks_back) == ("", 0.0, True)


def test_the_community_next_door_is_not_my_building() -> None:
    assert locate("隔壁社区的路灯不亮", G, HOME).building_id is None
    assert locate("隔壁天天半夜拖桌子", G, HOME).building_id == key("桂苑5")


def test_the_ground_of_a_group_is_kept_like_a_compound_with_its_farmhouses() -> None:
    ground = Compound(key("三组的地"), key("青龙村"), "三组")
    other = Compound(key("四组的地"), key("青龙村"), "四组")
    houses = [Building(key(f"三组{n}"), ground.id, key("青龙村"), f"{n}") for n in range(1, 9)]
    found = match("青龙村三组7号", Gazetteer(Divisions(PLACES), [ground, other], houses))
    assert (found.level, found.building_id, found.region_id, found.asks_back) == ("building", key("三组7"), key("青龙村"), False)
    assert match("青龙村三组", Gazetteer(Divisions(PLACES), [ground, other], houses)).compound_id == ground.id


@pytest.mark.parametrize(
    "text", ["桂苑小区 3 号楼 2 单元", "桂苑小区 3号楼 2单元", "桂溪社区 桂苑小区 3 栋 2 单元", " 桂苑小区3号楼　2 单元 "]
)
def test_spaces_between_the_parts_change_nothing(text: str) -> None:
    assert (match(text, G).level, match(text, G).unit_id) == ("unit", key("桂苑3-2"))
