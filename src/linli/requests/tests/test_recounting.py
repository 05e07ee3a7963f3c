"""A due date counted without a calendar says so on both sides, and moves when the year is loaded."""

from datetime import UTC, date, datetime

from linli.accounts.models import Grant
from linli.kernel import calendars, clock
from linli.kernel.actor import Actor
from linli.kernel.models import LogEntry
from linli.requests import operations, queries
from linli.requests.models import Request
from linli.requests.tests.conftest import World

LOADER = Actor.system("装日历", frozenset({"kernel.load_calendar", "requests.recount"}), wide=True)
CHRISTMAS = datetime(2026, 12, 24, 2, 0, tzinfo=UTC)


def test_counted_again_when_the_year_is_published(world: World) -> None:
    Grant.objects.update(ends_on=date(2027, 12, 31))  # the counter is still open at Christmas
    with clock.frozen(CHRISTMAS):
        calendars.load_bundled(LOADER, 2026)
        request = world.working()
        own = queries.own(world.resident, request.pk)
        assert own.clock
        assert own.clock.uncertain
        assert any("还没公布" in line for line in own.clock.why)
        before = Request.objects.get(pk=request.pk).due_at
        assert before
        assert clock.local(before).year == 2027
        assert operations.due_in_new_years() == []
        day = calendars.Day(date(2027, 1, 1), working=False, name="元旦")
        calendars.load_year(LOADER, 2027, [day], "国办发明电〔2026〕1 号")
        assert operations.due_in_new_years() == [request.pk]
        assert operations.recount(LOADER, request.pk)
        after = Request.objects.get(pk=request.pk).due_at
        assert after
        assert after > before
        assert not operations.recount(LOADER, request.pk)
        clock_now = queries.own(world.resident, request.pk).clock
        assert clock_now
        assert not clock_now.uncertain
        assert LogEntry.objects.filter(operation="requests.recount", object_id=request.pk).count() == 1
