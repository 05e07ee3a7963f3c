"""Facts of buildings and houses, and houses that are split and merged."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope
from linli.people.tests.conftest import World, world  # noqa: F401  # the fixture
from linli.people.tests.factories import worker
from linli.places import contract as places
from linli.places.models import Building, House


def house(w: World, number: int = 0) -> House:
    return House.objects.get(pk=w.place.rooms[number])


def test_facts_of_a_house_are_corrected_once(world: World) -> None:  # noqa: F811
    facts = places.HouseFacts(
        title_kind="commodity", area=Decimal("71.40"), inner_area=Decimal("60.20"), rooms=3, facts_source="不动产权证"
    )
    once = new_id()
    for _ in range(2):
        places.correct_house(world.worker, world.place.rooms[0], facts, version=1, op_id=once)
    info = places.house(world.place.rooms[0])
    assert info is not None
    assert (info.title_label, info.area, info.inner_area, info.rooms, info.version) == ("商品房", "71.4", "60.2", 3, 2)
    with pytest.raises(Conflict, match="先改过"):
        places.correct_house(world.worker, world.place.rooms[0], places.HouseFacts(), version=1)
    assert house(world).title_kind == "commodity"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (places.HouseFacts(use="castle"), "use"),
        (places.HouseFacts(title_kind="gift"), "title_kind"),
        (places.HouseFacts(area=Decimal(0)), "area"),
        (places.HouseFacts(area=Decimal(50), inner_area=Decimal(60)), "inner_area"),
        (places.HouseFacts(title_kind="commodity", plot_area=Decimal(60)), "plot_area"),
        (places.HouseFacts(facts_source="刑满释放人员说的"), "facts_source"),
    ],
)
def test_wrong_facts_of_a_house_are_named(world: World, facts: places.HouseFacts, field: str) -> None:  # noqa: F811
    with pytest.raises(Invalid) as refused:
        places.correct_house(world.worker, world.place.rooms[0], facts, version=1)
    assert field in refused.value.fields
    assert house(world).version == 1


def test_a_farmhouse_has_a_plot(world: World) -> None:  # noqa: F811
    places.correct_house(world.worker, world.place.rooms[0], places.HouseFacts(title_kind="homestead", plot_area=Decimal(120)), version=1)
    assert house(world).plot_area == Decimal(120)


def test_facts_of_a_building(world: World) -> None:  # noqa: F811
    facts = places.BuildingFacts("frame", "C", "several", floors_above=7, lifts=1, built_year=1998)
    places.correct_building(world.worker, world.place.building_id, facts, version=1)
    row = Building.objects.get(pk=world.place.building_id)
    assert (row.structure, row.safety_grade, row.floors_above, row.version) == ("frame", "C", 7, 2)
    with pytest.raises(Conflict):
        places.correct_building(world.worker, world.place.building_id, facts, version=1)
    with pytest.raises(Invalid) as refused:
        places.correct_building(world.worker, world.place.building_id, places.BuildingFacts("gold", floors_above=0), version=2)
    assert set(refused.value.fields) == {"structure", "floors_above"}


def test_a_house_is_split_on_its_floor(world: World) -> None:  # noqa: F811
    once = new_id()
    made = places.split_house(world.worker, world.place.rooms[0], ("501-1", "501-2"), version=1, op_id=once)
    assert places.split_house(world.worker, world.place.rooms[0], ("501-1", "501-2"), version=1, op_id=once) == made
    parts = list(House.objects.filter(pk__in=made).order_by("number"))
    assert [(part.number, part.floor, part.unit_id) for part in parts] == [
        ("501-1", 5, house(world).unit_id),
        ("501-2", 5, house(world).unit_id),
    ]
    assert not House.objects.standing().filter(pk=world.place.rooms[0]).exists()
    assert places.followers([world.place.rooms[0]]) == {world.place.rooms[0]: tuple(made)}
    with pytest.raises(NotVisible):
        places.split_house(world.worker, world.place.rooms[0], ("1", "2"), version=2)


@pytest.mark.parametrize("numbers", [(), ("501",), ("501", "501"), ("", " ")])
def test_a_split_into_fewer_than_two_is_none(world: World, numbers: tuple[str, ...]) -> None:  # noqa: F811
    with pytest.raises(Invalid):
        places.split_house(world.worker, world.place.rooms[0], numbers, version=1)
    assert house(world).withdrawn_at is None


def test_numbers_of_other_houses_are_taken(world: World) -> None:  # noqa: F811
    with pytest.raises(Conflict, match="502"):
        places.split_house(world.worker, world.place.rooms[0], ("501", "502"), version=1)
    with pytest.raises(Conflict, match="先改过"):
        places.split_house(world.worker, world.place.rooms[0], ("501", "503"), version=9)
    assert House.objects.standing().count() == 2


def test_houses_are_merged_and_their_areas_added(world: World) -> None:  # noqa: F811
    for room, area in zip(world.place.rooms, ("50.5", "60"), strict=True):
        places.correct_house(world.worker, room, places.HouseFacts(area=Decimal(area)), version=1)
    made = places.merge_houses(world.worker, world.place.rooms, "501")
    info = places.house(made)
    assert info is not None
    assert (info.number, info.area, info.recheck) == ("501", "110.5", True)
    assert House.objects.standing().count() == 1
    for wrong in ((made,), (made, made)):
        with pytest.raises(Invalid):
            places.merge_houses(world.worker, wrong, "601")


def _each(w: World) -> list[Callable[[Actor], object]]:
    room = w.place.rooms[0]
    return [
        lambda actor: places.correct_house(actor, room, places.HouseFacts(), version=1),
        lambda actor: places.correct_building(actor, w.place.building_id, places.BuildingFacts(), version=1),
        lambda actor: places.split_house(actor, room, ("501-1", "501-2"), version=1),
        lambda actor: places.merge_houses(actor, w.place.rooms, "501"),
    ]


@pytest.mark.parametrize("number", range(4))
def test_outsiders_and_other_posts_change_nothing(world: World, number: int) -> None:  # noqa: F811
    for actor, refusal in ((worker(world.other_id), NotVisible), (worker(world.place.id, "town_lead"), NotPermitted)):
        with use_scope(actor), pytest.raises(refusal):
            _each(world)[number](actor)
    assert House.objects.standing().count() == 2
