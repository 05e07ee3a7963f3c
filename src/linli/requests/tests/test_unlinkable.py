"""Anonymous means: no row says which of the people who were here at that minute it was (design §6); one op_id, one content."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.test import Client

from linli.kernel import clock, relay
from linli.kernel.errors import Conflict, Invalid
from linli.kernel.ids import new_id
from linli.kernel.models import Delivery, LogEntry, OperationRecord, OutboxEvent
from linli.requests import operations, queries
from linli.requests.models import Alarm, Photo, Request, RequestKey
from linli.requests.operations import Place, Requester
from linli.requests.tests.conftest import LAMP, MONDAY, World
from linli.requests.tests.test_files_and_jobs import picture

HOUR = datetime(2026, 9, 7, 11, 0, tzinfo=UTC)
BY_ITSELF = timedelta(seconds=1)


def _tip(world: World, *, op_id: UUID | None = None, text: str = LAMP) -> Request:
    draft = operations.save_draft(world.resident, {"text": text}, step="what")
    operations.add_draft_photo(world.resident, draft.pk, picture(size=(60, 40)))
    said = world.lamp(privacy="anonymous", text=text)
    tip = operations.file_request(world.resident, said, op_id=op_id or new_id(), draft_id=draft.pk, secret="of this phone")
    relay.deliver_waiting()
    return Request.objects.get(pk=tip.pk)


def test_no_row_beside_a_tip_tells_the_minute_or_an_id_with_a_time(world: World) -> None:
    tip = _tip(world)
    assert tip.proposals.exists()
    rows: list[models.Model] = [tip, *RequestKey.objects.filter(request_id=tip.pk)]
    for model in apps.get_app_config("requests").get_models():
        if any(field.name == "request" for field in model._meta.fields):
            rows += model._default_manager.filter(request=tip.pk)  # noqa: SLF001  # the plain manager of any model
    assert len(rows) >= 6
    for row in rows:
        assert row.pk.version == 4, row
        for field in row._meta.fields:
            value = getattr(row, field.attname)
            if isinstance(value, datetime) and field.name not in {"due_at", "sort_at"}:
                assert value in {HOUR, HOUR + BY_ITSELF}, (row, field.name)
            if isinstance(value, UUID) and not field.is_relation and field.name.endswith("_id"):
                assert value not in {world.resident.user_id, world.resident.person_id}
    assert tip.due_at is not None
    assert (tip.due_at.minute, tip.sort_at.minute) == (0, 0)
    assert [event.step for event in tip.events.order_by("at", "id")] == ["file", "note"]


def test_its_pictures_tell_no_minute_either(world: World) -> None:
    tip = _tip(world)
    photo = Photo.objects.get(request=tip)
    for path in (photo.path, photo.thumb):
        assert operations.file_of(path).stat().st_mtime == HOUR.timestamp()


def test_the_books_of_the_kernel_do_not_lead_to_it(world: World) -> None:
    op_id = new_id()
    tip = _tip(world, op_id=op_id)
    assert not OutboxEvent.objects.filter(Q(aggregate_id=tip.pk) | Q(payload__icontains=str(tip.pk))).exists()
    assert not Delivery.objects.exists()
    known = {tip.pk, *tip.proposals.values_list("pk", flat=True)}
    for entry in LogEntry.objects.all():
        assert entry.object_id not in known
        assert str(tip.pk) not in str(entry.payload)
        if entry.operation in {"requests.file", "requests.propose"}:
            assert (entry.actor_id, entry.object_id, entry.region_id) == (None, None, None)
    assert not OperationRecord.objects.filter(op_id=op_id).exists()
    record = OperationRecord.objects.get(object_id=tip.pk)
    assert (record.at, record.actor_id, record.op_id.version) == (HOUR, None, 4)


def test_its_number_is_no_place_in_the_row(world: World) -> None:
    before, tip, after = world.file(), _tip(world), world.file()
    assert (before.number, after.number) == ("JZ-0907-001", "JZ-0907-002")
    assert tip.number.startswith("JZ-0907-")
    assert len(tip.number.rpartition("-")[2]) == 5


def test_an_alarm_keeps_the_minute_and_rings(world: World) -> None:
    with clock.frozen(MONDAY + timedelta(seconds=17)):
        tip = _tip(world, text="3 号楼着火了，冒黑烟")
    alarm = Alarm.objects.get(request=tip)
    assert (alarm.raised_at, alarm.pk.version) == (MONDAY, 4)
    assert alarm.answer_by > MONDAY
    assert tip.alerts.count() == 4


def test_a_tip_written_down_at_the_window_is_as_coarse(world: World) -> None:
    tip = operations.file_for_other(world.worker, world.lamp(privacy="anonymous", channel="window"), Requester())
    assert (tip.pk.version, tip.filed_at, tip.received_at) == (4, HOUR, HOUR)


def test_one_op_id_one_content(world: World) -> None:
    op_id, other = new_id(), world.lamp(text="另一件完全不同的事情")
    first = operations.file_request(world.resident, world.lamp(), op_id=op_id)
    assert operations.file_request(world.resident, world.lamp(), op_id=op_id).pk == first.pk
    elsewhere = world.lamp(place=Place(world.neighbour, text="青龙村路口", confirmed=True))
    for filing in (other, elsewhere):
        with pytest.raises(Conflict, match="还没有交"):
            operations.file_request(world.resident, filing, op_id=op_id)
    with pytest.raises(Conflict):
        operations.file_request(world.stranger, world.lamp(), op_id=op_id)
    assert Request.objects.count() == 1


def test_at_the_desk_too(world: World) -> None:
    op_id, caller = new_id(), Requester("张三", "13811110000")
    filing = world.lamp(channel="phone", type="help")
    first = operations.file_for_other(world.worker, filing, caller, op_id=op_id)
    assert operations.file_for_other(world.worker, filing, caller, op_id=op_id).pk == first.pk
    for said, who in ((replace(filing, text="完全不同的第二件事"), caller), (filing, Requester("李四", "13811110000"))):
        with pytest.raises(Conflict):
            operations.file_for_other(world.worker, said, who, op_id=op_id)


def test_another_visitor_never_gets_anothers_code(world: World) -> None:
    op_id, visitor = new_id(), world.resident.anonymous()
    said = world.lamp(privacy="anonymous")
    first = operations.file_request(visitor, said, op_id=op_id, secret="phone one")
    assert operations.file_request(visitor, said, op_id=op_id, secret="phone one").pk == first.pk
    second = operations.file_request(visitor, said, op_id=op_id, secret="phone two")
    assert second.query_code != first.query_code
    with pytest.raises(Conflict):
        operations.file_request(visitor, replace(said, text="另一件完全不同的事情"), op_id=op_id, secret="phone one")
    assert operations.filed_before(visitor, op_id, "phone one") == first
    assert operations.filed_before(visitor, op_id, "phone three") is None
    assert operations.filed_before(world.resident, op_id, "phone three") is None


def _say(client: Client, world: World, text: str) -> None:
    client.get("/say/?new=1&as=anonymous")
    client.post("/say/what/", {"text": text})
    client.post("/say/where/", {"region": str(world.community)})
    client.post("/say/where/", {"where": "unclear"})
    client.post("/say/who/", {"privacy": "anonymous"})


def test_the_second_press_gets_the_same_confirmation(world: World, client: Client) -> None:
    _say(client, world, "3 号楼楼道灯坏了三天了，全黑")
    sent = {"type": "tip", "op_id": str(new_id())}
    first = client.post("/say/check/", sent)
    code = client.cookies["said"].value
    again = client.post("/say/check/", sent)
    assert (first.headers["Location"], again.headers["Location"]) == ("/say/done/", "/say/done/")
    assert client.cookies["said"].value.split(":")[0] == code.split(":")[0]
    assert client.post("/say/check/", {"type": "tip", "op_id": str(new_id())}).headers["Location"] == "/say/what/"
    assert Client().post("/say/check/", sent).headers["Location"] == "/say/what/"
    assert Request.objects.count() == 1


def test_the_same_page_with_other_words_is_refused_and_can_be_sent(world: World, client: Client) -> None:
    sent = {"type": "tip", "op_id": str(new_id())}
    _say(client, world, "3 号楼楼道灯坏了三天了，全黑")
    client.post("/say/check/", sent)
    _say(client, world, "另一件完全不同的事情，井盖松了")
    refused = client.post("/say/check/", sent)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "还没有交" in page
    assert sent["op_id"] not in page
    op_id = page.split('name="op_id" value="')[1].split('"')[0]
    assert client.post("/say/check/", {"type": "tip", "op_id": op_id}).headers["Location"] == "/say/done/"
    assert Request.objects.count() == 2


@pytest.mark.parametrize("level", ["district", "town"])
def test_nothing_is_filed_above_a_community(world: World, client: Client, level: str) -> None:
    with pytest.raises(Invalid):
        operations.file_request(world.resident, world.lamp(place=Place(getattr(world, level), text="某处")))
    client.get("/say/?as=anonymous")
    client.post("/say/what/", {"text": "往上面投一个举报"})
    answer = client.post("/say/where/", {"region": str(getattr(world, level))})
    assert answer.status_code == 422
    assert "选到社区或村" in answer.content.decode()


def test_the_code_leads_back(world: World) -> None:
    tip = _tip(world)
    assert queries.by_code(tip.number, tip.query_code).request.pk == tip.pk
