"""kill -9 of server and worker while residents file: everything is stored once and every event acts once (design §5)."""

import random
import threading
import time
from pathlib import Path

import pytest
from django.db.models import Count
from django.test import Client

from linli.accounts.contract import ensure_notice
from linli.accounts.models import Grant
from linli.accounts.tests.conftest import COMMAND
from linli.kernel.ids import new_id
from linli.kernel.models import Delivery, LogEntry, OutboxEvent
from linli.kernel.outbox import reactions_to
from linli.requests.models import Proposal, Request
from tests.drills.crash import Filing, Phones, Site, reaper
from tests.isolation.town import hire, lay_out
from tests.support.site import wait

FILED = "requests.RequestFiled"
DELIVERED_WITHIN = 240.0


def _cookies() -> dict[str, str]:
    """A resident signed in, as the phone keeps it."""
    ensure_notice(COMMAND)
    here, _ = lay_out()
    client = Client()
    grant = Grant.objects.get(user_id=hire(here)["resident"])
    assert client.post("/demo/sign-in/", {"post": str(grant.pk)}).status_code == 302
    client.cookies["csrftoken"] = "a" * 32
    return {name: client.cookies[name].value for name in ("sessionid", "csrftoken")}


def _wait_for_delivery() -> None:
    until = time.monotonic() + DELIVERED_WITHIN
    while OutboxEvent.objects.filter(done_at=None).exists():
        assert time.monotonic() < until, "events wait although the worker runs"
        time.sleep(0.3)


@pytest.mark.django_db(transaction=True)
@pytest.mark.full
@pytest.mark.parametrize(("number", "rest", "least"), [(40, (0.02, 0.1), 2), (500, (0.1, 0.9), 6)], ids=["40", "500"])
def test_nothing_is_lost_or_doubled(tmp_path: Path, number: int, rest: tuple[float, float], least: int) -> None:
    site, stop = Site(tmp_path), threading.Event()
    phones = Phones(site.port, _cookies())
    filings = [Filing(new_id(), f"第 {order} 盏路灯不亮了，晚上看不见路。") for order in range(number)]
    site.start()
    wait(f"http://127.0.0.1:{site.port}/healthz", site.server.process, tmp_path / "server.log")
    reaping = threading.Thread(target=reaper, args=(site, stop, random.Random(7), rest))  # noqa: S311  # a drill that can be repeated
    try:
        reaping.start()
        phones.send_all(filings)
        stop.set()
        reaping.join()
        _wait_for_delivery()
    finally:
        stop.set()
        reaping.join()
        site.stop()
    assert not phones.given_up, phones.answers[phones.given_up[0]][-1]
    assert site.server.deaths + site.worker.deaths - 2 >= least
    _check(filings, phones)


def _check(filings: list[Filing], phones: Phones) -> None:
    requests = list(Request.objects.all())
    assert sorted(request.text for request in requests) == sorted(filing.text for filing in filings)
    assert len({request.number for request in requests}) == len(filings)
    answered = {f"/mine/{request.pk}/?said=1" for request in requests}
    assert {answers[-1].location for answers in phones.answers.values()} == answered
    events = OutboxEvent.objects.filter(name=FILED)
    assert {event.aggregate_id for event in events} == {request.pk for request in requests}
    assert events.count() == len(filings)
    wanted = len(filings) * len(reactions_to(FILED))
    assert Delivery.objects.filter(event_id__in=events.values("id")).count() == wanted
    assert not Proposal.objects.values("request").annotate(rows=Count("id")).exclude(rows=1).exists()
    assert Proposal.objects.count() == len(filings)
    for operation in ("requests.file", "requests.propose"):
        assert LogEntry.objects.filter(operation=operation).count() == len(filings), operation
