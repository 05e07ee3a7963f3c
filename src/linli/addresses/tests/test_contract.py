"""The matcher over real tables: home, next community by its published name, a point, and rooms only where they may be seen."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from linli.addresses.contract import Home, locate_point, locate_text, match_address
from linli.insight.tests.builders import Town, at, build_town, staff, stranger
from linli.places import contract as places

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    town = build_town()
    houses = [places.NewHouse(f"{floor}01", unit=unit, floor=floor) for floor in range(1, 7) for unit in ("1", "2")]
    places.add_houses(town.builder, town.building, houses)
    return town


def test_the_lamp_is_found_from_home(town: Town) -> None:
    found = locate_text("我们 1 号楼 2 单元的楼道灯坏了", Home(town.own, town.compound))
    assert (found.level, found.building_id, found.asks_back) == ("unit", town.building, False)
    assert found.reasons == ("您写了“1 号楼 2 单元”，又住在金竹苑，所以猜是这里",)


def test_a_compound_elsewhere_is_found_by_its_published_name(town: Town) -> None:
    found = locate_text("白鹭CANARY苑1栋门口有个坑", Home(town.own, town.compound))
    assert (found.region_id, found.building_id) == (town.other, town.other_building)


def test_rooms_only_for_those_who_may_see_them(town: Town) -> None:
    text = "临江街道金竹社区金竹苑1栋2单元5-1"
    assert match_address(staff(town.own), text).level == "house"
    assert match_address(stranger(), text).level == "unit"


def test_a_tap_on_the_map(town: Town) -> None:
    assert locate_point(*at(-60, 0)).building_id == town.building
    assert locate_point(*at(-140, 50)).compound_id == town.compound
    assert locate_point(*at(190, 140)).region_id == town.own
    assert locate_point(0.0, 0.0).asks_back


def test_the_command_answers_in_json(town: Town) -> None:
    out = StringIO()
    call_command("address_match", "临江街道金竹苑二栋", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["level"], answer["label"]) == ("building", "金竹苑 2 号楼")
    assert str(town.own) == answer["region_id"]
