"""人房关联 in two times: properties that hold whatever is registered in whatever order."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel import clock
from linli.kernel.errors import Invalid, Refused
from linli.people import contract as people
from linli.people.models import Residence
from linli.people.operations import links, move_in, move_out
from linli.people.tests.conftest import World
from linli.people.tests.factories import resident

FIRST = date(2024, 1, 1)


def known(at: datetime | None = None) -> list[tuple[Any, ...]]:
    """All links as known at a moment, without what tells versions apart."""
    rows = Residence.objects.as_known(at) if at else Residence.objects.standing()
    return sorted((str(r.link_id), str(r.person_id), str(r.house_id), r.kind, r.main, str(r.starts_on), str(r.ends_on)) for r in rows)


def overlap(one: Residence, other: Residence) -> bool:
    start, end = max(one.starts_on or date.min, other.starts_on or date.min), min(one.ends_on or date.max, other.ends_on or date.max)
    return start < end


def assert_sound() -> None:
    rows = list(Residence.objects.standing())
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if one.person_id == other.person_id and overlap(one, other):
                assert not (one.main and other.main), "two main residences on one day"
                assert (one.house_id, one.kind) != (other.house_id, other.kind), "one link twice on one day"


def test_a_change_keeps_what_was_known_before(world: World) -> None:
    person = resident(world.worker, world.place)
    before, moment = known(), clock.now()
    move_out(world.worker, person, date(2025, 5, 1))
    assert known(moment) == before
    (link,) = Residence.objects.standing().filter(person_id=person)
    assert (link.ends_on, link.main, link.version) == (date(2025, 5, 1), True, 2)
    assert Residence.objects.filter(link_id=link.link_id).count() == 2


def test_who_held_it_on_a_day(world: World) -> None:
    person = resident(world.worker, world.place)
    move_in(world.worker, person, people.NewLink(world.place.rooms[1], "living", date(2025, 5, 1), main=True))
    standing = Residence.objects.standing().filter(person_id=person)
    assert [row.house_id for row in standing.on(date(2025, 4, 30))] == [world.place.rooms[0]]
    assert [row.house_id for row in standing.on(date(2025, 5, 1))] == [world.place.rooms[1]]
    assert not standing.on(date(1990, 1, 1)).exists()


def test_the_past_is_not_lived_in_twice(world: World) -> None:
    person = resident(world.worker, world.place)
    move_out(world.worker, person, date(2025, 5, 1))
    with pytest.raises(Invalid, match="日期写晚一点"):
        move_in(world.worker, person, people.NewLink(world.place.rooms[1], "living", date(2024, 1, 1), main=True))
    back = move_in(world.worker, person, people.NewLink(world.place.rooms[0], "living", main=True))
    assert back.starts_on == clock.today()
    assert_sound()


@pytest.mark.parametrize("change", [{"house_id": None}, {"kind": "tenant"}])
def test_the_database_itself_refuses_a_second_main_residence(world: World, change: dict[str, Any]) -> None:
    resident(world.worker, world.place)
    (link,) = Residence.objects.standing()
    twin = {name: getattr(link, name) for name in links.COPIED if name != "link_id"} | {
        key: value or world.place.rooms[1] for key, value in change.items()
    }
    with pytest.raises(IntegrityError, match="residence_one_main"), transaction.atomic():
        Residence.objects.create(**twin)
    with pytest.raises(IntegrityError, match="residence_once"), transaction.atomic():
        Residence.objects.create(**{**{name: getattr(link, name) for name in links.COPIED if name != "link_id"}, "main": False})


STEP = st.tuples(
    st.sampled_from(["in", "out", "out_of_house", "leave"]),
    st.integers(0, 1),
    st.integers(0, 1),
    st.sampled_from(["living", "tenant", "owner", "hukou", "sharing"]),
    st.booleans(),
    st.one_of(st.none(), st.integers(0, 900)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=12))
def test_whatever_is_registered_stays_sound_and_remembers(world: World, steps: list[tuple[str, int, int, str, bool, int | None]]) -> None:
    mark = transaction.savepoint()
    try:
        folk = [resident(world.worker, world.place, order) for order in (1, 2)]
        remembered: list[tuple[datetime, list[tuple[Any, ...]]]] = []
        for step in steps:
            _do(world, folk, step)
            assert_sound()
            remembered.append((clock.now(), known()))
        for moment, then in remembered:
            assert known(moment) == then, "what was known at a moment is still told so"
    finally:
        transaction.savepoint_rollback(mark)


def _do(world: World, folk: list[UUID], step: tuple[str, int, int, str, bool, int | None]) -> None:
    verb, who, where, kind, main, days = step
    day = FIRST + timedelta(days=days) if days is not None else None
    try:
        with transaction.atomic():
            if verb == "in":
                move_in(world.worker, folk[who], people.NewLink(world.place.rooms[where], kind, day, main=main))
            else:
                house = world.place.rooms[where] if verb == "out_of_house" else None
                move_out(world.worker, folk[who], day or clock.today(), house_id=house, leaves_community=verb == "leave")
    except Refused:
        pass
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
