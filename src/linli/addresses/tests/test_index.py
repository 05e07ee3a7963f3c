"""The index of houses: found in arrays and among additions, kept in a folder, matched many at a time."""

import csv
import json
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from django.core.management import CommandError, call_command

from linli.addresses import queries
from linli.addresses.contract import match_many
from linli.addresses.matching import Building, Compound, Divisions, House, Place, Unit, match
from linli.addresses.matching.index import HouseIndex
from linli.insight.tests.builders import Town, build_town
from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope
from linli.places import contract as places

SPACE = UUID("00000000-0000-4000-8000-000000000000")


def key(name: str) -> UUID:
    return uuid5(SPACE, name)


DIVISIONS = Divisions([Place(key("云溪区"), "district", "云溪区"), Place(key("桂溪"), "community", "桂溪社区", (key("云溪区"),))])
ROOMS = ("501", "-1-2", "5-2", "12-3", "门面", "B1库房")


def index() -> HouseIndex:
    houses = [(key("3"), House(key(f"3-{unit}-{room}"), unit, room)) for unit in ("1", "2") for room in ROOMS]
    return HouseIndex(
        DIVISIONS,
        [Compound(key("桂苑"), key("桂溪"), "桂苑小区", (), "松林路12号", (106.5, 29.5)), Compound(key("竹苑"), key("桂溪"), "竹苑小区")],
        [Building(key("3"), key("桂苑"), key("桂溪"), "3", ("甲栋",)), Building(key("4"), key("竹苑"), key("桂溪"), "4")],
        [Unit(key("3-1"), key("3"), "1"), Unit(key("3-2"), key("3"), "2")],
        houses,
    )


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("桂苑小区3栋2单元501", "3-2-501"),
        ("云溪区桂苑甲栋一单元5-1", "3-1-501"),
        ("松林路12号3栋1单元502", "3-1-5-2"),
        ("桂苑小区3-2-1203", "3-2-12-3"),
    ],
)
def test_a_house_is_found(text: str, house: str) -> None:
    found = match(text, index())
    assert (found.level, found.house_id, found.asks_back) == ("house", key(house), False), found


def test_rooms_that_are_no_numbers_are_found_by_name() -> None:
    kept = index()
    assert [house.id for house in kept.houses_in(key("3"), "门面")] == [key("3-1-门面"), key("3-2-门面")]
    assert [house.unit for house in kept.houses_in(key("3"), "-1-2")] == ["1", "2"]
    assert not kept.houses_in(key("3"), "9-9")
    assert not kept.houses_in(key("nobody"), "5-1")


def test_additions_are_known_at_once_and_kept(tmp_path: Path) -> None:
    kept = index()
    assert len(kept) == 12
    kept.add_compound(Compound(key("梅苑"), key("桂溪"), "梅苑"))
    kept.add_building(Building(key("7"), key("梅苑"), key("桂溪"), "7"), [Unit(key("7-1"), key("7"), "1")])
    kept.add_house(key("7"), House(key("7-1-601"), "1", "601"))
    kept.add_house(key("3"), House(key("3-1-601"), "1", "601"))
    with pytest.raises(KeyError):
        kept.add_house(key("nobody"), House(key("x"), "", "1"))
    kept.save(tmp_path / "index")
    loaded = HouseIndex.load(tmp_path / "index", DIVISIONS)
    for one in (kept, loaded):
        assert match("梅苑7栋1单元601", one).house_id == key("7-1-601")
        assert match("桂苑3栋1单元601", one).house_id == key("3-1-601")
        assert match("桂苑3栋1单元501", one).house_id == key("3-1-501")
    assert (len(loaded), loaded.newest, loaded.compounds[key("桂苑")].point) == (14, kept.newest, (106.5, 29.5))


def test_an_index_of_another_format_is_refused(tmp_path: Path) -> None:
    index().save(tmp_path)
    told = json.loads((tmp_path / "places.json").read_text(encoding="utf-8")) | {"format": 0}
    (tmp_path / "places.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ValueError, match="format 0"):
        HouseIndex.load(tmp_path)


def test_an_index_whose_writing_broke_off_is_refused(tmp_path: Path) -> None:
    index().save(tmp_path)
    HouseIndex(DIVISIONS).save(tmp_path / "other")
    (tmp_path / "other/ids.npy").replace(tmp_path / "ids.npy")
    with pytest.raises(ValueError, match="one writing"):
        HouseIndex.load(tmp_path)


def test_a_loaded_index_is_saved_over_its_own_files(tmp_path: Path) -> None:
    index().save(tmp_path)
    loaded = HouseIndex.load(tmp_path, DIVISIONS)
    loaded.add_compound(Compound(key("梅苑"), key("桂溪"), "梅苑"))
    loaded.save(tmp_path)
    for one in (loaded, HouseIndex.load(tmp_path, DIVISIONS)):
        assert match("桂苑小区3栋2单元501", one).house_id == key("3-2-501")


def test_an_empty_city() -> None:
    assert match("桂苑小区3栋501", HouseIndex()).asks_back


@pytest.fixture
def town(db: None) -> Town:  # a fixture
    town = build_town()
    places.add_houses(town.builder, town.building, [places.NewHouse("501", unit="2", floor=5)])
    return town


def wide() -> Actor:
    return Actor.system("address_match", frozenset(), wide=True, door="command")


def test_the_kept_index_learns_what_is_new(town: Town, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    texts = ["金竹苑1栋2单元501", "金竹苑1栋2单元601"]
    with use_scope(wide()):
        assert [one.level for one in match_many(texts, folder)] == ["house", "unit"]
    places.add_houses(town.builder, town.building, [places.NewHouse("601", unit="2", floor=6)])
    with use_scope(wide()):
        assert [one.level for one in match_many(texts, folder)] == ["house", "house"]
        assert len(queries.house_index(folder)) == 2
        (folder / "places.json").write_text("{", encoding="utf-8")
        assert len(queries.house_index(folder)) == 2


def test_a_file_is_matched_row_by_row(town: Town, tmp_path: Path) -> None:
    source, target, out = tmp_path / "in.csv", tmp_path / "out.csv", StringIO()
    source.write_text("编号,地址\n1,金竹苑一栋2单元5-1\n2,隔壁老王家\n", encoding="utf-8-sig")
    call_command("address_match", "--in", str(source), "--out", str(target), stdout=out)
    assert json.loads(out.getvalue()) == {"rows": 2, "answered": 1, "asked_back": 1}
    with target.open(newline="", encoding="utf-8") as lines:
        found, lost = csv.DictReader(lines)
    assert (found["编号"], found["level"], found["building_id"]) == ("1", "house", str(town.building))
    assert (lost["level"], lost["reasons"], lost["asks_back"]) == ("", "没有找到对得上的地方", "True")


@pytest.mark.django_db
def test_what_is_asked_wrongly_is_said(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("编号\n1\n", encoding="utf-8")
    for arguments, says in (
        ([], "text"),
        (["桂苑", "--in", "x", "--out", "y"], "text"),
        (["--in", "x"], "text"),
        (["--in", str(tmp_path / "none.csv"), "--out", str(tmp_path / "out.csv")], "none.csv"),
        (["--in", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv")], "column"),
    ):
        with pytest.raises(CommandError, match=says):
            call_command("address_match", *arguments)
