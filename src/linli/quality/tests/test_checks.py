"""Every check finds what it is for and nothing else; findings open, close and are excused; scores follow."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from linli.kernel import clock
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.people import contract as people
from linli.people.models import HouseholdMember, Person, PersonPhone, Residence
from linli.people.tests.factories import resident, worker
from linli.places.models import Building, House
from linli.quality import operations, queries, rules
from linli.quality.models import Finding, Score
from linli.quality.tests.conftest import World


def check(world: World, on: date | None = None) -> Score:
    return operations.check_community(world.worker, world.place.id, on=on)


def codes(subject: UUID) -> set[str]:
    return set(Finding.objects.filter(subject_id=subject, state=rules.OPEN).values_list("check_code", flat=True))


def sound(world: World) -> UUID:
    """A resident in whom no check finds anything."""
    pk = resident(world.worker, world.place)
    Person.objects.filter(pk=pk).update(residence_class="resident")
    House.objects.filter(pk=world.place.rooms[0]).update(state="owner", checked_on=clock.today())
    House.objects.filter(pk=world.place.rooms[1]).update(state="vacant", checked_on=clock.today())
    Building.objects.update(address="弹子石正街 3 号")
    return pk


def test_a_sound_ledger_has_no_finding(world: World) -> None:
    person = sound(world)
    score = check(world)
    assert codes(person) == codes(world.place.rooms[0]) == codes(world.place.rooms[1]) == set()
    assert (score.tenths, score.open, score.people, score.houses, score.stale) == (1000, 0, 1, 2, 0)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("person_birth", {"birth": None}),
        ("person_sex", {"sex": "0"}),
        ("person_class", {"residence_class": "unknown"}),
        ("person_paper", {"id_type": "000"}),
        ("person_age", {"birth": date(1900, 1, 2)}),
        ("child_alone", {"birth": date(2020, 1, 2)}),
        ("person_due", {"verified_on": None}),
        ("dead_linked", {"status": "dead"}),
        ("moved_linked", {"status": "moved"}),
    ],
)
def test_a_fact_of_a_person(world: World, code: str, change: dict[str, object]) -> None:
    person = sound(world)
    Person.objects.filter(pk=person).update(**change)
    check(world)
    assert codes(person) == {code}
    assert Finding.objects.get(subject_id=person).due_on == rules.due_on(clock.today(), rules.CHECKS[code].level)


def test_nobody_can_call_or_find_them(world: World) -> None:
    person = sound(world)
    PersonPhone.objects.all().update(ended_on=clock.today())
    Residence.objects.all().update(ends_on=clock.today(), main=False)
    check(world)
    assert codes(person) == {"person_phone", "person_home"}
    assert codes(world.place.rooms[0]) == {"house_linked"}


@pytest.mark.parametrize(("code", "state"), [("house_state", "unknown"), ("vacant_lived", "vacant"), ("rented_empty", "rented")])
def test_a_state_of_a_house(world: World, code: str, state: str) -> None:
    sound(world)
    House.objects.filter(pk=world.place.rooms[0]).update(state=state)
    check(world)
    assert codes(world.place.rooms[0]) == {code}


def test_a_tenant_makes_a_rented_house_right(world: World) -> None:
    sound(world)
    House.objects.filter(pk=world.place.rooms[0]).update(state="rented")
    Residence.objects.all().update(kind="tenant")
    check(world)
    assert codes(world.place.rooms[0]) == set()


def test_a_child_with_an_adult_is_not_alone(world: World) -> None:
    sound(world)
    child = resident(world.worker, world.place, order=3, name="王小满")
    Person.objects.filter(pk=child).update(birth=date(2020, 1, 2), residence_class="resident")
    check(world)
    assert codes(child) == set()


def test_households(world: World) -> None:
    person = sound(world)
    place = people.HouseholdPlace("02", house_id=world.place.rooms[0])
    household = people.add_to_household(world.worker, person, place)
    child = resident(world.worker, world.place, order=3, name="王小满")
    Person.objects.filter(pk=child).update(birth=date(1955, 1, 2), residence_class="resident")
    people.add_to_household(world.worker, child, people.HouseholdPlace("20", house_id=world.place.rooms[0]))
    check(world)
    assert codes(child) == {"parent_age"}
    HouseholdMember.objects.filter(person=person).update(ends_on=clock.today())
    check(world)
    assert codes(household) == {"household_head"}


def test_key_groups_and_tenants_are_due_sooner(world: World) -> None:
    person = sound(world)
    Person.objects.filter(pk=person).update(verified_on=clock.today() - timedelta(days=120))
    assert check(world).stale == 0
    assert codes(person) == set()
    House.objects.filter(pk=world.place.rooms[0]).update(state="rented")
    check(world)
    assert "person_due" in codes(person)
    assert check(world).stale == 0
    Person.objects.filter(pk=person).update(verified_on=clock.today() - timedelta(days=200))
    assert check(world).stale == 1


def test_what_is_mended_closes_and_comes_back_as_new(world: World) -> None:
    person = sound(world)
    Person.objects.filter(pk=person).update(sex="0")
    first = check(world)
    assert first.tenths < 1000
    Person.objects.filter(pk=person).update(sex="2")
    assert check(world, clock.today() + timedelta(days=1)).tenths == 1000
    closed = Finding.objects.get(subject_id=person)
    assert (closed.state, closed.closed_on) == (rules.FIXED, clock.today() + timedelta(days=1))
    Person.objects.filter(pk=person).update(sex="0")
    check(world, clock.today() + timedelta(days=2))
    assert Finding.objects.filter(subject_id=person).count() == 2


def test_twice_a_day_is_one_score_and_no_double(world: World) -> None:
    person = sound(world)
    Person.objects.filter(pk=person).update(sex="0")
    assert check(world).pk == check(world).pk
    assert Finding.objects.filter(subject_id=person).count() == 1


class TestExcuse:
    def open_one(self, world: World) -> Finding:
        person = sound(world)
        Person.objects.filter(pk=person).update(sex="0")
        check(world)
        return Finding.objects.get(subject_id=person)

    def test_a_reason_takes_it_out_of_the_score_until_it_is_emptied(self, world: World) -> None:
        finding = self.open_one(world)
        excused = operations.excuse(world.worker, finding.pk, "本人不愿意说", version=1)
        assert (excused.state, excused.by_name) == (rules.EXCUSED, world.worker.name)
        assert check(world).tenths == 1000
        operations.excuse(world.worker, finding.pk, "", version=2)
        assert check(world).tenths < 1000

    def test_refusals(self, world: World) -> None:
        finding = self.open_one(world)
        for why in ("不改", "他吸毒，别去问他"):
            with pytest.raises(Invalid):
                operations.excuse(world.worker, finding.pk, why, version=1)
        with pytest.raises(Conflict):
            operations.excuse(world.worker, finding.pk, "本人不愿意说", version=9)
        with pytest.raises(NotVisible):
            operations.excuse(world.worker, uuid4(), "本人不愿意说", version=1)
        with pytest.raises(NotPermitted):
            operations.excuse(worker(world.place.id, "town_officer"), finding.pk, "本人不愿意说", version=1)
        Finding.objects.filter(pk=finding.pk).update(state=rules.FIXED, closed_on=clock.today())
        with pytest.raises(NotNow):
            operations.excuse(world.worker, finding.pk, "本人不愿意说", version=1)

    def test_the_same_twice_is_once(self, world: World) -> None:
        finding, op_id = self.open_one(world), uuid4()
        for _ in range(2):
            done = operations.excuse(world.worker, finding.pk, "本人不愿意说", version=1, op_id=op_id)
        assert done.version == 2


def test_another_community_is_not_checked(world: World) -> None:
    with pytest.raises(NotVisible):
        operations.check_community(world.worker, world.other_id)
    assert not Score.objects.exists()


def test_lists_page_by_page_in_order_of_days(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sound(world)
    for order in range(4, 9):
        person = resident(world.worker, world.place, order=order, name="李四")
        Person.objects.filter(pk=person).update(sex="0", birth=None)
    check(world)
    monkeypatch.setattr(queries, "PAGE", 3)
    got: list[UUID] = []
    after = None
    while True:
        rows = queries.findings(world.worker, world.place.id, queries.Wanted(after=after))
        got += [row.id for row in rows[:3]]
        if len(rows) <= 3:
            break
        after = (rows[2].due_on, rows[2].id)
    assert len(got) == len(set(got)) == Finding.objects.filter(state=rules.OPEN).count()
    assert all("李四" not in row.subject for row in rows)
