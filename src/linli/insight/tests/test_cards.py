"""Cards of the map: own scope only, never a restricted matter, the same matters as behind the sign of the tile."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point
from django.db import transaction

from linli.insight import rules
from linli.insight.queries import areas, cards, tiles
from linli.insight.tests.builders import Town, at, build_town, staff, stranger
from linli.insight.tests.test_tiles import tiles_around
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotVisible
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope
from linli.places import contract as places
from linli.regions import contract as regions
from linli.requests.contract import points_by_region
from linli.requests.models import MapPoint, Request

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Iterator[Town]:
    built = build_town()
    with transaction.atomic(), use_scope(built.builder):
        yield built


def matter(region_id: UUID, building_id: UUID, east: float, *, restricted: bool = False) -> UUID:
    """An open matter with its published point, as filing leaves it."""
    request = Request.objects.create(
        id=new_id(), region_id=region_id, number=f"T-{new_id().hex[-8:]}", type="tip", title="楼道灯不亮", text="楼道灯不亮",
        status="received", channel="app", privacy="hidden", building_id=building_id, place_label="金竹苑 1 号楼", restricted=restricted,
        filed_at=clock.now(), received_at=clock.now(), filed_on=clock.today(), queue_rank=2, sort_at=clock.now(), limits={},
    )  # fmt: skip
    lon, lat = at(east, 0)
    MapPoint.objects.create(
        request_id=request.pk, region_id=region_id, point=Point(lon, lat, srid=4326), status_group="new", filed_on=clock.today()
    )
    return request.pk


def key_of(actor: Actor) -> str:
    """The key that a tile carries for its only sign."""
    found = set(re.findall(rb"\d+/-?\d+/-?\d+", tiles_around(actor, "requests")))
    assert len(found) == 1
    return str(found.pop(), "ascii")


def test_a_matter_has_a_card_for_its_own_community_only(town: Town) -> None:
    pk = matter(town.own, town.building, -100)
    assert cards.of_matter(staff(town.own), pk).title == "楼道灯不亮"
    for other in (staff(town.other), stranger(), Actor.anonymous()):
        with pytest.raises(NotVisible):
            cards.of_matter(other, pk)


def test_a_restricted_matter_has_none(town: Town) -> None:
    pk = matter(town.own, town.building, -100, restricted=True)
    with pytest.raises(NotVisible):
        cards.of_matter(staff(town.own), pk)


def test_the_card_of_a_sign_lists_what_the_sign_counts(town: Town) -> None:
    mine = {matter(town.own, town.building, -100) for _ in range(3)}
    matter(town.other, town.other_building, 300)
    card = cards.of_cell(staff(town.own), key_of(staff(town.own)))
    assert {row.id for row in card.rows} == mine
    assert card.title == "这里有 3 件"
    with pytest.raises(NotVisible):
        cards.of_cell(staff(town.other), key_of(staff(town.own)))


@pytest.mark.parametrize("key", ["", "x/1/2", "15/1", "99/1/1", "15/-1/-1", "15/1/1/1", f"15/{'9' * 30}/1", f"15/{'9' * 400}/1"])
def test_a_forged_sign_is_not_there(town: Town, key: str) -> None:
    with pytest.raises(NotVisible):
        cards.of_cell(staff(town.own), key)


def test_a_building_and_a_compound_tell_what_is_open_there(town: Town) -> None:
    matter(town.own, town.building, -100)
    actor = staff(town.own)
    building, compound = places.building(town.building), places.compound(town.compound)
    assert building
    assert compound
    assert len(cards.of_building(actor, building, [town.own]).rows) == 1
    card = cards.of_compound(actor, compound, [town.own])
    assert "2 栋" in card.facts
    assert len(card.rows) == 1


def test_areas_count_published_points_of_the_divisions_below(town: Town) -> None:
    matter(town.own, town.building, -100)
    region = regions.info(town.township)
    assert region
    found = areas.areas(staff(town.township, town.own, town.other), region, [town.own, town.other])
    assert found
    assert [(row.id, row.open, row.step) for row in found.rows] == [(town.own, 1, 1)]
    assert (found.without, found.open, found.late) == (1, 1, 0)
    assert points_by_region([town.other]) == []


def test_the_scale_has_a_step_for_each_count() -> None:
    assert [rules.area_step(number) for number in (0, 1, 9, 10, 49, 50, 199, 200)] == [0, 1, 1, 2, 2, 3, 3, 4]
    assert tiles.MOST_IN_CELL >= cards.MOST_ROWS
