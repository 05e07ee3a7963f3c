"""Special groups: which post learns what, for how long, and that nothing is ever chosen by them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import clock, permissions
from linli.kernel.actor import Actor, Grant
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope
from linli.people import contract as people
from linli.people.models import PersonTag
from linli.people.queries.tags import TagCount, totals
from linli.people.rules import tags
from linli.people.tests.conftest import World
from linli.people.tests.factories import community, id_number, resident, worker

CHECK = people.Why("check")
POSTS = ("community_worker", "community_head", "town_officer", "grid_worker", "town_lead", "property", "resident", "care_provider")


def soon() -> date:
    return clock.today() + timedelta(days=90)


def put(actor: Actor, person: UUID, kind: str, **more: object) -> UUID:
    said = {"source": "区民政局 11 月名册", "expires_on": soon()} | more
    return people.put_tag(actor, person, kind, **said)  # type: ignore[arg-type]


@contextmanager
def post(world: World, role: str, region_id: UUID | None = None) -> Iterator[Actor]:
    actor = worker(region_id or world.place.id, role)
    with use_scope(actor):
        yield actor


def platform(world: World) -> Actor:
    """A job that enters what a department sent."""
    return Actor.system("比对", frozenset({"people.put_tag", "people.view", "people.withdraw_tag_batch"}), frozenset({world.place.id}))


@pytest.fixture
def wang(world: World) -> UUID:
    return resident(world.worker, world.place)


def labels(seen: list[people.TagSeen]) -> set[str]:
    return {one.label for one in seen}


def test_a_tag_is_entered_seen_and_withdrawn(world: World, wang: UUID) -> None:
    tag = put(world.worker, wang, "minimum")
    seen = people.tags_of(world.worker, wang, CHECK)
    assert labels(seen) == {"低保", "60 岁以上", "80 岁以上", "独居老人"}
    assert next(one for one in seen if one.id == tag).source == "区民政局 11 月名册"
    people.withdraw_tag(world.worker, tag, "名册里没有了")
    assert "低保" not in labels(people.tags_of(world.worker, wang, CHECK))
    assert PersonTag.objects.get(pk=tag).withdrawn_why == "名册里没有了", "it stays as history"
    with pytest.raises(NotNow):
        people.withdraw_tag(world.worker, tag, "再撤一次")


@pytest.mark.parametrize("role", POSTS)
@pytest.mark.parametrize("kind", tags.STORED)
def test_each_post_learns_what_the_matrix_says(world: World, wang: UUID, kind: str, role: str) -> None:
    with use_scope(platform(world)):
        put(platform(world), wang, kind, holder=new_id())
    sight = tags.SIGHT[tags.KINDS[kind].group].get(role, "")
    with post(world, role) as actor:
        if not actor.may("people.see_tags", world.place.id):
            with pytest.raises((NotPermitted, NotVisible)):
                people.tags_of(actor, wang, CHECK)
            return
        seen = labels(people.tags_of(actor, wang, CHECK)) - {"60 岁以上", "80 岁以上", "独居老人"}
    wanted = {tags.FULL: {tags.KINDS[kind].label}, tags.VISIT: {"需上门"}}.get(sight, set())
    assert seen == wanted, "named kinds stay with the named worker"


@pytest.mark.parametrize("role", POSTS)
@pytest.mark.parametrize("kind", tags.STORED)
def test_who_may_not_see_a_kind_may_not_enter_or_withdraw_it(world: World, wang: UUID, kind: str, role: str) -> None:
    with use_scope(platform(world)):
        standing = put(platform(world), wang, kind, holder=new_id(), batch=new_id())
    with post(world, role) as actor:
        may = "people.put_tag" in permissions.of_role(role) and tags.sight([role], kind) in {tags.FULL, tags.NAMED}
        if may:
            put(actor, wang, kind)
        else:
            with pytest.raises((NotPermitted, NotVisible)):
                put(actor, wang, kind)
        if tags.sight([role], kind) != tags.FULL or not may:
            with pytest.raises((NotPermitted, NotVisible)):
                people.withdraw_tag(actor, standing, "不该我撤")
    assert PersonTag.objects.filter(withdrawn_at=None).count() == (2 if may else 1)


def test_a_named_kind_is_the_named_workers_only(world: World, wang: UUID) -> None:
    put(world.worker, wang, "lost_only_child")
    assert "计生特殊家庭" in labels(people.tags_of(world.worker, wang, CHECK))
    for role in ("community_worker", "community_head", "town_officer"):
        with post(world, role) as other:
            assert "计生特殊家庭" not in labels(people.tags_of(other, wang, CHECK))
    job = replace(platform(world), user_id=None)
    with use_scope(job), pytest.raises(Invalid) as refused:
        put(job, wang, "lost_only_child")
    assert "holder" in refused.value.fields


def test_grid_workers_hear_once_that_somebody_should_call(world: World, wang: UUID) -> None:
    put(world.worker, wang, "minimum")
    put(world.worker, wang, "disability")
    with post(world, "grid_worker") as grid:
        seen = people.tags_of(grid, wang, CHECK)
    call = next(one for one in seen if one.label == "需上门")
    assert [one.label for one in seen].count("需上门") == 1
    assert (call.source, call.expires_on, call.id) == ("", None, None)


def test_another_community_finds_nobody(world: World, wang: UUID) -> None:
    tag = put(world.worker, wang, "minimum")
    with post(world, "community_worker", world.other_id) as other:
        for refused in (
            lambda: people.tags_of(other, wang, CHECK),
            lambda: put(other, wang, "minimum"),
            lambda: people.withdraw_tag(other, tag, "x"),
            lambda: people.counts(other, [world.place.id]),
        ):
            with pytest.raises(NotVisible):
                refused()
        assert not PersonTag.objects.exists()
        assert people.has_tags([wang]) == frozenset()


def test_every_look_is_written_down_with_its_purpose(world: World, wang: UUID) -> None:
    with pytest.raises(Invalid):
        people.tags_of(world.worker, wang, people.Why(""))
    assert not LogEntry.objects.filter(book=LogEntry.Book.READ).exists()
    people.tags_of(world.worker, wang, people.Why("matter", link="GX-1"))
    entry = LogEntry.objects.get(book=LogEntry.Book.READ)
    assert entry.payload is not None
    assert (entry.subject_id, entry.payload["fields"], entry.payload["purpose"]) == (wang, ["特殊群体"], "办一件事")


def test_the_log_of_changes_names_no_kind(world: World, wang: UUID) -> None:
    tag = put(world.worker, wang, "minimum")
    entry = LogEntry.objects.get(object_id=tag)
    assert "minimum" not in str(entry.payload)
    assert "低保" not in str(entry.payload)
    assert "minimum" not in str(PersonTag.objects.values().get(pk=tag)["kind"])


def test_the_same_id_enters_once(world: World, wang: UUID) -> None:
    once = new_id()
    assert put(world.worker, wang, "minimum", op_id=once) == put(world.worker, wang, "minimum", op_id=once)
    assert PersonTag.objects.count() == 1


def test_the_same_kind_again_is_a_renewal(world: World, wang: UUID) -> None:
    put(world.worker, wang, "minimum")
    put(world.worker, wang, "minimum", expires_on=soon() + timedelta(days=30))
    seen = [one for one in people.tags_of(world.worker, wang, CHECK) if one.label == "低保"]
    assert [one.expires_on for one in seen] == [soon() + timedelta(days=30)]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"expires_on": date(2020, 1, 1)}, "expires_on"),
        ({"expires_on": date(2099, 1, 1)}, "expires_on"),
        ({"source": ""}, "source"),
        ({"source": "本人 13800001234 说的"}, "source"),
        ({"basis": "听说"}, "basis"),
    ],
)
def test_a_tag_needs_source_basis_and_an_end(world: World, wang: UUID, more: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        put(world.worker, wang, "minimum", **more)
    assert field in refused.value.fields
    assert not PersonTag.objects.exists()


@pytest.mark.parametrize("kind", ["精神障碍", "吸毒", "社区矫正", "刑释", "艾滋", "age60", "随便写的"])
def test_there_are_no_other_kinds(world: World, wang: UUID, kind: str) -> None:
    with pytest.raises(Invalid):
        put(world.worker, wang, kind)
    with pytest.raises(Invalid, match="不登记"):
        put(world.worker, wang, "minimum", source="社区矫正名册")


def test_a_tag_ends_by_itself(world: World, wang: UUID) -> None:
    put(world.worker, wang, "minimum")
    assert people.has_tags([wang]) == {wang}
    with clock.frozen(clock.now() + timedelta(days=91)):
        assert "低保" not in labels(people.tags_of(world.worker, wang, CHECK))
        assert people.has_tags([wang]) == frozenset()
    people.move_out(world.worker, wang, clock.today(), leaves_community=True)
    assert people.has_tags([wang]) == frozenset()
    with pytest.raises(NotNow):
        put(world.worker, wang, "disability")


def test_a_batch_goes_as_one_and_leaves_what_others_said(world: World, wang: UUID) -> None:
    batch, job = new_id(), platform(world)
    mine = put(world.worker, wang, "minimum")
    with use_scope(job):
        put(job, wang, "minimum", batch=batch)
        put(job, wang, "disability", batch=batch)
        with pytest.raises(Invalid):
            people.withdraw_batch(job, batch, " ")
    with post(world, "community_worker", world.other_id) as other:
        assert people.withdraw_batch(other, batch, "传错了") == 0
    with pytest.raises(NotPermitted):
        people.withdraw_batch(world.worker, batch, "传错了")
    with use_scope(job):
        assert people.withdraw_batch(job, batch, "传错了") == 2
        assert people.withdraw_batch(job, batch, "传错了") == 0
    assert list(PersonTag.objects.filter(withdrawn_at=None).values_list("pk", flat=True)) == [mine]


def test_small_numbers_are_hidden_outside_the_own_community(world: World, wang: UUID) -> None:
    put(world.worker, wang, "minimum")
    own = {one.kind: one for one in people.counts(world.worker, [world.place.id])}
    assert (own["minimum"].number, own["minimum"].shown, own["age80"].shown) == (1, "1", "1")
    with post(world, "town_officer") as town:
        seen = {one.kind: one for one in people.counts(town, [world.place.id])}
    assert (seen["minimum"].number, seen["minimum"].shown, seen["veteran"].shown) == (None, "<5", "0")
    with post(world, "grid_worker") as grid, pytest.raises(NotPermitted):
        people.counts(grid, [world.place.id])


def test_five_may_be_told(world: World) -> None:
    place = community(world.worker, world.place.id) if not world.place.rooms else world.place
    for order in range(1, 6):
        new = people.NewPerson(place.id, "李明", id_number=id_number(order))
        put(world.worker, people.add_person(world.worker, new), "minimum")
    with post(world, "town_officer") as town:
        shown = {one.kind: one.shown for one in people.counts(town, [place.id])}
    assert shown["minimum"] == "5"


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_a_sum_never_gives_a_hidden_number_away(numbers: list[int]) -> None:
    lines = []
    for number in numbers:
        shown = tags.shown(number, own=False, least=5)
        lines.append(TagCount(new_id(), "minimum", "低保", number if shown.isdigit() else None, shown))
    hidden = any(0 < number < 5 for number in numbers)
    assert totals(lines)["minimum"] == ("不合计" if hidden else str(sum(numbers)))


@given(st.sampled_from(tags.STORED), st.sets(st.sampled_from(POSTS)))
def test_more_posts_never_see_less(kind: str, roles: set[str]) -> None:
    order = ["", tags.VISIT, tags.NAMED, tags.FULL]
    widest = max((order.index(tags.sight([role], kind)) for role in roles), default=0)
    assert order.index(tags.sight(roles, kind)) == widest


def test_a_post_elsewhere_opens_nothing_here(world: World, wang: UUID) -> None:
    """The roles that count are those of posts covering the person's community."""
    put(world.worker, wang, "minimum")
    here = worker(world.place.id, "grid_worker").grants[0]
    there = worker(world.other_id, "community_worker").grants[0]
    both = Actor(user_id=new_id(), name="兼岗", unit="", door="desk", grants=(here, Grant(**vars(there))))
    with use_scope(both):
        assert labels(people.tags_of(both, wang, CHECK)) & {"低保", "需上门"} == {"需上门"}


def test_tags_are_read_in_few_places_only() -> None:
    """One shows a person's behind a purpose, one counts, a merge carries them along, and the checks ask how soon somebody wants a visit.

    A list, map or export that chose by tag would have to read them.
    """
    source = Path(__file__).resolve().parents[2]
    readers = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if not {"tests", "migrations", "models"} & set(path.parts)
        and re.search(r"PersonTag|kind_index|person_?tag|\.tags\.|tags__", path.read_text())
    }
    assert readers - {"people/contract.py"} == {
        "people/operations/tags.py",
        "people/operations/merging.py",
        "people/queries/tags.py",
        "people/queries/checks.py",
    }
