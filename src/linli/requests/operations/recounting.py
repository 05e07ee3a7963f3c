"""A year's holidays were published and loaded: due times that fall into it are counted again, as their pages promised."""

from datetime import datetime, timedelta
from uuid import UUID

from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.models import CalendarYear
from linli.kernel.operations import operation
from linli.requests.models import Request, RequestEvent
from linli.requests.operations.shape import settle
from linli.requests.queries import reckoning
from linli.requests.rules import clocks, states

FRESH = timedelta(days=2)


def due_in_new_years() -> list[UUID]:
    """Open requests that are due in a year whose calendar was loaded in the last two days."""
    years = CalendarYear.objects.filter(loaded_at__gte=clock.now() - FRESH).values_list("year", flat=True)
    found: list[UUID] = []
    for year in years:
        first, after = (datetime(one, 1, 1, tzinfo=clock.SHANGHAI) for one in (year, year + 1))
        rows = Request.objects.filter(status__in=states.OPEN, due_at__gte=first, due_at__lt=after)
        found += rows.values_list("pk", flat=True)
    return found


def recount(actor: Actor, request_id: UUID) -> bool:
    """Count one due time again; whether it moved."""
    with operation(actor, "requests.recount") as op:
        request = Request.objects.select_for_update().get(pk=request_id)
        op.require(request.region_id)
        before = request.due_at
        events = RequestEvent.objects.filter(request=request, step__in=clocks.MARK_OF_STEP).order_by("at", "id")
        if reckoning.due_of(request, events)[0] == before or request.queue_rank == reckoning.EMERGENCY_RANK:
            op.unchanged()
            return False
        settle(request)
        op.record(request, due_at=[before, request.due_at], note="放假安排公布后重算")
        return True
