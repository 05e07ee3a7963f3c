"""抽查: drawn by lot, the same for all in one week, without a word or a name of the requester (domain §10)."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import clock
from linli.requests.models import Request
from linli.requests.queries.sample import SPAN, drawn, sample
from linli.requests.tests.conftest import World, _actor
from linli.requests.tests.test_secrecy import VIOLENCE

MEMBER = ("committee_member", "阳若溪", "金竹社区居民委员会")


@given(st.lists(st.uuids(), unique=True, max_size=60), st.integers(0, 100), st.integers(0, 9))
def test_the_lot_draws_a_share_whatever_the_order(ids: list[UUID], percent: int, least: int) -> None:
    lot = drawn("2026-37", ids, percent, least)
    assert lot == drawn("2026-37", ids[::-1], percent, least)
    assert set(lot) <= set(ids)
    assert len(lot) == min(len(ids), max(least, -(-len(ids) * percent // 100)))


def test_another_week_draws_anew() -> None:
    ids = [UUID(int=number) for number in range(200)]
    assert drawn("2026-37", ids, 5, 5) != drawn("2026-38", ids, 5, 5)


def test_a_member_sees_how_it_went_and_not_who_said_what(world: World) -> None:
    member = _actor(*MEMBER, world.community, {world.community})
    answered = world.answered()
    world.working()
    found = sample(member)
    assert [row.id for row in found.rows] == [answered.pk]
    assert found.answered == 1
    said = repr(found)
    assert found.rows[0].place_label == answered.place_label
    Request.objects.filter(pk=answered.pk).update(sanshi="private")
    assert not sample(member).rows[0].place_label, "where a private matter is says whose it is"
    for kept in (answered.text, answered.title, world.resident.name, answered.reply):
        assert kept not in said


def test_nothing_of_others_nothing_restricted_nothing_old(world: World) -> None:
    world.answered()
    beyond = _actor(*MEMBER, world.neighbour, {world.neighbour})
    assert sample(beyond).rows == ()
    hit = world.file(VIOLENCE, "help")
    Request.objects.filter(pk=hit.pk).update(status="callback", reply="已到场。", finished_at=clock.now())
    member = _actor(*MEMBER, world.community, {world.community})
    assert hit.pk not in {row.id for row in sample(member).rows}
    with clock.frozen(clock.now() + SPAN + timedelta(days=1)):
        assert sample(member).answered == 0


def test_a_complaint_about_who_works_there_is_in_nobodys_lot(world: World) -> None:
    answered = world.answered()
    member = _actor(*MEMBER, world.community, {world.community})
    answered.against = "community"
    answered.save(update_fields=["against"])
    assert sample(member).rows == ()
