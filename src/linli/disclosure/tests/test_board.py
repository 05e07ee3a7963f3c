"""The board: who posts, what may not stand on it, taking down."""

from datetime import date

import pytest

from linli.disclosure import operations, queries, rules
from linli.disclosure.operations import NewBulletin
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.regions.models import Region

pytestmark = pytest.mark.django_db
VERBS = frozenset({"disclosure.publish", "disclosure.take_down"})


@pytest.fixture
def place() -> Region:
    return Region.objects.create(name="桂溪社区", level="community", valid_from=date(2023, 7, 1))


def head(place: Region, permissions: frozenset[str] = VERBS) -> Actor:
    return Actor.system("书记", permissions, frozenset({place.pk}), door="desk")


def test_a_notice_hangs_until_it_is_taken_down(place: Region) -> None:
    row = operations.publish(head(place), NewBulletin(place.pk, "停水通知", "明天 8 点到 17 点停水，请提前存水。"))
    assert list(queries.board(place.pk)) == [row]
    operations.take_down(head(place), row.pk, why="日期写错了")
    assert not queries.board(place.pk).exists()
    assert LogEntry.objects.filter(object_id=row.pk).count() == 2
    with pytest.raises(NotNow):
        operations.take_down(head(place), row.pk, why="再撤一次")


@pytest.mark.parametrize("text", ["找王某 50019919460512002X 领取物品", "有事请打 13800001234 联系"])
def test_numbers_of_people_never_stand_on_the_board(place: Region, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        operations.publish(head(place), NewBulletin(place.pk, "寻物启事", text))
    assert "text" in refused.value.fields


def test_others_may_not_post_here(place: Region) -> None:
    notice = NewBulletin(place.pk, "停水通知", "明天 8 点到 17 点停水，请提前存水。")
    with pytest.raises(NotPermitted):
        operations.publish(head(place, frozenset()), notice)
    elsewhere = Actor.system("别处", VERBS, frozenset({new_id()}), door="desk")
    with pytest.raises(NotVisible):
        operations.publish(elsewhere, notice)
    with pytest.raises(NotVisible):
        operations.take_down(head(place), new_id(), why="没有这张")


def test_the_same_op_id_posts_once(place: Region) -> None:
    op_id, notice = new_id(), NewBulletin(place.pk, "停水通知", "明天 8 点到 17 点停水，请提前存水。")
    first = operations.publish(head(place), notice, op_id=op_id)
    assert operations.publish(head(place), notice, op_id=op_id).pk == first.pk


def test_what_is_wrong_is_said_field_by_field() -> None:
    wrong = rules.wrong_with("短", "也短", "?", date(2026, 1, 1), clock.today())
    assert set(wrong) == {"title", "text", "kind", "until"}
