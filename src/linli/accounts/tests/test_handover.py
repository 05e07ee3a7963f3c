"""交接: nobody leaves with things in hand unseen, and what is moved is moved by its own context."""

import pytest
from pytest_django import Settings

from linli.accounts.models import Grant
from linli.accounts.operations import posts, staff_accounts
from linli.accounts.operations.handing_over import hand_over
from linli.accounts.queries import handover
from linli.accounts.tests.conftest import City, Person
from linli.accounts.tests.test_user_pages import signed_in
from linli.imports import operations as imports
from linli.imports.models import ImportBatch
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.handover import open_items
from linli.kernel.models import LogEntry

LEDGER = "小区,幢,单元,房号,姓名,证件号码,电话\n桂苑,3,2,501,王三,,\n".encode()


def grant_of(person: Person) -> Grant:
    return Grant.objects.get(user_id=person.user_id)


@pytest.fixture
def batch(city: City) -> ImportBatch:
    """A ledger that the worker has uploaded and not finished."""
    return imports.upload(city.worker.actor, "people.ledger", city.community, "金竹台账.csv", LEDGER)


def test_a_post_is_taken_back_after_the_hand_over(city: City, batch: ImportBatch) -> None:
    follower = city.hire(city.head.actor, "community_worker", city.community, "田青", "tian.qing")
    with pytest.raises(NotNow, match="1 件") as refused:
        posts.revoke(city.head.actor, grant_of(city.worker).pk, "调走了，到新单位")
    assert refused.value.reason == "not_handed_over"
    (item,) = handover.of_post(city.head.actor, grant_of(city.worker))
    assert hand_over(city.head.actor, city.worker.user_id, [item.key], grant_of(follower).pk) == 1
    batch.refresh_from_db()
    assert (batch.uploaded_by, batch.uploader) == (follower.user_id, "田青")
    written = LogEntry.objects.filter(operation__in=["accounts.hand_over", "imports.hand_over"])
    assert {line.actor_id for line in written} == {city.head.user_id}
    assert written.count() == 2
    assert posts.revoke(city.head.actor, grant_of(city.worker).pk, "调走了，到新单位").revoked_at


def test_refusals(city: City, batch: ImportBatch) -> None:
    grid = city.hire(city.head.actor, "grid_worker", city.community, "田青", "tian.qing")
    far = city.hire(city.town_lead.actor, "community_head", city.neighbour, "石文", "shi.wen")
    (item,) = open_items(city.head.actor, [city.worker.user_id])
    worker = city.worker.user_id
    for giver, keys, to, refusal in (
        (city.head.actor, [], grant_of(grid).pk, Invalid),
        (city.head.actor, [item.key], None, Invalid),
        (city.head.actor, [item.key], grant_of(city.worker).pk, Invalid),
        (city.head.actor, [item.key], grant_of(grid).pk, Invalid),  # keeps no ledger
        (city.town_lead.actor, [item.key], grant_of(far).pk, Invalid),  # does not cover the place
        (city.other_lead.actor, [item.key], grant_of(grid).pk, NotVisible),
        (grid.actor, [item.key], grant_of(grid).pk, NotVisible),
    ):
        with pytest.raises((refusal, NotPermitted)) as refused:
            hand_over(giver, worker, keys, to)
        assert isinstance(refused.value, refusal)
    batch.refresh_from_db()
    assert batch.uploaded_by == worker


def test_what_a_closed_account_holds_is_shown_until_it_is_handed_over(city: City, batch: ImportBatch) -> None:
    assert handover.left_behind(city.head.actor) == []
    posts.revoke(city.head.actor, grant_of(city.worker).pk, "调走了，到新单位", leave_open=True)
    (left,) = handover.left_behind(city.head.actor)
    assert (left.user.pk, len(left.items)) == (city.worker.user_id, 1)
    assert handover.left_behind(city.other_lead.actor) == []
    hand_over(city.town_lead.actor, city.worker.user_id, [left.items[0].key], grant_of(city.head).pk)
    assert handover.left_behind(city.head.actor) == []


def test_a_stopped_account_counts_as_left_behind(city: City, batch: ImportBatch) -> None:
    staff_accounts.disable(city.head.actor, city.worker.user_id, "离岗，账号停用")
    assert [one.user.pk for one in handover.left_behind(city.head.actor)] == [city.worker.user_id]


def test_pages(city: City, batch: ImportBatch, settings: Settings) -> None:
    client = signed_in(city, settings, "community_head")
    posts.revoke(city.head.actor, grant_of(city.worker).pk, "调走了，到新单位", leave_open=True)
    assert "手上还有没办完的" in client.get("/admin-users/").content.decode()
    assert "金竹台账.csv" in client.get("/admin-users/left-behind/").content.decode()
    address = f"/admin-users/{city.worker.user_id}/hand-over/"
    page = client.get(address).content.decode()
    assert "金竹台账.csv" in page
    assert client.post(address, {"to": str(grant_of(city.head).pk)}).status_code == 422
    (item,) = open_items(city.head.actor, [city.worker.user_id])
    follower = city.hire(city.head.actor, "community_worker", city.community, "田青", "tian.qing")
    assert client.post(address, {"items": [item.key], "to": str(grant_of(follower).pk)}).status_code == 302
    assert "都交接了" in client.get("/admin-users/left-behind/").content.decode()
