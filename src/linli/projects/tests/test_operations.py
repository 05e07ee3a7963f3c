"""The verbs: what works, who is refused, what comes twice, and that a refusal leaves nothing half done."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from linli.accounts.tests.conftest import City
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict, Invalid, NotNow, NotPermitted, NotVisible
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry, OutboxEvent
from linli.projects import operations, queries, rules
from linli.projects.models import Payment, Project, ProjectLine
from linli.projects.operations import NewPayment
from linli.projects.tests.builders import bring, new, told

BEIJING = (115.0, 39.0, 117.0, 41.0)
HERE = (106.0, 29.0, 107.0, 30.0)


@pytest.fixture
def supervisor(city: City) -> Actor:
    return city.hire(city.head.actor, "supervisor", city.community, "游桂芳", "you.guifang").actor


def payment(amount: int, voucher: str = "2026-001") -> NewPayment:
    return NewPayment(amount, "开工预付", voucher, "桂苑物业", clock.today())


def test_a_project_goes_the_whole_way(city: City, supervisor: Actor) -> None:
    project = operations.propose(city.worker.actor, new(city.community))
    project = bring(city.head.actor, supervisor, project, rules.WORKING)
    operations.pay(city.worker.actor, project.pk, payment(400_000))
    operations.move(city.head.actor, project.pk, "accept", told())
    operations.pay(city.worker.actor, project.pk, payment(600_000, "2026-002"))
    operations.inspect(supervisor, project.pk, rules.AGREES, "")
    operations.move(city.head.actor, project.pk, "disclose", told())
    done = operations.move(city.head.actor, project.pk, "archive", told())
    assert (done.state, done.paid, done.result, done.closed_on) == ("archived", 1_000_000, "照规矩办的", clock.today())
    assert [line.name for line in queries.lines(city.head.actor, project.pk)][::-1] == [
        "propose", "discuss", "review", "decide", "agrees", "announce", "start", "accept", "agrees", "disclose", "archive",
    ]  # fmt: skip
    assert OutboxEvent.objects.filter(name="projects.ProjectMoved", aggregate_id=project.pk).count() == 8
    assert LogEntry.objects.filter(object_id=project.pk, operation="projects.move").count() == 8


def test_supervision_comes_before_disclosure(city: City, supervisor: Actor) -> None:
    project = bring(city.head.actor, supervisor, operations.propose(city.worker.actor, new(city.community)), rules.DECIDED)
    with pytest.raises(NotNow, match="监委会还没有同意"):
        operations.move(city.head.actor, project.pk, "announce", told())
    operations.inspect(supervisor, project.pk, rules.ASKS, "单价怎么比去年贵")
    with pytest.raises(NotNow):
        operations.move(city.head.actor, project.pk, "announce", told())
    operations.inspect(supervisor, project.pk, rules.AGREES, "")
    project = operations.move(city.head.actor, project.pk, "announce", told())
    with pytest.raises(NotNow, match="公开满 7 天"):
        operations.move(city.head.actor, project.pk, "start", told())
    back = operations.move(city.head.actor, project.pk, "back_to_decided", told())
    assert not back.signed, "what goes back is signed anew"


def test_more_than_the_budget_is_paid_only_on_another_decision(city: City, supervisor: Actor) -> None:
    project = bring(city.head.actor, supervisor, operations.propose(city.worker.actor, new(city.community)), rules.WORKING)
    with pytest.raises(Invalid, match="还有要改") as refused:
        operations.pay(city.worker.actor, project.pk, payment(1_000_001))
    assert "只剩 10000.00 元" in refused.value.fields["amount"][0]
    with pytest.raises(Invalid):
        operations.change_budget(city.head.actor, project.pk, 1_200_000, replace(told(), ref=""))
    operations.change_budget(city.head.actor, project.pk, 1_200_000, told())
    operations.pay(city.worker.actor, project.pk, payment(1_000_001))
    with pytest.raises(Conflict, match="已经记过"):
        operations.pay(city.worker.actor, project.pk, payment(1))
    with pytest.raises(Invalid):
        operations.change_budget(city.head.actor, project.pk, 1_000_000, told())
    assert Payment.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(paid=1_200_001)


def test_a_veto_stops_payments(city: City, supervisor: Actor) -> None:
    project = bring(city.head.actor, supervisor, operations.propose(city.worker.actor, new(city.community)), rules.WORKING)
    with pytest.raises(Invalid):
        operations.inspect(supervisor, project.pk, rules.VETO, "")
    operations.inspect(supervisor, project.pk, rules.VETO, "没有比价就付款")
    with pytest.raises(NotNow, match="否决"):
        operations.pay(city.worker.actor, project.pk, payment(100))
    operations.inspect(supervisor, project.pk, rules.AGREES, "")
    assert operations.pay(city.worker.actor, project.pk, payment(100)).amount == 100


def test_who_may_and_who_may_not(city: City, supervisor: Actor) -> None:
    project = operations.propose(city.worker.actor, new(city.community))
    stranger = city.hire(city.other_lead.actor, "community_head", city.far, "石文强", "shi.wenqiang").actor
    for refusal, actor in ((NotVisible, stranger), (NotPermitted, city.town_lead.actor), (NotPermitted, city.worker.actor)):
        with pytest.raises(refusal):
            operations.move(actor, project.pk, "discuss", told())
    for deed in (
        lambda: operations.inspect(city.head.actor, project.pk, rules.AGREES, ""),
        lambda: operations.pay(supervisor, project.pk, payment(1)),
        lambda: operations.propose(supervisor, new(city.community, "监委会的项目")),
        lambda: operations.change_budget(city.worker.actor, project.pk, 5, told()),
        lambda: operations.change(city.town_lead.actor, project.pk, new(city.community), version=1),
    ):
        with pytest.raises(NotPermitted):
            deed()
    with pytest.raises(NotVisible):
        queries.card(stranger, project.pk)
    assert ProjectLine.objects.count() == 1
    project.refresh_from_db()
    assert (project.state, project.version) == ("proposed", 1)


def test_what_comes_twice_is_done_once(city: City, supervisor: Actor) -> None:
    once = new_id()
    first = operations.propose(city.worker.actor, new(city.community), op_id=once)
    assert operations.propose(city.worker.actor, new(city.community), op_id=once).pk == first.pk
    with pytest.raises(Conflict):
        operations.propose(city.worker.actor, new(city.community, "另一个项目"), op_id=once)
    step, money = new_id(), new_id()
    for _ in range(2):
        assert operations.move(city.head.actor, first.pk, "discuss", told(), op_id=step).state == "discussed"
    assert ProjectLine.objects.filter(name="discuss").count() == 1
    project = bring_on(city, supervisor, first)
    for _ in range(2):
        operations.pay(city.worker.actor, project.pk, payment(500), op_id=money)
    project.refresh_from_db()
    assert project.paid == 500


def bring_on(city: City, supervisor: Actor, project: Project) -> Project:
    operations.move(city.head.actor, project.pk, "back_to_proposed", told())
    return bring(city.head.actor, supervisor, project, rules.WORKING)


def test_a_meeting_without_quorum_or_minutes_decides_nothing(city: City) -> None:
    project = operations.propose(city.worker.actor, new(city.community))
    for wrong in (
        replace(told(), votes=None),
        replace(told(), votes=rules.Votes(30, 10, 10)),
        replace(told(), ref=" "),
        replace(told(), note="电话 13800001234"),
    ):
        with pytest.raises(Invalid):
            operations.move(city.head.actor, project.pk, "discuss", wrong)
    with pytest.raises(NotNow, match="不能"):
        operations.move(city.head.actor, project.pk, "decide", told())
    project.refresh_from_db()
    assert project.state == "proposed"


def test_two_who_change_the_same(city: City) -> None:
    project = operations.propose(city.worker.actor, new(city.community))
    operations.change(city.worker.actor, project.pk, new(city.community, budget=2_000_000), version=1)
    with pytest.raises(Conflict):
        operations.change(city.head.actor, project.pk, new(city.community, budget=3_000_000), version=1)
    project.refresh_from_db()
    assert project.budget == 2_000_000


def test_points_for_the_map(city: City) -> None:
    made = operations.propose(city.worker.actor, new(city.community))
    (point,) = queries.points(city.town_lead.actor, bbox=HERE)
    assert (point.id, point.kind, point.state, round(point.lon, 2)) == (made.pk, "works", "proposed", 106.58)
    assert queries.points(city.town_lead.actor, bbox=BEIJING) == []
    assert queries.points(city.town_lead.actor, bbox=HERE, kinds=["fund"]) == []
    assert queries.points(city.other_lead.actor, bbox=HERE) == []
