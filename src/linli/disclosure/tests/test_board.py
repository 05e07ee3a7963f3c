"""The board: who posts, what may not stand on it, taking down."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from linli.disclosure import operations, queries, rules
from linli.disclosure.operations import NewBulletin
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
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


PLAIN = "明天 8 点到 17 点停水，请提前存水。"
NUMBERS = [
    "找王某 50019919460512002X 领取物品",
    "找王某 500199 19460512 002X 领取物品",
    "找王某 ５００１９９１９４６０５１２００２Ｘ 领取物品",
    "有事请打 13800001234 联系",
    "有事请打 138 0000 1234 联系",
    "有事请打 138-00001234 联系",
    "有事请打 １３８００００１２３４ 联系",
    "有事请打 1 3 8 0 0 0 0 1 2 3 4 联系",
]


@pytest.mark.parametrize("text", NUMBERS)
@pytest.mark.parametrize("field", ["title", "text", "hours", "place", "signer"])
def test_numbers_of_people_never_stand_on_the_board(place: Region, field: str, text: str) -> None:
    said: dict[str, Any] = {"title": "寻物启事", "text": PLAIN} | {field: text}
    with pytest.raises(Invalid) as refused:
        operations.publish(head(place), NewBulletin(place.pk, **said))
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-13 - 2026-12-31 8:00 停水，有事打 023-6812 3456。",
        "2026.11.20-2026.12.5 施工，1、2、3、4、5、6、7、8、9、10 栋有声响。",
        "1 2 3 4 5 6 7 8 9 号楼停电，物业电话 68123456 68123457。",
    ],
)
def test_dates_buildings_and_the_offices_telephone_may_stand_there(place: Region, text: str) -> None:
    operations.publish(head(place), NewBulletin(place.pk, "停水通知", text))


def test_what_was_taken_down_is_read_by_those_who_post_only(place: Region, client: Client) -> None:
    secret = "东西在门卫室，找张师傅拿。"
    row = operations.publish(head(place), NewBulletin(place.pk, "寻物启事", secret, hours="8:00–17:00", place="门卫室"))
    assert secret in client.get(f"/notices/{row.pk}/").content.decode()
    operations.take_down(head(place), row.pk, why="写了不该写的")
    page = client.get(f"/notices/{row.pk}/").content.decode()
    assert "撤下了" in page
    assert row.title in page
    for gone in (secret, "门卫室", "8:00–17:00", "写了不该写的"):
        assert gone not in page


@pytest.mark.parametrize("why", ["", "短", "长" * 201])
def test_a_reason_is_a_sentence(place: Region, why: str) -> None:
    row = operations.publish(head(place), NewBulletin(place.pk, "停水通知", PLAIN))
    with pytest.raises(Invalid):
        operations.take_down(head(place), row.pk, why=why)
    operations.take_down(head(place), row.pk, why="长" * 200)


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
    who = head(place)
    first = operations.publish(who, notice, op_id=op_id)
    assert operations.publish(who, notice, op_id=op_id).pk == first.pk
    with pytest.raises(Conflict, match="还没有交"):
        operations.publish(who, replace(notice, title="停电通知"), op_id=op_id)


def test_what_is_wrong_is_said_field_by_field() -> None:
    wrong = rules.wrong_with(rules.Shown("短", "也短"), "?", date(2026, 1, 1), clock.today())
    assert set(wrong) == {"title", "text", "kind", "until"}
