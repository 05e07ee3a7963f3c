"""一数一源: who may write which field, whose word stands, and the way of a dispute."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope
from linli.people import contract as people
from linli.people.models import Dispute, Person
from linli.people.operations import facts
from linli.people.queries.facts import suggested_class
from linli.people.rules import lists
from linli.people.tests.conftest import World
from linli.people.tests.factories import resident, worker

SAID = date(2026, 11, 1)


@pytest.fixture
def wang(world: World) -> UUID:
    return resident(world.worker, world.place)


def person(pk: UUID) -> Person:
    return Person.objects.get(pk=pk)


def take(world: World, pk: UUID, field: str = "marriage", value: str = "20", authority: str = "民政", on: date = SAID) -> bool:
    platform = Actor.system("共享", frozenset({"people.view", "people.take_from_source"}), frozenset({world.place.id}))
    with use_scope(platform):
        return people.take_from_source(platform, pk, people.Word(field, value, authority, on))


def test_the_community_writes_what_it_knows(world: World, wang: UUID) -> None:
    once, values = new_id(), {"marriage": "30", "job": "退休", "ethnicity": "土家", "language": "large", "employer": ""}
    for _ in range(2):
        facts.correct_person(world.worker, wang, values, version=1, op_id=once)
    row = person(wang)
    assert (row.marriage, row.job, row.ethnicity, row.language, row.version) == ("30", "退休", "土家族", "large", 2)
    assert row.sources["job"][0] == "罗一禾登记"
    with pytest.raises(Conflict):
        facts.correct_person(world.worker, wang, {"job": "务农"}, version=1)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("marriage", "99"), ("education", "博士后"), ("political", "14"), ("ethnicity", "火星族"), ("residence_class", "here"),
        ("job", "刑满释放人员"), ("employer", "电话 13800001234"), ("sex", "1"), ("birth", "1950-01-01"), ("job", "长" * 61),
    ],
)  # fmt: skip
def test_what_no_list_knows_is_refused_and_nothing_is_half_done(world: World, wang: UUID, field: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        facts.correct_person(world.worker, wang, {field: text, "language": "sign"}, version=1)
    assert field in refused.value.fields
    assert (person(wang).language, person(wang).version) == ("", 1)


def test_a_departments_word_is_not_overwritten_only_disputed(world: World, wang: UUID) -> None:
    facts.correct_person(world.worker, wang, {"marriage": "10"}, version=1)
    assert take(world, wang)
    assert person(wang).marriage == "20"
    with pytest.raises(Invalid) as refused:
        facts.correct_person(world.worker, wang, {"marriage": "40"}, version=person(wang).version)
    assert "疑义" in refused.value.fields["marriage"][0]
    row = facts.dispute(world.worker, wang, "marriage", "40", "看了离婚证原件")
    assert "40" not in str(Dispute.objects.values().get(pk=row.pk)["says"])
    with pytest.raises(Conflict):
        facts.dispute(world.worker, wang, "marriage", "30", "又一次")
    assert person(wang).marriage == "20", "nothing changes before the answer"
    town = worker(world.place.id, "town_officer")
    with use_scope(town):
        with pytest.raises(Invalid):
            facts.answer_dispute(town, row.pk, right=True, answer=" ")
        facts.answer_dispute(town, row.pk, right=True, answer="民政局已更正")
        with pytest.raises(NotNow):
            facts.answer_dispute(town, row.pk, right=False, answer="再答")
    assert person(wang).marriage == "40"
    assert person(wang).sources["marriage"][2] == "民政"


def test_an_answer_may_be_no(world: World, wang: UUID) -> None:
    take(world, wang)
    row = facts.dispute(world.worker, wang, "marriage", "40", "邻居说的")
    town = worker(world.place.id, "town_officer")
    with use_scope(town):
        facts.answer_dispute(town, row.pk, right=False, answer="系统里没有离婚登记")
    assert person(wang).marriage == "20"
    facts.dispute(world.worker, wang, "marriage", "40", "现在看了离婚证")


def test_one_may_not_dispute_what_one_may_write(world: World, wang: UUID) -> None:
    with pytest.raises(NotNow):
        facts.dispute(world.worker, wang, "job", "务农", "他自己说的")
    with pytest.raises(Invalid):
        facts.dispute(world.worker, wang, "id_number", "x", "y")


def test_an_older_or_lower_word_does_not_win(world: World, wang: UUID) -> None:
    assert take(world, wang)
    assert not take(world, wang, value="10", on=SAID - timedelta(days=1))
    assert not take(world, wang, value="10", authority="教育", on=SAID + timedelta(days=9))
    assert take(world, wang, value="30", on=SAID + timedelta(days=1))
    assert person(wang).marriage == "30"
    with pytest.raises(Invalid):
        take(world, wang, authority="邻居")


def test_the_log_tells_that_a_field_changed_and_not_what(world: World, wang: UUID) -> None:
    facts.correct_person(world.worker, wang, {"marriage": "40", "employer": "某某公司"}, version=1)
    entry = LogEntry.objects.filter(operation="people.correct_person").get()
    assert "某某公司" not in str(entry.payload)
    assert "40" not in str((entry.payload or {}).get("changes"))


def _each(world: World, wang: UUID, row: UUID) -> list[Callable[[Actor], object]]:
    return [
        lambda actor: facts.correct_person(actor, wang, {"job": "务农"}, version=1),
        lambda actor: facts.dispute(actor, wang, "marriage", "40", "看了证"),
        lambda actor: facts.answer_dispute(actor, row, right=True, answer="好"),
        lambda actor: people.take_from_source(actor, wang, people.Word("marriage", "10", "民政", SAID)),
    ]


@pytest.mark.parametrize("number", range(4))
def test_outsiders_and_other_posts_change_nothing(world: World, wang: UUID, number: int) -> None:
    take(world, wang)
    row = facts.dispute(world.worker, wang, "marriage", "40", "看了证").pk
    for actor, refusal in ((worker(world.other_id), NotVisible), (worker(world.place.id, "grid_worker"), NotPermitted)):
        with use_scope(actor), pytest.raises(refusal):
            _each(world, wang, row)[number](actor)
    assert (person(wang).marriage, person(wang).job, Dispute.objects.get().state) == ("20", "", "open")


def test_more_is_shown_behind_a_purpose(world: World, wang: UUID) -> None:
    facts.correct_person(world.worker, wang, {"marriage": "30", "education": "70"}, version=1)
    with pytest.raises(Invalid):
        people.reveal(world.worker, wang, "more", people.Why(""))
    assert people.reveal(world.worker, wang, "more", people.Why("check")) == "婚姻：丧偶；文化程度：初中"


def test_the_class_follows_from_the_links(world: World, wang: UUID) -> None:
    assert suggested_class(person(wang)) == "常住流入"
    people.add_link(world.worker, wang, people.NewLink(world.place.rooms[0], "hukou"))
    assert suggested_class(person(wang)) == "户籍常住"
    people.move_out(world.worker, wang, date(2026, 11, 1))
    assert suggested_class(person(wang)) == "空挂户"


@pytest.mark.parametrize(
    ("since", "wanted"),
    [(date(2026, 5, 30), "inflow"), (date(2026, 5, 31), "short"), (date(2026, 11, 30), "short"), (None, "")],
)
def test_half_a_year_makes_a_resident(since: date | None, wanted: str) -> None:
    found = lists.residence_class(hukou=False, lives=True, house=False, since=since, day=date(2026, 11, 30), months=6)
    assert found == wanted


def test_the_lists_are_the_standards() -> None:
    assert len(lists.ETHNICITIES) == 58
    assert (lists.ETHNICITIES["01"], lists.ETHNICITIES["15"], lists.ETHNICITIES["56"]) == ("汉族", "土家族", "基诺族")
    for code, label in lists.ETHNICITIES.items():
        assert lists.ethnicity_of(code) == lists.ethnicity_of(label) == label


SAIDS = st.builds(lists.Said, st.just("x"), st.dates(date(2020, 1, 1), SAID), st.sampled_from(["", *sorted(lists.AUTHORITIES)]))


@given(st.sampled_from(list(lists.FIELDS)), SAIDS, SAIDS)
def test_of_two_words_at_least_one_wins_and_the_owner_is_never_beaten_by_others(field: str, one: lists.Said, other: lists.Said) -> None:
    assert lists.wins(field, one, other) or lists.wins(field, other, one)
    owner = lists.FIELDS[field].owner
    if one.authority == owner and other.authority != owner:
        assert not lists.wins(field, other, one)


def test_every_field_of_the_rules_is_a_column() -> None:
    columns = {column.name for column in Person._meta.get_fields()}
    assert set(lists.FIELDS) <= columns
