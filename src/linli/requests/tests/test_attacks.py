"""What a malicious or careless person tries at the public doors of 一口受理."""

import base64
import json
from dataclasses import replace
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client

from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope
from linli.people.tests.factories import community, resident, worker
from linli.requests import operations, queries
from linli.requests.queries import Filters
from linli.requests.tests.conftest import World
from linli.requests.views import mine


def test_an_anonymous_tip_does_not_carry_the_writers_door(world: World) -> None:
    keeper = worker(world.community)
    with transaction.atomic():
        connection.cursor().execute("SET LOCAL ROLE linli_app")
        with use_scope(keeper):
            place = community(keeper, world.community)
            person = resident(keeper, place)
        connection.cursor().execute("RESET ROLE")
    bound = replace(world.resident, person_id=person)
    door = operations.Place(world.community, text="3 号楼 2 单元 501", label="3 号楼 2 单元", house_id=place.rooms[0], confirmed=True)
    tip = operations.file_request(bound, world.lamp(privacy="anonymous", place=door))
    assert (tip.house_id, tip.place_text) == (None, "3 号楼 2 单元")
    neighbour = replace(door, house_id=place.rooms[1], text="3 号楼 2 单元 502")
    assert operations.file_request(bound, world.lamp(privacy="anonymous", place=neighbour)).house_id == place.rooms[1]
    assert operations.file_request(bound, world.lamp(place=door)).house_id == place.rooms[0]


def test_a_tip_leaves_no_trace_in_the_session(world: World) -> None:
    client = Client()
    client.post("/say/what/", {"text": "3 号楼楼道灯坏了三天了，全黑"})
    client.post("/say/where/", {"region": str(world.community)})
    client.post("/say/where/", {"where": "unclear"})
    client.post("/say/who/", {"privacy": "anonymous"})
    answer = client.post("/say/check/", {"type": "tip", "op_id": str(new_id())})
    assert answer.headers["Location"] == "/say/done/"
    tip = queries.by_code(*client.cookies["said"].value.split(":")[0].split(" ")).request
    assert tip.query_code in client.get("/say/done/").content.decode()
    for row in Session.objects.all():
        kept = json.dumps(row.get_decoded())
        assert str(tip.pk) not in kept
        assert tip.query_code not in kept
    client.cookies["said"] = f"{tip.number} GUESSED"
    assert client.get("/say/done/").status_code == 302


def test_query_codes_cannot_be_tried_for_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mine, "TRACKS_PER_TEN_MINUTES", 3)
    client = Client()
    found = [client.post("/track/", {"number": "JZ-0907-001", "code": f"AAAAA{n}"}).status_code for n in range(5)]
    assert found == [422, 422, 422, 429, 429]


@pytest.mark.parametrize(
    "token", [[1, 2, 3], [1, "2026-09-07T00:00:00", str(UUID(int=1))], {"a": 1}, ["x", "2026", 5], [1e400, "2026-09-07", 7]]
)
def test_a_forged_page_token_is_the_first_page(world: World, token: object) -> None:
    request = world.file()
    forged = base64.urlsafe_b64encode(json.dumps(token).encode()).decode()
    assert [row.id for row in queries.desk(world.worker, Filters(tab="all"), after=forged).rows] == [request.pk]


def test_pictures_are_not_kept_by_the_browser(world: World) -> None:
    assert "no-store" in Client().get("/track/").headers["Cache-Control"]
