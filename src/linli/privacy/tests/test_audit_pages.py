"""The auditor's page and its files; what other areas and posts get."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from linli.kernel import clock, verify
from linli.kernel.actor import Actor
from linli.kernel.drain import drain
from linli.kernel.models import LogEntry
from linli.kernel.tests.factories import seal_all
from linli.privacy import operations, rules
from linli.privacy.models import Verification
from linli.privacy.tests.conftest import Place, post

Enter = Callable[[Actor], Client]


def asked(browser: Client, place: Place, **changes: str) -> str:
    day = clock.today().isoformat()
    answer = browser.post("/audit/", {"start": day, "end": day, "region": str(place.district), "books": "all"} | changes)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer.headers["Location"]


def test_an_auditor_verifies_walks_a_record_and_takes_the_evidence_home(place: Place, enter: Enter, tmp_path: Path) -> None:
    place.act(40)
    place.act(9, place.there)
    place.read()
    seal_all()
    browser = enter(place.auditor)
    assert browser.get("/audit/").status_code == 200
    address = asked(browser, place)
    page = browser.get(address).content.decode()
    assert "没有动过" in page
    assert "41 条全部核对" in page  # nothing of the other district
    assert "换一条" in page
    assert "proof-node-walked" in page
    assert "2 / 2" in page
    sheet = browser.get(address + "statement.pdf")
    assert b"".join(sheet).startswith(b"%PDF")
    package = tmp_path / "taken.zip"
    package.write_bytes(b"".join(browser.get(address + "evidence.zip")))
    assert verify.main([str(package)]) == 0
    with zipfile.ZipFile(io.BytesIO(package.read_bytes())) as zipped:
        assert str(place.there) not in zipped.read("entries.jsonl").decode()


def test_a_removed_record_is_named_and_listed_among_the_alarms(place: Place, enter: Enter) -> None:
    place.act(12)
    seal_all()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_logentry WHERE id = (SELECT entry_id FROM kernel_logleaf WHERE leaf_index = 4)")
    browser = enter(place.auditor)
    page = browser.get(asked(browser, place)).content.decode()
    assert "操作本第 5 条不见了" in page
    assert "有 1 处对不上" in page
    assert "操作本第 5 条不见了" in browser.get("/audit/alarms/").content.decode()


def test_wrong_days_are_refused_with_the_form(place: Place, enter: Enter) -> None:
    answer = enter(place.auditor).post(
        "/audit/", {"start": "2026-09-02", "end": "2026-09-01", "region": str(place.district), "books": "all"}
    )
    assert answer.status_code == 422
    assert "不能早于" in answer.content.decode()
    assert not Verification.objects.exists()


def test_another_districts_place_is_refused(place: Place, enter: Enter) -> None:
    answer = enter(place.auditor).post("/audit/", {"start": "2026-09-01", "end": "2026-09-02", "region": str(place.there), "books": "all"})
    assert answer.status_code == 422


def test_other_posts_and_other_areas_do_not_get_in(place: Place, enter: Enter) -> None:
    place.act(3)
    seal_all()
    address = asked(enter(place.auditor), place)
    for actor, status in ((place.worker, 403), (place.resident, 403), (Actor.anonymous(), 302)):
        for where in ("/audit/", "/audit/reads/", "/audit/alarms/", address, address + "evidence.zip"):
            assert enter(actor).get(where).status_code == status, (actor.name, where)
    stranger = post("district_auditor", place.there, {place.there})
    for name in ("", "statement.pdf", "evidence.zip"):
        assert enter(stranger).get(address + name).status_code == 404


def test_a_long_verification_is_a_job(place: Place, enter: Enter, empty_queue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 5)
    place.act(30)
    seal_all()
    browser = enter(place.auditor)
    address = asked(browser, place)
    assert "正在核验 30 条" in browser.get(address).content.decode()
    assert browser.get(address + "statement.pdf").status_code == 409
    drain()
    assert "没有动过" in browser.get(address).content.decode()


def test_a_shredded_record_still_walks_to_its_checkpoint(place: Place, enter: Enter) -> None:
    place.act(3)
    seal_all()
    with transaction.atomic():
        LogEntry.objects.update(payload=None, salt=None)
    page = enter(place.auditor).get(asked(enter(place.auditor), place)).content.decode()
    assert "内容已依法遮去" in page
    assert "3 处对不上" in page  # nobody had recorded a lawful shredding


def test_taking_the_evidence_home_is_on_record_and_it_does_not_lie_about(place: Place, enter: Enter) -> None:
    place.act(3)
    seal_all()
    browser = enter(place.auditor)
    address = asked(browser, place)
    for name in ("statement.pdf", "evidence.zip"):
        assert browser.get(address + name).status_code == 200
    lines = LogEntry.objects.filter(operation="privacy.take_evidence").order_by("id")
    assert [line.payload["note"].partition(" ")[2] for line in lines if line.payload] == ["statement.pdf", "evidence.zip"]
    assert {line.actor_id for line in lines} == {place.auditor.user_id}
    assert operations.drop_old_evidence() == 0
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert operations.drop_old_evidence() == 1
    assert browser.get(address + "evidence.zip").status_code == 409
    assert browser.get(address).status_code == 200
