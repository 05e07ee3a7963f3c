"""The house tree: labels, the wall of rooms, states, published shapes."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import permissions
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope
from linli.places import contract as places
from linli.places.models import House, PlaceShape
from linli.places.rules import houses as rules
from linli.regions.models import Region

RING = ((106.5, 29.5), (106.51, 29.5), (106.51, 29.51), (106.5, 29.51))


@pytest.fixture
def region_id(db: None) -> UUID:
    return Region.objects.create(name="金竹社区", short_name="金竹", level="community", position="1", valid_from=date(2020, 1, 1)).pk


def keeper(region_id: UUID) -> Actor:
    permissions.load()
    return Actor.system("test", permissions.of_role("community_worker"), frozenset({region_id}), door="desk")


@pytest.fixture
def actor(region_id: UUID) -> Actor:
    return keeper(region_id)


@pytest.fixture
def building_id(actor: Actor, region_id: UUID) -> UUID:
    compound = places.add_compound(actor, places.NewCompound(region_id, "桂苑小区", "commercial", outline=RING))
    return places.add_building(actor, places.NewBuilding(compound, "3", ("1", "2"), 11, entrances=(places.Entrance(4, "机修巷侧入口"),)))


def test_labels_are_said_as_staff_say_them() -> None:
    assert rules.building_label("3") == "3 号楼"
    assert rules.building_label("乙栋") == "乙栋"
    assert rules.house_label("2", "501") == "2 单元 501"
    assert sorted(["10", "2", "附楼"], key=rules.order_of) == ["2", "10", "附楼"]


@pytest.mark.parametrize(("number", "floor"), [("501", 5), ("1203", 12), ("-101", -1), ("铺2", None), ("12", None)])
def test_a_room_number_tells_its_floor(number: str, floor: int | None) -> None:
    assert rules.floor_of(number) == floor


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 36))
def test_the_next_check_comes_after_and_not_a_month_late(day: date, months: int) -> None:
    due = rules.due_on(day, months)
    assert due > day
    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months
    assert due.day <= day.day


def test_a_house_wants_checking_when_doubted_or_long_unseen() -> None:
    today = date(2026, 11, 23)
    assert rules.needs_recheck("owner", today, "物业说有人住", today=today, months=12)
    assert rules.needs_recheck("owner", date(2025, 11, 22), "", today=today, months=12)
    assert not rules.needs_recheck("owner", date(2025, 11, 23), "", today=today, months=12)
    assert not rules.needs_recheck("unknown", None, "", today=today, months=12)


def test_the_wall_has_floors_units_and_entrances(actor: Actor, building_id: UUID) -> None:
    rooms = [places.NewHouse(f"{floor}0{room}", unit) for unit in ("1", "2") for floor in (3, 4) for room in (1, 2)]
    ids = places.add_houses(actor, building_id, [*rooms, places.NewHouse("铺1", floor=1)])
    places.set_house_state(actor, ids[0], "rented")
    places.doubt_house(actor, ids[1], "租约到期")
    wall = places.wall(actor, building_id)
    assert [floor.number for floor in wall.floors] == [4, 3, 1]
    assert wall.units == ("", "1", "2")
    assert wall.widths == (1, 2, 2)
    assert [floor.entrance for floor in wall.floors] == ["机修巷侧入口", "", ""]
    assert {state.label: number for state, number in wall.legend} == {"出租": 1, "没登记": 7, "待核": 1}


def test_houses_are_registered_once(actor: Actor, building_id: UUID) -> None:
    for _ in range(2):
        places.add_houses(actor, building_id, [places.NewHouse("501", "2")])
    assert House.objects.count() == 1
    with pytest.raises(Invalid, match="没有 9 单元"):
        places.add_houses(actor, building_id, [places.NewHouse("501", "9")])


def test_nothing_is_silently_overwritten(actor: Actor, building_id: UUID) -> None:
    house = places.add_houses(actor, building_id, [places.NewHouse("501", "2")])[0]
    places.set_house_state(actor, house, "rented", version=1)
    with pytest.raises(Conflict, match="出租"):
        places.set_house_state(actor, house, "vacant", version=1)
    with pytest.raises(Invalid):
        places.set_house_state(actor, house, "unknown")


def test_names_and_numbers_are_taken_once(actor: Actor, region_id: UUID, building_id: UUID) -> None:
    with pytest.raises(Conflict):
        places.add_compound(actor, places.NewCompound(region_id, "桂苑小区", "old"))
    building = places.building(building_id)
    assert building is not None
    with pytest.raises(Conflict):
        places.add_building(actor, places.NewBuilding(building.compound_id, "3"))


def test_shapes_are_published_for_the_map(building_id: UUID) -> None:
    shape = PlaceShape.objects.get()
    assert (shape.kind, shape.label, shape.geometry.srid, shape.point.srid) == ("compound", "桂苑小区", 3857, 4326)


def test_another_community_sees_and_changes_nothing(actor: Actor, building_id: UUID) -> None:
    house = places.add_houses(actor, building_id, [places.NewHouse("501", "2")])[0]
    other = keeper(new_id())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE linli_app")
    with use_scope(other):
        assert places.house(house) is None
        assert places.building(building_id) is None
        assert not list(places.place_index(other.scope))
        for attempt in (lambda: places.wall(other, building_id), lambda: places.set_house_state(other, house, "rented")):
            with pytest.raises(NotVisible):
                attempt()
    watcher = Actor.system("w", frozenset({"places.view"}), frozenset(actor.scope))
    with use_scope(watcher), pytest.raises(NotPermitted):
        places.set_house_state(watcher, house, "rented")


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("桂苑 3-2-501", ("桂苑", "3", "2", "501")),
        ("桂苑小区3号楼2单元501", ("桂苑小区", "3", "2", "501")),
        ("2-501", ("", "", "2", "501")),
        ("3栋-1-501室", ("", "3", "1", "501")),
        ("501", ("", "", "", "501")),
    ],
)
def test_doors_are_read_as_people_type_them(text: str, door: tuple[str, ...]) -> None:
    found = rules.door_of(text)
    assert found is not None
    assert (found.compound, found.building, found.unit, found.room) == door
