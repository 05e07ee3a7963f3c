"""Who filed without an account speaks by number and query code: 好了, 没解决, and the mark. Nobody else does."""

import pytest
from django.test import Client

from linli.kernel.errors import NotVisible
from linli.kernel.models import LogEntry
from linli.requests import operations, queries
from linli.requests.models import Evaluation, Request
from linli.requests.models.request import CodeHolder
from linli.requests.operations import Requester
from linli.requests.tests.conftest import World


@pytest.fixture
def answered(world: World) -> Request:
    """A caller's matter, handled and answered."""
    filed = operations.file_for_other(world.worker, world.lamp(channel="phone", type="help"), Requester("何婆婆", "10000005678"))
    operations.accept(world.worker, filed.pk)
    operations.decide_class(world.worker, filed.pk, sanshi="small", category="light", ground="楼道灯是大家共用的")
    operations.dispatch(world.worker, filed.pk, to=world.to_worker())
    operations.finish(world.worker, filed.pk, reply="5 到 7 楼换了 3 盏感应灯，昨晚 20:10 试过，都亮。")
    operations.approve(world.head, filed.pk)
    return Request.objects.get(pk=filed.pk)


def say(request: Request, verb: str = "", **said: object) -> str:
    answer = Client().post("/track/", {"number": request.number, "code": request.query_code, "verb": verb, **said})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_code_opens_the_three_verbs_and_they_work(answered: Request) -> None:
    page = say(answered)
    assert 'value="not-fixed"' in page
    assert f"code={answered.query_code}" not in page
    reopened = say(answered, "not-fixed", text="又灭了一盏")
    answered.refresh_from_db()
    assert answered.redo_count == 1
    assert "重办" in reopened or "重新" in reopened
    assert Evaluation.objects.get(request=answered).solved is False


def test_solved_then_rated_once(answered: Request) -> None:
    assert 'name="rating"' in say(answered, "solved")
    say(answered, "rate", rating="4")
    answered.refresh_from_db()
    assert (answered.outcome, answered.rating) == ("solved", 4)
    again = Client().post("/track/", {"number": answered.number, "code": answered.query_code, "verb": "rate", "rating": "1"})
    assert again.status_code == 409
    assert "打过分了" in again.content.decode()
    lines = LogEntry.objects.filter(object_id=answered.pk, operation="requests.rate")
    assert set(lines.values_list("actor_id", flat=True)) == {None}


def test_a_wrong_code_and_a_matter_of_an_account_say_nothing(world: World, answered: Request) -> None:
    wrong = Client().post("/track/", {"number": answered.number, "code": "ABCDEFGHJK", "verb": "solved"})
    assert wrong.status_code == 422
    mine = world.file()
    assert 'value="solved"' not in say(mine, "solved")
    holder = CodeHolder.of(mine)
    with pytest.raises(NotVisible):
        operations.confirm_solved(holder, mine.pk)
    with pytest.raises(NotVisible):
        operations.rate(holder, mine.pk, rating=4)
    with pytest.raises(NotVisible):
        operations.confirm_solved(CodeHolder.of(answered), mine.pk)
    mine.refresh_from_db()
    assert mine.outcome == ""
    assert queries.by_code(mine.number, mine.query_code).request.pk == mine.pk
