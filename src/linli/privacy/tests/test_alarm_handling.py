"""Alarms are dealt with by name and note and come back with new readings; a reading is asked about and answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope
from linli.privacy import contract, operations
from linli.privacy.queries import alarms, asking
from linli.privacy.tests.conftest import Place, post

Enter = Callable[[Actor], Client]
NIGHT = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    with transaction.atomic(), use_scope(actor):
        yield actor


@pytest.fixture
def night(place: Place) -> Iterator[alarms.Alarm]:
    """Somebody looked at eleven in the evening."""
    cache.clear()
    with clock.frozen(NIGHT):
        place.read()
    with clock.frozen(NIGHT + timedelta(hours=12)):
        with acting(place.auditor):
            (alarm,) = alarms.alarms(place.auditor)
        yield alarm


def test_dealt_with_reopened_and_back_with_one_more_reading(place: Place, night: alarms.Alarm) -> None:
    assert night.entry_id
    with acting(place.auditor) as auditor:
        assert contract.alarms_waiting(auditor) == 1
        with pytest.raises(Invalid):
            operations.handle_alarm(auditor, "night", night.entry_id, "好")
        operations.handle_alarm(auditor, "night", night.entry_id, "问过本人，当晚值班接警")
        assert contract.alarms_waiting(auditor) == 0
        (done,) = alarms.alarms(auditor)
        assert done.handled
        assert (done.handled.who, done.handled.note) == (auditor.name, "问过本人，当晚值班接警")
        with pytest.raises(NotNow):
            operations.handle_alarm(auditor, "night", night.entry_id, "再处理一次看看")
        operations.reopen_alarm(auditor, "night", night.entry_id, "值班表上没有他")
        assert contract.alarms_waiting(auditor) == 1
        with pytest.raises(NotNow):
            operations.reopen_alarm(auditor, "night", night.entry_id, "再打开一次看看")
        operations.handle_alarm(auditor, "night", night.entry_id, "补了值班记录")
    with clock.frozen(NIGHT + timedelta(minutes=30)):
        place.read()
    with acting(place.auditor) as auditor:
        (again,) = alarms.alarms(auditor)
        assert again.handled is None
    assert LogEntry.objects.filter(operation__in=(alarms.HANDLE, alarms.REOPEN)).count() == 3


def test_who_may_not(place: Place, night: alarms.Alarm) -> None:
    assert night.entry_id
    elsewhere = post("district_auditor", place.there, {place.there})
    with acting(elsewhere), pytest.raises(NotVisible):
        operations.handle_alarm(elsewhere, "night", night.entry_id, "不是我的区县")
    with acting(place.worker), pytest.raises(NotPermitted):
        operations.handle_alarm(place.worker, "night", night.entry_id, "自己处理自己")
    with acting(elsewhere):
        assert contract.alarms_waiting(elsewhere) == 0
    with acting(place.worker):
        assert contract.alarms_waiting(place.worker) == 0


def test_a_reading_is_asked_about_answered_and_reported(place: Place, night: alarms.Alarm) -> None:
    assert night.entry_id
    with acting(place.auditor) as auditor:
        operations.ask_reader(auditor, night.entry_id, "晚上十一点为什么看电话")
        with pytest.raises(NotNow):
            operations.ask_reader(auditor, night.entry_id, "再问一次为什么看")
        with pytest.raises(NotPermitted):
            operations.answer_reading(auditor, night.entry_id, "替他回答一下")
    with acting(place.worker) as worker:
        assert contract.questions_waiting(worker) == 1
        with pytest.raises(NotPermitted):
            operations.ask_reader(worker, night.entry_id, "自己问自己")
        operations.answer_reading(worker, night.entry_id, "当晚接到求助电话，联系她女儿")
        assert contract.questions_waiting(worker) == 0
        with pytest.raises(NotNow):
            operations.answer_reading(worker, night.entry_id, "再答一次也可以吗")
    colleague = post("community_worker", place.here, {place.here})
    with acting(colleague), pytest.raises(NotVisible):  # the card of the person is not theirs to see
        operations.report_reading(colleague, night.entry_id, "看着不对，请核一核")
    with acting(place.auditor) as auditor:
        operations.report_reading(auditor, night.entry_id, "答的和值班记录不一样")
        with pytest.raises(NotNow):
            operations.report_reading(auditor, night.entry_id, "再报一次也可以吗")
        assert {alarm.kind for alarm in alarms.alarms(auditor)} == {"夜里看", "有人报的"}
        assert [line.verb for line in asking.thread(asking.seen(auditor, night.entry_id))] == ["报安全员", "答", "问"]


def test_pages(place: Place, night: alarms.Alarm, enter: Enter) -> None:
    browser = enter(place.auditor)
    page = browser.get("/audit/alarms/").content.decode()
    assert "夜里看" in page
    assert "count-late" in page
    facts = {"code": "night", "entry": str(night.entry_id)}
    assert browser.post("/audit/alarms/handle/", facts | {"note": ""}).status_code == 422
    assert browser.post("/audit/alarms/handle/", {"code": "night", "entry": "x"}).status_code == 404
    assert browser.post(f"/readings/{night.entry_id}/ask/", {"text": "？"}).status_code == 422
    assert browser.post(f"/readings/{night.entry_id}/ask/", {"text": "晚上为什么看"}).status_code == 302
    assert browser.post(f"/readings/{night.entry_id}/shout/", {"text": "晚上为什么看"}).status_code == 404
    assert "在等" in browser.get(f"/readings/{night.entry_id}/").content.decode()
    worker = enter(place.worker)
    assert "问我的" in worker.get("/readings/asked/").content.decode()
    assert worker.post(f"/readings/{night.entry_id}/answer/", {"text": "当晚值班"}).status_code == 302
    assert "没有要回答的" in worker.get("/readings/asked/").content.decode()
    browser = enter(place.auditor)
    assert browser.post("/audit/alarms/handle/", facts | {"note": "问过了，当晚值班"}).status_code == 302
    assert "没有要处理的告警" in browser.get("/audit/alarms/").content.decode()
    assert "问过了，当晚值班" in browser.get("/audit/alarms/?done=1").content.decode()
    assert browser.post("/audit/alarms/reopen/", facts | {"note": "再看一看"}).status_code == 302
