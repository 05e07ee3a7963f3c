"""哪一天是谁住: who had to do with a house on a day of the past."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.people import contract as people
from linli.people.models import Residence
from linli.people.queries.history import linked_on
from linli.people.tests.conftest import World
from linli.people.tests.factories import id_number, resident, worker

_who: dict[str, Actor] = {}


def actor_here(_request: HttpRequest) -> Actor:
    return _who["now"]


@pytest.fixture
def desk(world: World, client: Client, settings: Settings) -> Client:
    settings.LINLI_ACTOR_OF_REQUEST = f"{__name__}.actor_here"
    _who["now"] = world.worker
    return client


def who(house_id: UUID, day: date) -> set[UUID]:
    return {line.person.id for line in linked_on(house_id, day)}


def test_each_day_has_who_lived_there_then(world: World) -> None:
    first, second = world.place.rooms
    wang = resident(world.worker, world.place)
    people.add_link(world.worker, wang, people.NewLink(second, "living", date(2024, 5, 1), main=True))
    li = people.add_person(world.worker, people.NewPerson(world.place.id, "李明", id_number=id_number(2)))
    people.add_link(world.worker, li, people.NewLink(first, "tenant", date(2024, 6, 1), main=True))
    assert who(first, date(1998, 2, 28)) == set()
    assert who(first, date(1998, 3, 1)) == who(first, date(2024, 4, 30)) == {wang}
    assert who(first, date(2024, 5, 1)) == set(), "the day of the move belongs to the new home"
    assert who(second, date(2024, 4, 30)) == set()
    assert who(second, date(2024, 5, 1)) == {wang}
    assert who(first, date(2024, 6, 1)) == {li}


def test_an_unknown_start_is_told_and_owners_stand_below(world: World) -> None:
    house = world.place.rooms[0]
    owner = people.add_person(world.worker, people.NewPerson(world.place.id, "周明", id_number=id_number(3)))
    people.add_link(world.worker, owner, people.NewLink(house, "owner"))
    wang = resident(world.worker, world.place)
    lines = linked_on(house, date(2001, 1, 1))
    assert [(line.person.id, line.stayed, line.since_known) for line in lines] == [(wang, True, True), (owner, False, False)]
    Residence.objects.filter(person_id=owner).update(withdrawn_at=clock.now())
    assert who(house, date(2001, 1, 1)) == {wang}


def test_the_card_asks_for_a_day(desk: Client, world: World) -> None:
    resident(world.worker, world.place)
    address = f"/registry/houses/{world.place.rooms[0]}/"
    assert "按现在的登记" not in desk.get(address).content.decode()
    then = desk.get(address, {"on": "2001-01-01"})
    page = then.content.decode().split('id="on-day"')[1]
    assert then.status_code == 200
    assert "王**" in page
    assert "按现在的登记" in page
    assert "王秀英" not in then.content.decode()
    assert "没有登记谁和这套房有关" in desk.get(address, {"on": "1990-01-01"}).content.decode()


@pytest.mark.parametrize("day", ["1-1", "2024-02-30", "later"])
def test_no_day_and_no_future(desk: Client, world: World, day: str) -> None:
    words = (clock.today() + timedelta(days=1)).isoformat() if day == "later" else day
    answer = desk.get(f"/registry/houses/{world.place.rooms[0]}/", {"on": words})
    assert answer.status_code == 422
    assert 'id="on-error"' in answer.content.decode()


def test_who_sees_no_cards_sees_no_past(desk: Client, world: World) -> None:
    address = f"/registry/houses/{world.place.rooms[0]}/"
    _who["now"] = worker(world.place.id, "town_command")
    assert desk.get(address, {"on": "2001-01-01"}).status_code == 403
    _who["now"] = worker(world.other_id)
    assert desk.get(address, {"on": "2001-01-01"}).status_code == 404


def test_what_was_known_then_is_told_as_it_was(world: World) -> None:
    house, before = world.place.rooms[0], clock.now() - timedelta(days=40)
    with clock.frozen(before):
        wang = resident(world.worker, world.place)
    moved = clock.today() - timedelta(days=100)
    people.move_out(world.worker, wang, moved)
    asked = moved + timedelta(days=10)
    assert who(house, asked) == set()
    assert {line.person.id for line in linked_on(house, asked, clock.today() - timedelta(days=20))} == {wang}
    assert linked_on(house, asked, clock.today() - timedelta(days=60)) == [], "nobody knew of them yet"


def test_the_card_asks_for_both_days(world: World, desk: Client) -> None:
    house = world.place.rooms[0]
    resident(world.worker, world.place)
    today = clock.today()
    page = desk.get(f"/registry/houses/{house}/?on={today}&known={today}").content.decode()
    assert "那时的登记列的" in page
    assert desk.get(f"/registry/houses/{house}/?on={today}&known=x").status_code == 422
