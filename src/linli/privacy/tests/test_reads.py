"""Who looked: residents see theirs, auditors their area, and what is unusual becomes an alarm."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from linli.kernel import auditing, clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, NotPermitted
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.kernel.records import Area
from linli.kernel.scope import use_scope
from linli.kernel.tests.factories import seal_all
from linli.privacy import contract, operations
from linli.privacy.queries import alarms
from linli.privacy.tests.conftest import Place

Enter = Callable[[Actor], Client]
NOON = datetime(2026, 9, 10, 4, 0, tzinfo=UTC)


def kinds(actor: Actor) -> list[str]:
    with transaction.atomic(), use_scope(actor):
        return [alarm.kind for alarm in alarms.alarms(actor)]


def test_a_resident_sees_unit_time_purpose_and_what(place: Place, enter: Enter) -> None:
    with clock.frozen(NOON):
        place.read(note="水管的事")
        place.read(subject=new_id())
    page = enter(place.resident).get("/me/reads/").content.decode()
    assert page.count("看了您的") == 1
    assert "云溪区的工作人员看了您的<b>电话</b>" in page
    assert "上门前联系，水管的事" in page
    assert "12:00" in page
    assert place.worker.name not in page


def test_a_resident_not_yet_known_is_told_how(place: Place, enter: Enter) -> None:
    nobody = Actor(user_id=new_id(), name="", unit="", door="resident")
    assert "还没认出您是哪一位" in enter(nobody).get("/me/reads/").content.decode()


def test_a_card_asks_through_the_contract(place: Place) -> None:
    place.read()
    place.read()
    with transaction.atomic(), use_scope(place.worker):
        found = contract.reads_of(place.subject, 1)
    assert [one.purpose for one in found] == ["上门前联系"]


def test_the_auditor_sees_names_of_readers(place: Place, enter: Enter) -> None:
    place.read()
    page = enter(place.auditor).get("/audit/reads/").content.decode()
    assert place.worker.name in page
    assert enter(place.auditor).get("/audit/reads/?who=别人").content.decode().count("上门前联系") == 0


def test_reading_much_by_night_and_by_many_raises_alarms(place: Place) -> None:
    day = clock.now().replace(hour=2, minute=0)  # 10 in Shanghai
    with clock.frozen(day):
        place.read()
    assert kinds(place.auditor) == []
    for turn in range(20):
        with clock.frozen(day - timedelta(hours=1) + timedelta(minutes=2 * turn, seconds=5)):
            place.read()
    assert "看得太多" in kinds(place.auditor)
    with clock.frozen(day.replace(hour=15)):  # 23 in Shanghai
        place.read()
    assert "夜里看" in kinds(place.auditor)


MOMENTS = ["0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59", "2026-09-10T12:00:00%2B23:59", "2026-09-10", "x", "-1"]


@pytest.mark.parametrize("before", MOMENTS)
def test_a_moment_that_is_none_is_no_failure(place: Place, enter: Enter, before: str) -> None:
    assert enter(place.resident).get(f"/me/reads/?before={before}").status_code == 200
    assert enter(place.auditor).get(f"/audit/reads/?before={before}").status_code == 200


def test_shredding_is_lawful_with_a_basis_and_a_city_wide_post_only(place: Place) -> None:
    place.read()
    place.act(2)
    seal_all()
    lead = Actor.system("市级主管", frozenset({"privacy.shred_subject"}), wide=True, door="desk")
    with transaction.atomic(), use_scope(lead), pytest.raises(Invalid):
        operations.shred_subject(lead, place.subject, region_id=place.here, basis="")
    with transaction.atomic(), use_scope(place.auditor), pytest.raises(NotPermitted):
        operations.shred_subject(place.auditor, place.subject, region_id=place.here, basis="个人信息保护法第四十七条")
    with transaction.atomic(), use_scope(lead):
        done = operations.shred_subject(lead, place.subject, region_id=place.here, basis="个人信息保护法第四十七条")
    assert done.lines == 1
    assert LogEntry.objects.get(book="read").payload is None
    seal_all()
    with transaction.atomic(), use_scope(lead):
        report = auditing.verify(Area()).report
    assert report.clean
    assert report.shredded == 1
