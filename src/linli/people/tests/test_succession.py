"""Who lives where after houses were split or merged."""

from datetime import date
from uuid import UUID

import pytest

from linli.kernel import outbox
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import OutboxEvent
from linli.kernel.scope import use_scope
from linli.people import contract as people
from linli.people.models import Household, Residence
from linli.people.operations import succession
from linli.people.queries.succession import waiting
from linli.people.tests.conftest import World
from linli.people.tests.factories import Community, resident, worker
from linli.places import contract as places


def open_links(person: UUID) -> set[tuple[UUID, str, bool]]:
    rows = Residence.objects.standing().filter(person_id=person, ends_on=None)
    return set(rows.values_list("house_id", "kind", "main"))


def follow(world: World, happened: str, house: UUID, others: list[UUID]) -> None:
    """What the reaction does, as the platform."""
    platform = worker(world.place.id, "system")
    with use_scope(platform):
        verb = succession.follow_split if happened == "split" else succession.follow_merge
        verb(platform, world.place.id, house, others)


def split(world: World) -> list[UUID]:
    parts = places.split_house(world.worker, world.place.rooms[0], ("501-1", "501-2"), version=1)
    follow(world, "split", world.place.rooms[0], parts)
    return parts


def test_an_owner_owns_every_part_and_a_resident_waits(world: World) -> None:
    wang = resident(world.worker, world.place)
    people.add_link(world.worker, wang, people.NewLink(world.place.rooms[0], "owner", date(1998, 3, 1)))
    parts = split(world)
    old = world.place.rooms[0]
    assert open_links(wang) == {(parts[0], "owner", False), (parts[1], "owner", False), (old, "living", True)}
    tasks = waiting(world.worker)
    assert [(task.person.id, {part for part, _ in task.parts}) for task in tasks] == [(wang, set(parts))]
    with pytest.raises(Invalid):
        succession.settle_link(world.worker, tasks[0].id, world.place.rooms[1])
    once = new_id()
    for _ in range(2):
        succession.settle_link(world.worker, tasks[0].id, parts[1], op_id=once)
    assert (parts[1], "living", True) in open_links(wang)
    assert not waiting(world.worker)
    with pytest.raises(NotNow):
        succession.settle_link(world.worker, tasks[0].id, parts[0])


def test_a_merge_takes_everybody_along(world: World) -> None:
    wang = resident(world.worker, world.place)
    people.add_link(world.worker, wang, people.NewLink(world.place.rooms[0], "owner"))
    people.add_link(world.worker, wang, people.NewLink(world.place.rooms[1], "owner"))
    beside = Community(world.place.id, world.place.compound_id, world.place.building_id, world.place.rooms[1:])
    li = resident(world.worker, beside, 2, "李明")
    household = people.add_to_household(world.worker, li, people.HouseholdPlace("02", house_id=world.place.rooms[1]))
    made = places.merge_houses(world.worker, world.place.rooms, "501")
    follow(world, "merge", made, list(world.place.rooms))
    assert open_links(wang) == {(made, "owner", False), (made, "living", True)}, "one owner's link, not two"
    assert open_links(li) == {(made, "living", True)}
    assert Household.objects.get(pk=household).house_id == made
    assert not waiting(world.worker)


def test_the_events_name_the_houses(world: World) -> None:
    parts = places.split_house(world.worker, world.place.rooms[0], ("501-1", "501-2"), version=1)
    event = OutboxEvent.objects.get(name="places.HouseSplit")
    assert event.payload["into"] == [str(part) for part in parts]


def test_nobody_else_decides(world: World) -> None:
    wang = resident(world.worker, world.place)
    parts = split(world)
    link = waiting(world.worker)[0].id
    for actor, refusal in ((worker(world.other_id), NotVisible), (worker(world.place.id, "town_officer"), NotPermitted)):
        with use_scope(actor):
            with pytest.raises(refusal):
                succession.settle_link(actor, link, parts[0])
            with pytest.raises(refusal):
                succession.follow_split(actor, world.place.id, world.place.rooms[0], parts)
            assert not waiting(actor)
    assert (world.place.rooms[0], "living", True) in open_links(wang)


def test_the_reactions_are_subscribed() -> None:
    named = {subscription.name for event in ("places.HouseSplit", "places.HousesMerged") for subscription in outbox._reactions[event]}  # noqa: SLF001
    assert named == {"linli.people.reactions.follow_the_split", "linli.people.reactions.follow_the_merged"}
