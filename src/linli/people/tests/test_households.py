"""户: one head, one household of each kind a person, split and merge, and the next head."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope
from linli.people import contract as people
from linli.people import rules
from linli.people.models import Household, HouseholdMember, Person
from linli.people.operations import households as verbs
from linli.people.queries import households as queries
from linli.people.rules import households
from linli.people.tests.conftest import World
from linli.people.tests.factories import id_number, worker

TODAY = date(2026, 11, 30)


def somebody(world: World, order: int, name: str, birth: date = date(1980, 1, 2)) -> UUID:
    return people.add_person(world.worker, people.NewPerson(world.place.id, name, id_number=id_number(order, birth)))


@pytest.fixture
def family(world: World) -> dict[str, UUID]:
    """Father 02, mother 10, daughter 30, in one 户籍户."""
    found = {
        "father": somebody(world, 1, "冉国强", date(1950, 1, 2)),
        "mother": somebody(world, 2, "田秀英", date(1955, 1, 2)),
        "daughter": somebody(world, 3, "冉小红", date(1985, 1, 2)),
    }
    place = {"kind": "hukou", "number": "5101", "house_id": world.place.rooms[0]}
    for name, relation in (("father", "02"), ("mother", "10"), ("daughter", "30")):
        found["household"] = people.add_to_household(world.worker, found[name], people.HouseholdPlace(relation, **place))  # type: ignore[arg-type]
    return found


def relations(world: World, household: UUID) -> dict[UUID, str]:
    card = queries.card(world.worker, household)
    return {line.person.id: line.relation for line in card.members} if card else {}


def test_when_the_head_goes_the_spouse_is_proposed_and_staff_confirms(world: World, family: dict[str, UUID]) -> None:
    assert queries.headless_count(world.worker) == 0
    people.move_out(world.worker, family["father"], date(2026, 10, 1), leaves_community=True)
    card = queries.card(world.worker, family["household"])
    assert card is not None
    assert card.proposed is not None
    assert (card.proposed.person.id, card.proposed.reason) == (family["mother"], "原户主的配偶")
    assert [line.id for line in queries.page(world.worker, headless=True)[0]] == [family["household"]]
    verbs.name_head(world.worker, family["household"], family["mother"])
    assert relations(world, family["household"]) == {family["mother"]: "02", family["daughter"]: "30"}
    assert queries.headless_count(world.worker) == 0


def test_a_head_who_died_leaves_the_place_free_and_stays_as_history(world: World, family: dict[str, UUID]) -> None:
    Person.objects.filter(pk=family["father"]).update(status=rules.DEAD)
    assert queries.headless_count(world.worker) == 1
    verbs.name_head(world.worker, family["household"], family["daughter"])
    assert relations(world, family["household"]) == {family["daughter"]: "02", family["mother"]: "50"}
    card = queries.card(world.worker, family["household"])
    assert card is not None
    assert [line.person.id for line in card.former] == [family["father"]]


def test_a_living_head_becomes_a_member(world: World, family: dict[str, UUID]) -> None:
    verbs.name_head(world.worker, family["household"], family["daughter"])
    assert relations(world, family["household"]) == {family["daughter"]: "02", family["father"]: "50", family["mother"]: "50"}
    with pytest.raises(NotNow):
        verbs.name_head(world.worker, family["household"], family["daughter"])
    with pytest.raises(Invalid):
        verbs.name_head(world.worker, family["household"], new_id())


def test_never_two_heads(world: World, family: dict[str, UUID]) -> None:
    other = somebody(world, 4, "李明")
    with pytest.raises(Conflict):
        verbs.add_member(world.worker, family["household"], other, "02")
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdMember.objects.create(region_id=world.place.id, household_id=family["household"], person_id=other, relation="02")


def test_a_person_stands_in_one_household_of_a_kind(world: World, family: dict[str, UUID]) -> None:
    second = somebody(world, 4, "李明")
    new = people.add_to_household(world.worker, second, people.HouseholdPlace("02", "hukou", "5102"))
    lived = people.add_to_household(world.worker, family["daughter"], people.HouseholdPlace("02", house_id=world.place.rooms[1]))
    verbs.add_member(world.worker, new, family["daughter"], "10")
    assert family["daughter"] not in relations(world, family["household"])
    assert relations(world, new)[family["daughter"]] == "10"
    assert relations(world, lived)[family["daughter"]] == "02", "the household that lives together is another matter"


def test_split_and_merge_keep_everybody(world: World, family: dict[str, UUID]) -> None:
    once = new_id()
    wanted = verbs.NewHousehold(((family["daughter"], "02"),), "5103")
    made = verbs.split_household(world.worker, family["household"], wanted, op_id=once)
    assert verbs.split_household(world.worker, family["household"], wanted, op_id=once).pk == made.pk
    assert relations(world, made.pk) == {family["daughter"]: "02"}
    assert set(relations(world, family["household"])) == {family["father"], family["mother"]}
    verbs.merge_households(world.worker, family["household"], made.pk)
    assert set(relations(world, family["household"])) == {family["father"], family["mother"], family["daughter"]}
    assert queries.card(world.worker, made.pk) is None
    assert Household.objects.get(pk=made.pk).ends_on is not None, "it stays as history"


@pytest.mark.parametrize("wrong", ["nobody", "all", "no head", "two heads", "stranger"])
def test_a_split_that_is_none_changes_nothing(world: World, family: dict[str, UUID], wrong: str) -> None:
    father, mother, daughter = family["father"], family["mother"], family["daughter"]
    chosen = {
        "nobody": (),
        "all": ((father, "02"), (mother, "10"), (daughter, "30")),
        "no head": ((daughter, "30"),),
        "two heads": ((mother, "02"), (daughter, "02")),
        "stranger": ((new_id(), "02"),),
    }[wrong]
    with pytest.raises(Invalid):
        verbs.split_household(world.worker, family["household"], verbs.NewHousehold(chosen))
    assert len(relations(world, family["household"])) == 3
    assert Household.objects.count() == 1


def test_a_taken_number_and_two_kinds_are_refused(world: World, family: dict[str, UUID]) -> None:
    with pytest.raises(Conflict):
        verbs.split_household(world.worker, family["household"], verbs.NewHousehold(((family["daughter"], "02"),), "5101"))
    lived = people.add_to_household(world.worker, family["daughter"], people.HouseholdPlace("02", house_id=world.place.rooms[1]))
    for other in (lived, family["household"]):
        with pytest.raises(Invalid):
            verbs.merge_households(world.worker, family["household"], other)


def _each(actor: Actor, family: dict[str, UUID]) -> list[object]:
    return [
        lambda: verbs.add_member(actor, family["household"], family["mother"], "10"),
        lambda: verbs.end_membership(actor, family["household"], family["mother"]),
        lambda: verbs.name_head(actor, family["household"], family["mother"]),
        lambda: verbs.split_household(actor, family["household"], verbs.NewHousehold(((family["mother"], "02"),))),
        lambda: verbs.merge_households(actor, family["household"], family["household"]),
    ]


def test_another_community_and_other_posts_change_nothing(world: World, family: dict[str, UUID]) -> None:
    for actor, refusal in ((worker(world.other_id), NotVisible), (worker(world.place.id, "town_officer"), NotPermitted)):
        with use_scope(actor):
            for verb in _each(actor, family):
                with pytest.raises(refusal):
                    verb()  # type: ignore[operator]
    with use_scope(worker(world.other_id)):
        assert queries.card(worker(world.other_id), family["household"]) is None
        assert not queries.page(worker(world.other_id))[0]
    assert len(relations(world, family["household"])) == 3


def test_who_leaves_is_proposed_for_no_more(world: World, family: dict[str, UUID]) -> None:
    verbs.end_membership(world.worker, family["household"], family["father"])
    with pytest.raises(NotNow):
        verbs.end_membership(world.worker, family["household"], family["father"])
    for name in ("mother", "daughter"):
        verbs.end_membership(world.worker, family["household"], family[name])
    assert queries.card(world.worker, family["household"]) is None, "an empty household has ended"


MEMBERS = st.lists(
    st.builds(
        households.Member,
        st.uuids(),
        st.sampled_from([code for code in rules.RELATIONS if code != rules.HEAD]),
        st.none() | st.dates(date(1920, 1, 1), TODAY),
    ),
    max_size=8,
    unique_by=lambda one: one.person_id,
)


@given(MEMBERS)
def test_the_proposal_is_the_spouse_or_the_eldest_adult(members: list[households.Member]) -> None:
    found = households.next_head(members, TODAY, 18)
    spouses = [one.person_id for one in members if one.relation == "10"]
    grown = {one.person_id: one.birth for one in members if one.birth and rules.age_on(one.birth, TODAY) >= 18}
    if spouses:
        assert found is not None
        assert found.person_id in spouses
    elif grown:
        assert found is not None
        assert grown[found.person_id] == min(grown.values())
    else:
        assert found is None


@given(st.sampled_from(list(rules.RELATIONS)), st.sampled_from(list(rules.RELATIONS)))
def test_nobody_becomes_a_second_head(new_head: str, member: str) -> None:
    after = households.relation_after(new_head, member)
    assert after in rules.RELATIONS
    assert after != rules.HEAD
