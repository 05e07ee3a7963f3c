"""Addresses cut into elements and read as levels. Every address here was made up; the divisions are those the product carries."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linli.addresses.matching import Parsed, format_address, levels, normalise, parse, split, titles_of
from linli.addresses.tests import shipped

T = titles_of(shipped.divisions())
KINDS = {
    "p": "prov", "c": "city", "d": "district", "t": "town", "v": "village", "g": "group", "z": "zone", "r": "road", "n": "plate",
    "C": "compound", "P": "part", "B": "building", "U": "unit", "F": "floor", "R": "room",
}  # fmt: skip


def cut(text: str) -> str:
    """Elements in short: `d江北区 B3栋`; what names nothing is left out."""
    short = {kind: letter for letter, kind in KINDS.items()}
    return " ".join(short[one.kind] + one.text for one in split(text, T).elements if one.kind != "remark")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Heads
        ("重庆重庆市綦江区永新镇青松村二组", "p重庆 c重庆市 d綦江区 t永新镇 v青松村 g二组"),
        ("重庆市石柱县西沱镇", "c重庆市 d石柱县 t西沱镇"),
        ("重庆市市辖区秀山县清溪场街道", "c重庆市 d秀山县 t清溪场街道"),
        ("重庆重庆市九龙坡区杨家坪街道重庆市九龙坡区杨家坪锦绣苑", "p重庆 c重庆市 d九龙坡区 t杨家坪街道 c重庆市 d九龙坡区 t杨家坪 C锦绣苑"),
        ("高唐街道重庆市巫山县锦绣小区", "t高唐街道 c重庆市 d巫山县 C锦绣小区"),
        ("重庆市涪陵区涪陵区滨湖路9号", "c重庆市 d涪陵区 d涪陵区 r滨湖路 n9号"),
        ("重庆江北观音桥建新北路8号", "c重庆 d江北 t观音桥 r建新北路 n8号"),
        ("重庆市江北区观音桥步行街5号", "c重庆市 d江北区 r观音桥步行街 n5号"),
        ("重庆市沙坪坝区大学城锦绣苑", "c重庆市 d沙坪坝区 z大学城 C锦绣苑"),
        # Other cities, by their class words
        ("四川省成都市锦江区锦绣路8号桂苑2栋", "p四川省 c成都市 d锦江区 r锦绣路 n8号 C桂苑 B2栋"),
        ("浙江省温州鹿城区锦绣路8号", "p浙江省 c温州 d鹿城区 r锦绣路 n8号"),
        ("杭州市余杭区青松镇柳树村3组", "c杭州市 d余杭区 t青松镇 v柳树村 g3组"),
        ("北京路8号上海城3栋", "r北京路 n8号 C上海城 B3栋"),
        # Villages and groups
        ("重庆市垫江县高安镇金竹1社", "c重庆市 d垫江县 t高安镇 v金竹 g1社"),
        ("重庆市璧山区大兴镇青松村村委会", "c重庆市 d璧山区 t大兴镇 v青松村村委会"),
        ("重庆市合川区三汇镇青松村院子坝组12号", "c重庆市 d合川区 t三汇镇 v青松村 g院子坝组 B12号"),
        # Roads
        ("重庆市渝中区长江路二支路3号", "c重庆市 d渝中区 r长江路 r二支路 n3号"),
        ("重庆市渝北区锦绣大道中段64号", "c重庆市 d渝北区 r锦绣大道中段 n64号"),
        ("重庆市渝北区松林路与柏林路交叉口东南角锦绣苑", "c重庆市 d渝北区 r松林路 r柏林路 C锦绣苑"),
        ("重庆市渝北区锦绣路12号附3号", "c重庆市 d渝北区 r锦绣路 n12号附3号"),
        ("重庆市渝北区锦绣路58-1", "c重庆市 d渝北区 r锦绣路 n58-1"),
        # Compounds, their parts, and what is only near
        ("重庆市南岸区锦绣花园2期a区6栋", "c重庆市 d南岸区 C锦绣花园 P2期 Pa区 B6栋"),
        ("重庆市南岸区照母岭龙湖锦绣府", "c重庆市 d南岸区 C照母岭 C龙湖锦绣府"),
        ("重庆市南岸区锦绣路9号(锦绣城市花园)1栋20层5号", "c重庆市 d南岸区 r锦绣路 n9号 C锦绣城市花园 B1栋 F20层 R5号"),
        ("重庆市南岸区锦绣苑5栋3单元201(放门口)", "c重庆市 d南岸区 C锦绣苑 B5栋 U3单元 R201"),
        ("重庆市南岸区附近锦绣苑电联", "c重庆市 d南岸区 C锦绣苑"),
        # Rooms
        ("锦绣苑3-2-501", "C锦绣苑 B3 U2 R501"),
        ("锦绣苑3栋232", "C锦绣苑 B3栋 F23 R2"),
        ("锦绣苑3栋402", "C锦绣苑 B3栋 R402"),
        ("锦绣苑3253", "C锦绣苑 B3 U25 R3"),
        ("锦绣苑5162", "C锦绣苑 B5 U1 F6 R2"),
        ("锦绣苑2843", "C锦绣苑 B28 U4 R3"),
        ("锦绣大厦163", "C锦绣大厦 B16 R3"),
        ("锦绣苑l2246", "C锦绣苑 Bl2 U24 R6"),
        ("锦绣苑3栋1单元42", "C锦绣苑 B3栋 U1单元 F4 R2"),
        ("锦绣苑2栋20号楼11", "C锦绣苑 B2栋 F20号楼 R11"),
        ("锦绣苑c##9幢124", "C锦绣苑 Bc##9幢 F12 R4"),
        ("锦绣苑12栋15一8", "C锦绣苑 B12栋 R15一8"),
        ("锦绣苑d2##1-3单元401", "C锦绣苑 Bd2##1 U3单元 R401"),
        ("锦绣苑8栋负1楼", "C锦绣苑 B8栋 F负1楼"),
        ("锦绣[UNK]苑8栋", "C锦绣[UNK]苑 B8栋"),
    ],
)
def test_elements(text: str, wanted: str) -> None:
    assert cut(text) == wanted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("重庆市江津市先锋镇", "江津区"),
        ("重庆市巴县南泉镇", "巴南区"),
        ("重庆市万县市太白街道", "万州区"),
        ("重庆市江北县两路镇", "渝北区"),
        ("重庆市璧山县璧城街道", "璧山区"),
        ("重庆市酉阳县桃花源街道", "酉阳土家族苗族自治县"),
        ("重庆市彭水苗族土家簇自治县汉葭街道", "彭水苗族土家族自治县"),
        ("重庆市云溪区桂溪街道", ""),
        ("重庆市沙平坝区土湾街道", "沙坪坝区"),
        ("重庆市渝北区龙溪街道", "渝北区"),
        ("重庆市两江新区龙溪街道", "两江新区"),
    ],
)
def test_old_and_misspelt_districts(text: str, name: str) -> None:
    found = split(text, T).said.get("district", ())
    assert [place.name for place in found] == ([name] if name else [])


def test_a_town_is_found_under_the_district_of_then_and_of_now() -> None:
    for head in ("渝北区", "两江新区"):
        assert [place.name for place in split(f"重庆市{head}龙溪街道", T).places] == ["龙溪街道"]
    wanted = Parsed(city="重庆市", district="江津区", town="先锋镇", village="麻柳村村民委员会", group="3")
    assert parse("重庆市江津市先锋镇麻柳村第三村民小组", T.divisions) == wanted


def test_short_forms_of_every_district_and_township() -> None:
    """重庆江北… for 重庆市江北区…, before a road, a compound, a park, an old street."""
    tails = (
        "",
        "滨河路12号锦绣苑3栋2单元501",
        "人民路8号",
        "金桂春天5期2号楼1单元4702",
        "一中家属院3栋",
        "老街12号",
        "东方花园5栋",
        "公园路",
        "医院宿舍",
    )
    wrong = []
    districts = [place for place in T.divisions.places.values() if place.level == "district"]
    towns = [place for place in T.divisions.places.values() if place.level == "township"]
    asked = [(district, tail) for district in districts for tail in tails]
    asked += [(T.divisions.places[town.parent_ids[-1]], town.name + tails[at % len(tails)]) for at, town in enumerate(towns)]
    for district, tail in asked:
        text = f"重庆{T.short_name(district)}{tail}"
        if not any(district.id in T.above(place) for place in split(text, T).places):
            wrong.append(text)
    assert not wrong, f"{len(wrong)} of {len(asked)}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("锦绣苑3253", Parsed(compound="锦绣苑", building="3", floors=(25, 25), room="3")),
        ("锦绣苑5162", Parsed(compound="锦绣苑", building="5", unit="1", floors=(6, 6), room="2")),
        ("锦绣大厦163", Parsed(compound="锦绣大厦", floors=(16, 16), room="3")),
        ("锦绣路6号1单元42", Parsed(road="锦绣路", plate="6", unit="1", floors=(4, 4), room="2")),
        ("锦绣苑三幢二单元602", Parsed(compound="锦绣苑", building="3", unit="2", room="602")),
        ("锦绣苑3栋60##2", Parsed(compound="锦绣苑", building="3", room="602")),
    ],
)
def test_figures_mean_floor_and_door(text: str, wanted: Parsed) -> None:
    assert parse(text) == wanted


def test_written_out() -> None:
    parsed = parse("重庆渝北龙溪街道松牌路88号附2号锦绣苑三栋2单元负一楼", T.divisions)
    assert format_address(parsed) == "重庆 渝北区 龙溪街道 松牌路88号附2号 锦绣苑 3号楼 2单元 负1楼"


PIECES = (
    *(
        "重庆",
        "重庆市",
        "江北区",
        "江北",
        "石柱县",
        "观音桥街道",
        "观音桥",
        "大学城",
        "青松村",
        "双龙村",
        "社区",
        "居委会",
        "3组",
        "第三村民小组",
    ),
    *("松牌路", "长江路二支路", "12号", "附3号", "58-1", "锦绣苑", "锦绣花园", "金科", "2期", "东区", "大厦", "对面", "与", "交叉口"),
    *(
        "3栋",
        "三幢",
        "A座",
        "2单元",
        "负1楼",
        "5到7楼",
        "平街层",
        "501",
        "5-8",
        "3253",
        "3-2-501",
        "60##2",
        "[UNK]",
        "(",
        "）",
        " ",
        "，",
        "#",
        "一",
        "-",
    ),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=9).map("".join)


@given(texts)
@example("重庆江北区" + "9" * 5000 + "号")
@settings(max_examples=300, deadline=None)
def test_parsed_written_out_and_parsed_again_says_the_same(text: str) -> None:
    parsed = parse(text, T.divisions)
    assert parse(format_address(parsed), T.divisions) == parsed


@given(texts)
@settings(max_examples=300, deadline=None)
def test_elements_are_the_text(text: str) -> None:
    """Nothing is lost or moved: the elements stand one behind the other and make the text; levels are read from anything."""
    address = split(text, T)
    assert "".join(one.text for one in address.elements) == text
    assert all(text[one.start : one.end] == one.text for one in address.elements)
    assert levels(address) is not None


@given(st.text(max_size=30) | texts)
@settings(max_examples=300, deadline=None)
def test_one_spelling_is_one_spelling(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
