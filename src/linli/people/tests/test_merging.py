"""Two rows of one person: merged, taken back, told apart."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from linli.kernel import clock
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.models import OutboxEvent
from linli.people import contract as people
from linli.people.models import HouseholdMember, Person, PersonMerge, PersonPhone, Residence
from linli.people.tests.conftest import World
from linli.people.tests.factories import id_number, resident, worker


def papers_missing(world: World, name: str = "王秀英", phone: str = "10000001299") -> UUID:
    """A second row of somebody, without a paper, living in the second room."""
    new = people.NewPerson(world.place.id, name, id_type="000", birth=date(1946, 5, 12), sex="2", phones=((phone, "本人"),))
    person = people.add_person(world.worker, new)
    people.add_link(world.worker, person, people.NewLink(world.place.rooms[1], "living", date(2020, 3, 1), main=True))
    return person


def picture(world: World) -> dict[str, Any]:
    """Everything a merge may touch, for comparing before and after."""
    tables: dict[str, Any] = {
        "links": Residence.objects.standing().order_by("link_id").values_list("link_id", "person_id", "main", "starts_on", "ends_on"),
        "members": HouseholdMember.objects.order_by("pk").values_list("pk", "person_id", "withdrawn_at"),
        "phones": PersonPhone.objects.order_by("pk").values_list("pk", "person_id"),
        "people": Person.objects.order_by("pk").values_list("pk", "birth", "sex", "ethnicity", "residence_class", "withdrawn_at", "status"),
    }
    return {name: list(rows) for name, rows in tables.items()} | {"at": world.place.id}


def test_pairs_are_found_and_told_apart(world: World) -> None:
    one, other = resident(world.worker, world.place), papers_missing(world)
    papers_missing(world, name="别人")
    (pair,) = people.pairs(world.worker, world.place.id)
    assert {pair.one.id, pair.other.id} == {one, other}
    assert "出生年份" in pair.same
    assert "王秀英" not in str(pair)
    people.tell_apart(world.worker, one, other)
    people.tell_apart(world.worker, other, one)
    assert people.pairs(world.worker, world.place.id) == []
    assert PersonMerge.objects.count() == 1


def test_a_merge_moves_everything_and_comes_apart_as_it_was(world: World) -> None:
    kept, merged = resident(world.worker, world.place), papers_missing(world)
    people.add_to_household(world.worker, merged, people.HouseholdPlace("02", house_id=world.place.rooms[1]))
    Person.objects.filter(pk=merged).update(ethnicity="土家族")
    before = picture(world)
    made = people.merge(world.worker, kept, merged)
    assert set(Residence.objects.standing().filter(person=kept).values_list("house_id", flat=True)) == set(world.place.rooms)
    assert Residence.objects.standing().filter(person=kept, main=True, ends_on=None).count() == 1
    assert HouseholdMember.objects.get().person_id == kept
    assert PersonPhone.objects.filter(person=kept).count() == 2
    assert Person.objects.get(pk=kept).ethnicity == "土家族"
    assert people.kept_instead_of(merged) == kept
    assert not Person.objects.standing().filter(pk=merged).exists()
    people.part(world.worker, made.pk)
    assert picture(world) == before
    assert people.kept_instead_of(merged) is None


def test_a_link_both_have_is_set_aside_and_comes_back(world: World) -> None:
    kept, merged = resident(world.worker, world.place), papers_missing(world)
    people.add_link(world.worker, merged, people.NewLink(world.place.rooms[0], "owner", date(2001, 1, 1)))
    people.add_link(world.worker, kept, people.NewLink(world.place.rooms[0], "owner", date(2001, 1, 1)))
    before = picture(world)
    made = people.merge(world.worker, kept, merged)
    assert Residence.objects.standing().filter(house_id=world.place.rooms[0], kind="owner").count() == 1
    people.part(world.worker, made.pk)
    assert picture(world) == before


def test_what_cannot_be_one_person_is_refused(world: World) -> None:
    kept, merged = resident(world.worker, world.place), papers_missing(world)
    with pytest.raises(Invalid, match="留下有证件号"):
        people.merge(world.worker, merged, kept)
    with pytest.raises(Invalid, match="不同的人"):
        people.merge(world.worker, kept, kept)
    new = people.NewPerson(world.place.id, "王秀英", id_number=id_number(9))
    third = people.add_person(world.worker, new)
    with pytest.raises(Invalid, match="号码不同"):
        people.merge(world.worker, kept, third)
    Person.objects.filter(pk=merged).update(status="dead")
    with pytest.raises(Invalid, match="状态"):
        people.merge(world.worker, kept, merged)
    assert not PersonMerge.objects.exists()


def test_who_may_not(world: World) -> None:
    kept, merged = resident(world.worker, world.place), papers_missing(world)
    with pytest.raises(NotPermitted):
        people.merge(worker(world.place.id, "grid_worker"), kept, merged)
    with pytest.raises(NotVisible):
        people.merge(worker(world.other_id), kept, merged)
    with pytest.raises(NotVisible):
        people.merge(world.worker, kept, uuid4())
    with pytest.raises(NotVisible):
        people.part(world.worker, uuid4())


def test_the_same_twice_is_once_and_it_is_told(world: World) -> None:
    kept, merged, op_id = resident(world.worker, world.place), papers_missing(world), uuid4()
    made = [people.merge(world.worker, kept, merged, op_id=op_id).pk for _ in range(2)]
    assert made[0] == made[1]
    assert OutboxEvent.objects.filter(name__endswith="PeopleMerged").count() == 1


def test_too_late_or_changed_since_is_not_undone_by_halves(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, merged = resident(world.worker, world.place), papers_missing(world)
    made = people.merge(world.worker, kept, merged)
    moved = Residence.objects.standing().get(house_id=world.place.rooms[1])
    other = people.add_person(world.worker, people.NewPerson(world.place.id, "赵六", id_number=id_number(12)))
    Residence.objects.filter(pk=moved.pk).update(person_id=other)
    before = picture(world)
    with pytest.raises(Conflict):
        people.part(world.worker, made.pk)
    assert picture(world) == before
    Residence.objects.filter(pk=moved.pk).update(person_id=kept)
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr("linli.people.operations.merging.clock.now", lambda: later)
    with pytest.raises(NotNow, match="30 天"):
        people.part(world.worker, made.pk)
