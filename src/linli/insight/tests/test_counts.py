"""Counts of buildings and divisions: what the lists behind them hold, own scope only, small numbers hidden outside the community."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from linli.insight import jobs, rules
from linli.insight.models import BuildingCount, RegionCount
from linli.insight.operations import count_communities, sum_up
from linli.insight.queries import counts
from linli.insight.queries.ground import circle
from linli.insight.tests.builders import Town, at, build_town, staff, stranger
from linli.insight.views import count as door
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope
from linli.people import contract as people
from linli.people.tests.factories import id_number
from linli.places import contract as places

pytestmark = pytest.mark.django_db
COUNTER = Actor.system("数一数", frozenset({"insight.count"}), wide=True)


def everywhere() -> GEOSGeometry:
    """All of the town."""
    return circle(*at(100, 0), 1500)


@pytest.fixture
def town() -> Iterator[Town]:
    built = build_town()
    with transaction.atomic(), use_scope(built.builder):
        yield built


def lived_in(town: Town, region_id: UUID, building_id: UUID, number: int, *, order: int) -> list[UUID]:
    """Houses with somebody of 80 in each but the last, who is of 30."""
    actor = town.builder
    rooms = places.add_houses(actor, building_id, [places.NewHouse(f"{n}01", "1") for n in range(1, number + 1)])
    made = []
    for n, room in enumerate(rooms):
        birth = clock.today().replace(year=clock.today().year - (30 if n == number - 1 else 80), day=1)
        new = people.NewPerson(region_id, f"王{'一二三四五六七八'[n]}", id_number=id_number(order + n, birth))
        person = people.add_person(actor, new)
        people.add_link(actor, person, people.NewLink(room, "living", main=True))
        made.append(person)
    return made


def counted(town: Town) -> None:
    count_communities(COUNTER, [town.own, town.other])


def as_role(actor: Actor, role: str) -> Actor:
    return replace(actor, grants=tuple(replace(grant, role=role) for grant in actor.grants))


def test_people_and_houses_are_those_of_the_lists(town: Town) -> None:
    lived_in(town, town.own, town.building, 3, order=1)
    counted(town)
    row = RegionCount.objects.get(pk=town.own)
    assert (row.people, row.elders, row.houses, row.buildings, row.compounds) == (3, 2, 3, 2, 1)
    assert row.people == people.population([town.own])[town.own]
    assert row.houses == sum(count.total() for count in places.house_counts([town.own]).values())
    assert row.states == {"unknown": 3}
    building = BuildingCount.objects.get(pk=town.building)
    assert (building.people, building.houses) == (3, {one.id: n for one, n in places.buildings_of(town.compound)}[town.building])


def test_who_moves_away_is_not_counted_and_the_sums_follow(town: Town) -> None:
    who = lived_in(town, town.own, town.building, 2, order=1)
    counted(town)
    people.move_out(town.builder, who[0], clock.today(), leaves_community=True)
    counted(town)
    assert RegionCount.objects.get(pk=town.own).people == people.population([town.own])[town.own] == 1
    assert BuildingCount.objects.get(pk=town.building).people == 1


def test_districts_hold_the_sums_of_their_communities(town: Town) -> None:
    lived_in(town, town.own, town.building, 2, order=1)
    lived_in(town, town.other, town.other_building, 1, order=11)
    counted(town)
    with use_scope(COUNTER):
        city = counts.city_id()
        assert city
        assert sum_up(COUNTER, city) == 3
        above = RegionCount.objects.get(pk=town.township)
        assert (above.people, above.houses, above.buildings, above.states) == (3, 3, 4, {"unknown": 3})
        assert RegionCount.objects.get(pk=city).people == 3


def test_only_the_job_counts(town: Town) -> None:
    with pytest.raises(NotPermitted):
        count_communities(staff(town.own), [town.own])
    with pytest.raises(NotVisible):
        count_communities(stranger(), [town.own])
    with pytest.raises((NotPermitted, NotVisible)):
        sum_up(staff(town.own), town.township)
    assert not RegionCount.objects.exists()


def test_counting_twice_changes_nothing_and_leaves_a_line(town: Town) -> None:
    lived_in(town, town.own, town.building, 1, order=1)
    counted(town)
    counted(town)
    assert BuildingCount.objects.count() == 4
    assert LogEntry.objects.filter(operation="insight.count").count() == 2


def test_an_area_holds_the_own_scope_only(town: Town) -> None:
    lived_in(town, town.own, town.building, 2, order=1)
    lived_in(town, town.other, town.other_building, 6, order=11)
    counted(town)
    own = counts.within(as_role(staff(town.own), "community_worker"), everywhere())
    assert (own.people, own.elders, own.houses, own.states) == ("2", "1", 2, {"unknown": 2})
    assert own.counted_at
    both = counts.within(staff(town.own, town.other), everywhere())
    assert (both.people, both.elders, both.houses) == ("8", "6", 8)
    nobody = counts.within(stranger(), everywhere())
    assert (nobody.people, nobody.houses, nobody.counted_at) == ("0", 0, None)


def test_small_numbers_are_hidden_outside_the_own_community(town: Town) -> None:
    lived_in(town, town.own, town.building, 3, order=1)
    counted(town)
    above = as_role(staff(town.township, town.own, town.other), "town_officer")
    found = counts.within(above, everywhere())
    assert (found.people, found.elders, found.houses) == ("<5", "<5", 3)
    answer = cast("HttpResponse", door(asked(above)))
    assert "&lt;5" in answer.content.decode()
    assert "少于 5 人" in answer.content.decode()


def asked(actor: Actor) -> Any:
    lon, lat = at(100, 0)
    request = RequestFactory().get("/map/count/", {"lon": str(lon), "lat": str(lat), "metres": "1500"}, HTTP_HX_REQUEST="true")
    request.actor = replace(actor, user_id=new_id())  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(("number", "own", "said"), [(0, False, "0"), (4, False, "<5"), (5, False, "5"), (4, True, "4")])
def test_how_a_number_is_said(number: int, own: bool, said: str) -> None:  # noqa: FBT001  # a table of cases
    assert rules.shown(number, own=own, least=5) == said


def test_what_changed_is_counted_again(town: Town) -> None:
    assert town.own in counts.changed_communities()
    assert set(counts.kept_communities()) == {town.own, town.other}
    assert jobs.count_changed.every
    assert jobs.count_all.every
