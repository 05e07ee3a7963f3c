"""POST /api/v1/requests and GET /api/v1/requests/{id}: the verbs of the forms, once a key, nothing beyond one's own area."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from linli.accounts.rules.modules import module_of
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.requests import api, operations
from linli.requests.models import Request
from linli.requests.rules import words
from linli.requests.tests.conftest import LAMP, World
from tests.contract.conftest import SESSION, TOKEN, Enter

PATH = "/api/v1/requests"
PROBLEM = "application/problem+json"


def post(program: Client, key: UUID | str | None = None, **body: Any) -> Any:
    headers = {"Idempotency-Key": str(key or new_id())} if key != "" else {}
    return program.post(PATH, {"type": "help", "text": LAMP} | body, content_type="application/json", headers=headers)


def test_the_vocabularies_are_those_of_the_rules() -> None:
    fields = api.NewRequest.model_json_schema()["properties"]
    assert fields["type"]["enum"] == list(words.TYPES)
    assert fields["privacy"]["enum"] == list(words.PRIVACY)
    assert set(fields["channel"]["enum"]) <= set(words.CHANNELS)


def test_a_resident_files_and_follows(world: World, enter: Enter) -> None:
    program = enter(world.resident)
    filed = post(program, region_id=str(world.community), where="3 号楼 2 单元")
    assert filed.status_code == 201, filed.content
    made = Request.objects.get(pk=filed.json()["id"])
    assert (made.requester_account_id, made.channel, made.place_text) == (world.resident.user_id, "app", "3 号楼 2 单元")
    assert filed.json()["query_code"] is None
    told = program.get(f"{PATH}/{made.pk}").json()
    assert (told["number"], told["open"], told["region_id"]) == (made.number, True, str(world.community))
    line = LogEntry.objects.get(operation="requests.file", object_id=made.pk)
    assert line.payload
    assert line.payload["actor"]["door"] == "api"


def test_the_same_key_files_once(world: World, enter: Enter) -> None:
    program, key = enter(world.resident), new_id()
    first, again = post(program, key), post(program, key)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    elsewhere = post(program, key, region_id=str(world.neighbour))
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "op_id_reused")
    assert Request.objects.count() == 1
    stolen = post(enter(world.stranger), key)
    assert (stolen.status_code, stolen.json()["code"]) == (409, "op_id_reused")


def test_without_a_key_nothing_is_filed(world: World, enter: Enter) -> None:
    program = enter(world.resident)
    for answer in (post(program, ""), post(program, "again")):
        assert (answer.status_code, answer.headers["Content-Type"]) == (422, PROBLEM)
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"text": "灯"},
        {"text": "灯" * 2001},
        {"text": "灯坏了\x00三天"},
        {"text": None},
        {"type": "wish"},
        {"privacy": "secret"},
        {"privacy": "anonymous"},  # a call for help must be answered
        {"lon": 106.5},
        {"lon": 0, "lat": 0},
        {"region_id": str(uuid4())},
        {"occurred_on": "2099-01-01"},
    ],
)
def test_what_cannot_be_used_is_refused_as_a_problem(world: World, enter: Enter, body: dict[str, Any]) -> None:
    answer = post(enter(world.resident), **body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, PROBLEM)
    told = answer.json()
    assert (told["code"], told["instance"]) == ("invalid", PATH)
    assert told["fields"]
    assert not Request.objects.exists()


def test_a_town_is_no_community(world: World, enter: Enter) -> None:
    for region_id in (world.town, world.district):
        assert post(enter(world.resident), region_id=str(region_id)).status_code == 422


def test_broken_json_is_a_problem(world: World, enter: Enter) -> None:
    headers = {"Idempotency-Key": str(new_id())}
    answer = enter(world.resident).post(PATH, "{", content_type="application/json", headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)


def test_an_anonymous_tip_names_nobody(world: World, enter: Enter) -> None:
    program = enter(world.resident)
    told = post(program, type="tip", privacy="anonymous").json()
    assert told["id"] is None
    made = Request.objects.get(number=told["number"])
    assert (made.requester_account_id, made.requester_name, made.query_code) == (None, "", told["query_code"])
    assert not LogEntry.objects.filter(object_id=made.pk, actor_id=world.resident.user_id).exists()
    assert program.get(f"{PATH}/{made.pk}").status_code == 404


def test_what_is_not_ones_own_does_not_exist(world: World, enter: Enter) -> None:
    mine = operations.file_request(world.resident, world.lamp())
    answers = [enter(actor).get(f"{PATH}/{pk}") for actor in (world.stranger, world.outsider) for pk in (mine.pk, new_id())]
    assert {answer.status_code for answer in answers} == {404}
    told = [{**answer.json(), "instance": ""} for answer in answers]
    assert told[0] == told[1] == told[2] == told[3]
    assert enter(world.worker).get(f"{PATH}/{mine.pk}").json()["number"] == mine.number


def test_staff_file_for_a_caller_within_their_area(world: World, enter: Enter) -> None:
    program = enter(world.worker)
    caller = {"name": "周女士", "phone": "10000001234"}
    filed = post(program, region_id=str(world.community), channel="window", requester=caller)
    assert filed.status_code == 201, filed.content
    made = Request.objects.get(pk=filed.json()["id"])
    assert (made.channel, made.requester_name, made.filed_by_id) == ("window", "周女士", world.worker.user_id)
    assert filed.json()["query_code"] == made.query_code
    assert post(program, region_id=str(world.neighbour), requester=caller).status_code == 404
    assert post(program, region_id=str(world.community)).status_code == 422  # nobody to answer to
    assert post(enter(world.lead), region_id=str(world.community), requester=caller).status_code == 403


def test_nobody_and_too_often(world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    assert post(enter(Actor.anonymous())).status_code == 401
    monkeypatch.setattr(api, "FILES", 2)
    program = enter(world.resident)
    assert [post(program).status_code for _ in range(3)] == [201, 201, 429]
    assert Request.objects.count() == 2


def test_a_foreign_page_cannot_file(world: World, enter: Enter) -> None:
    """The session is a cookie the browser sends along: without the token of our own pages nothing is written."""
    enter(world.resident)
    told = []
    for cookie, token in (("", ""), (TOKEN, ""), (TOKEN, "c" * 32), (TOKEN, TOKEN)):
        program = Client(enforce_csrf_checks=True)
        program.cookies.load({"sessionid": SESSION, "csrftoken": cookie})
        headers = {"Idempotency-Key": str(new_id()), "X-CSRFToken": token}
        told.append(program.post(PATH, {"type": "help", "text": LAMP}, content_type="application/json", headers=headers))
    assert [answer.status_code for answer in told] == [403, 403, 403, 201]
    assert {answer.headers["Content-Type"] for answer in told[:3]} == {PROBLEM}
    assert Request.objects.count() == 1


def test_it_stands_behind_the_modules_switch() -> None:
    module = module_of(PATH)
    assert module is not None
    assert module.code == "requests"


def test_a_resident_without_a_community_says_which(world: World, enter: Enter) -> None:
    unbound = replace(world.resident, grants=(replace(world.resident.grants[0], region_id=new_id(), region_ids=frozenset()),))
    assert post(enter(unbound)).status_code == 422
    assert post(enter(unbound), region_id=str(world.community)).status_code == 201
