"""Registering, moving, reading: what the ledger lets whom do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible, TooMany
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope
from linli.people import contract as people
from linli.people.models import Household, HouseholdMember, Person, PersonPhone, Residence
from linli.people.operations import correct_phone, verify_id
from linli.people.tests.conftest import World
from linli.people.tests.factories import Community, community, id_number, resident, worker

PERSONAL = (Person, PersonPhone, Household, HouseholdMember, Residence)


@contextmanager
def elsewhere(world: World, role: str = "community_worker") -> Iterator[Actor]:
    """A worker of the other community, under their own scope."""
    other = worker(world.other_id, role)
    with use_scope(other):
        yield other


@pytest.fixture
def wang(world: World) -> UUID:
    return resident(world.worker, world.place)


def test_another_community_sees_nothing_of_a_person(world: World, wang: UUID) -> None:
    with elsewhere(world) as other:
        assert people.person_brief(wang) is None
        assert people.find_by_id(other, id_number(1)) is None
        assert people.home_of(wang) is None
        for model in PERSONAL:
            assert not model.objects.exists(), model
        with pytest.raises(NotVisible):
            people.reveal(other, wang, "phone", people.Why("contact"))
        with pytest.raises(NotVisible):
            people.move_out(other, wang, date(2026, 10, 1))


def test_a_resident_sees_only_their_own_row(world: World, wang: UUID) -> None:
    resident(world.worker, Community(world.place.id, world.place.compound_id, world.place.building_id, world.place.rooms[1:]), 2, "李明")
    neighbour = worker(world.place.id, "resident")
    me = Actor(user_id=new_id(), name="王秀英", unit="", door="resident", grants=neighbour.grants, person_id=wang)
    assert [person.pk for person in Person.objects.visible_to(me)] == [wang]
    assert people.own_name(me) == "王秀英"
    assert not Person.objects.visible_to(neighbour).exists()
    with pytest.raises(NotPermitted):
        people.reveal(me, wang, "phone", people.Why("contact"))


def test_one_number_one_person_in_the_whole_city(world: World, wang: UUID) -> None:
    with pytest.raises(Conflict, match="已经登记过"):
        resident(world.worker, world.place)
    with elsewhere(world) as other:
        place = community(other, world.other_id)
        with pytest.raises(Conflict, match="登记在别的社区"):
            resident(other, place)
    people.move_out(world.worker, wang, date(2026, 10, 1), leaves_community=True)
    with elsewhere(world) as other:
        there = resident(other, place)
        assert Person.objects.get(pk=there).previous_id == wang
    assert Person.objects.get(pk=wang).status == "moved"
    assert people.find_by_id(world.worker, id_number(1)) is None


def test_the_directory_answers_only_through_its_functions(world: World, wang: UUID) -> None:
    for table in ("people_identityindex", "people_identitylookup"):
        for verb in ("SELECT 1 FROM", "DELETE FROM"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"{verb} {table}")
    with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute("SELECT people_identity_limit(NULL, 'x', 1, 1)")


def test_every_question_to_the_directory_is_written_down(world: World, wang: UUID) -> None:
    people.find_by_id(world.worker, id_number(1))
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT purpose, asked, known FROM people_identitylookup WHERE actor_id = %s ORDER BY at", [world.worker.user_id])
        assert cursor.fetchall() == [("register", 1, 0), ("find", 1, 1)]


def test_an_account_is_bound_only_when_all_three_agree(world: World, wang: UUID) -> None:
    assert people.match_identity("王秀英", id_number(1).lower(), "100 0000 1201") == wang
    assert people.match_identity("王秀英", id_number(1), "10000001202") is None
    assert people.match_identity("王秀", id_number(1), "10000001201") is None
    assert people.match_identity("王秀英", id_number(2), "10000001201") is None
    with elsewhere(world, "resident"):
        assert people.match_with_region("王秀英", id_number(1), "10000001201") == (wang, world.place.id)


def test_a_value_is_shown_only_with_a_purpose_and_is_logged(world: World, wang: UUID) -> None:
    with pytest.raises(Invalid):
        people.reveal(world.worker, wang, "phone", people.Why(""))
    with pytest.raises(Invalid):
        people.reveal(world.worker, wang, "phone", people.Why("other", "x"))
    assert people.reveal(world.worker, wang, "phone", people.Why("matter", link="GX-0811-004")) == "10000001201"
    entry = LogEntry.objects.get(book=LogEntry.Book.READ)
    assert entry.subject_id == wang
    assert entry.payload is not None
    assert entry.payload["purpose"] == "办一件事"
    assert "10000001201" not in str(entry.payload)
    with pytest.raises(NotVisible):
        people.reveal(world.worker, wang, "id_number", people.Why("matter"))


def test_five_a_minute_and_fifty_a_day(world: World, wang: UUID) -> None:
    start = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    for number in range(50):
        with clock.frozen(start.replace(minute=number // 5, second=number % 5)):
            people.reveal(world.worker, wang, "name", people.Why("check"))
    with clock.frozen(start.replace(minute=30)), pytest.raises(TooMany):
        people.reveal(world.worker, wang, "name", people.Why("check"))
    with clock.frozen(start.replace(day=24)):
        for _ in range(5):
            people.reveal(world.worker, wang, "name", people.Why("check"))
        with pytest.raises(TooMany):
            verify_id(world.worker, wang, id_number(1))


def test_a_certificate_is_only_right_or_wrong(world: World, wang: UUID) -> None:
    assert verify_id(world.worker, wang, id_number(1).lower())
    assert not verify_id(world.worker, wang, id_number(2))
    with pytest.raises(Invalid):
        verify_id(world.worker, wang, "123")
    with pytest.raises(NotPermitted):
        verify_id(worker(world.place.id, "grid_worker"), wang, id_number(1))
    assert LogEntry.objects.filter(book=LogEntry.Book.READ, subject_id=wang).count() == 2


def test_a_new_main_residence_ends_the_old_one(world: World, wang: UUID) -> None:
    people.add_link(world.worker, wang, people.NewLink(world.place.rooms[1], "living", date(2026, 11, 1), main=True))
    stays = list(Residence.objects.standing().filter(person=wang).order_by("starts_on").values_list("main", "ends_on"))
    assert stays == [(True, date(2026, 11, 1)), (True, None)]
    home = people.home_of(wang)
    assert home is not None
    assert home.house.number == "502"
    with pytest.raises(Conflict):
        people.add_link(world.worker, wang, people.NewLink(world.place.rooms[1], "living"))
    people.move_out(world.worker, wang, date(2026, 11, 2))
    with pytest.raises(NotNow):
        people.move_out(world.worker, wang, date(2026, 11, 2))


def test_the_household_is_hidden_from_nobody_who_must_know_it(world: World, wang: UUID) -> None:
    li = resident(world.worker, world.place, 2, "李明")
    assert people.household_of(wang) == {li}
    assert set(people.residents_of(world.place.rooms[0])) == {wang, li}
    people.add_to_household(world.worker, wang, people.HouseholdPlace("02", house_id=world.place.rooms[0]))
    with pytest.raises(Conflict, match="已经有户主"):
        people.add_to_household(world.worker, li, people.HouseholdPlace("02", house_id=world.place.rooms[0]))


def test_a_corrected_phone_replaces_the_old_one(world: World, wang: UUID) -> None:
    old = PersonPhone.objects.get(person=wang)
    correct_phone(world.worker, wang, "100 0000 9999", replaces=old.pk)
    brief = people.person_brief(wang)
    assert brief is not None
    assert brief.masked_phone == "100****9999"
    with pytest.raises(Invalid, match="少了 1 位"):
        correct_phone(world.worker, wang, "1000000999")


def test_the_same_op_id_registers_once(world: World) -> None:
    op_id, new = new_id(), people.NewPerson(world.place.id, "周明", id_number=id_number(7))
    assert people.add_person(world.worker, new, op_id=op_id) == people.add_person(world.worker, new, op_id=op_id)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (id_number(1)[:17], "少了 1 位"),
        (id_number(1) + "1", "多了 1 位"),
        ("A" + id_number(1)[1:], "前 17 位要是数字"),
        ("509999194613400125", "校验码"),
    ],
)
def test_a_wrong_number_is_told_in_plain_words(number: str, words: str) -> None:
    assert words in people.check_id_number(number)
    assert number not in people.check_id_number(number)
