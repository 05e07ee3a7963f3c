"""工作日历: a year is looked at before it is loaded, errors name row and column, November warns."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from linli.accounts.contract import create_demo_user, demo_accounts
from linli.accounts.queries import calendars
from linli.accounts.tests.conftest import COMMAND, City
from linli.kernel import clock, workdays
from linli.kernel.models import CalendarDay, CalendarYear, LogEntry

GOOD = "日期,班或休,名称\n2027-01-01,休,元旦\n2027-01-03,班,元旦调休上班\n"
BAD = "日期,班或休,名称\n2026-01-01,休,元旦\nx,休,\n2027-01-02,班\n2027-01-02,班,\n2027-01-03,休,\n2027-01-04,班,\n2027-01-05,？,\n"


def enter(city: City, settings: Settings, role: str = "city_lead") -> Client:
    settings.DEMO = True
    place = city.city if role in {"city_lead", "system_admin"} else city.community
    user_id = create_demo_user(COMMAND, role=role, region_id=place, name=f"演示{role}", unit="单位")
    client = Client()
    client.post("/demo/sign-in/", {"post": str(next(one.grant_id for one in demo_accounts() if one.user_id == user_id))})
    return client


def send(client: Client, text: str | bytes) -> tuple[int, str]:
    content = text if isinstance(text, bytes) else text.encode()
    answer = client.post(
        "/admin-calendars/try/", {"year": "2027", "source": "国办发明电〔2026〕1 号", "file": SimpleUploadedFile("2027.csv", content)}
    )
    return answer.status_code, answer.content.decode()


def test_looked_at_then_loaded(city: City, settings: Settings) -> None:
    client = enter(city, settings)
    status, page = send(client, GOOD.encode("gb18030"))
    assert status == 200
    assert "还没有载入" in page
    assert not CalendarYear.objects.filter(year=2027).exists()
    days = "日期,班或休,名称\n2027-01-01,休,元旦\n2027-01-03,班,元旦调休上班"
    assert client.post("/admin-calendars/load/", {"year": "2027", "source": "国办发明电〔2026〕1 号", "days": days}).status_code == 302
    assert workdays.is_workday(datetime(2027, 1, 3, tzinfo=UTC).date())
    line = LogEntry.objects.get(operation="kernel.load_calendar")
    assert (line.payload or {})["changes"]["days"] == [0, 2]
    assert "元旦调休上班" in client.get("/admin-calendars/2027/").content.decode()
    (year,) = calendars.years()
    assert (year.off, year.on) == (1, 1)
    assert "和现在的一样" in send(client, GOOD)[1]
    assert "有 1 天和现在的不一样" in send(client, GOOD + "2027-01-04,休,元旦\n")[1]
    assert CalendarDay.objects.count() == 2


def test_each_wrong_row_and_column_is_named(city: City, settings: Settings) -> None:
    status, page = send(enter(city, settings), BAD)
    assert status == 422
    for words in (
        "第 2 行第 1 栏",
        "第 3 行第 1 栏",
        "第 5 行第 1 栏：2027-01-02 前面写过了",
        "第 6 行第 2 栏",
        "第 7 行第 2 栏",
        "第 8 行第 2 栏",
    ):
        assert words in page
    assert send(enter(city, settings), "day,kind\n")[0] == 422
    assert send(enter(city, settings), b"\xff\xff\xff")[0] == 422


def test_november_warns_until_next_year_is_loaded(city: City, settings: Settings) -> None:
    with clock.frozen(datetime(2026, 10, 31, 4, tzinfo=UTC)):
        assert calendars.missing_next_year() is None
    with clock.frozen(datetime(2026, 11, 2, 4, tzinfo=UTC)):
        assert calendars.missing_next_year() == 2027
        client = enter(city, settings)
        for page in ("/admin-calendars/", "/admin-profiles/"):
            assert "2027 年的放假安排还没载入" in client.get(page).content.decode()
        CalendarYear.objects.create(year=2027, source="通知", loaded_at=clock.now())
        assert calendars.missing_next_year() is None


@pytest.mark.parametrize("number", ["0", "2101", "99999999999999999999"])
def test_a_year_no_calendar_has(city: City, settings: Settings, number: str) -> None:
    client = enter(city, settings)
    assert client.get(f"/admin-calendars/{number}/").status_code == 404
    assert client.post(f"/admin-calendars/{number}/load/").status_code in {404, 422}


def test_bundled_years_and_who_may(city: City, settings: Settings) -> None:
    client = enter(city, settings, "system_admin")
    assert client.post("/admin-calendars/2026/load/").status_code == 302
    assert client.post("/admin-calendars/2099/load/").status_code == 422
    assert client.post("/admin-calendars/load/", {"year": "2027", "source": "通知", "days": ""}).status_code == 422
    worker = enter(city, settings, "community_worker")
    for path in ("/admin-calendars/", "/admin-calendars/2026/"):
        assert worker.get(path).status_code == 403
    assert worker.post("/admin-calendars/2026/load/").status_code == 403


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_has_all_its_days(month: int) -> None:
    drawn = calendars.picture(2026, [])[month - 1]
    days = [cell.day for week in drawn.weeks for cell in week if cell]
    assert days == list(range(1, len(days) + 1))
    assert all(len(week) == 7 for week in drawn.weeks)
