"""Violence on no map and in no notice; complaints kept from those complained about; the database's own fence (domain §6, §9)."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.kernel import clock
from linli.kernel.errors import NotNow, NotPermitted, NotVisible
from linli.kernel.scope import use_scope
from linli.requests import contract, operations, queries
from linli.requests.models import Likeness, MapPoint, Notice, Request, RequestEvent, StaffAlert
from linli.requests.operations import To
from linli.requests.queries import Filters
from linli.requests.tests.conftest import MONDAY, World

VIOLENCE = "我老公喝了酒又打我，孩子吓得直哭，我在 3 号楼 2 单元"


def test_violence_is_seen_by_few_and_shown_nowhere(world: World) -> None:
    request = world.file(VIOLENCE, "help")
    assert (request.emergency, request.restricted) == ("violence", True)
    for who in (world.worker, world.colleague, world.grid, world.officer, world.lead, world.stranger, world.outsider, world.property):
        with pytest.raises(NotVisible):
            queries.matter(who, request.pk)
        assert contract.brief(who, request.pk) is None
        assert all(row.id != request.pk for row in queries.desk(who, Filters(tab="all")).rows)
        assert queries.counts(who)["all"] == 0
    for who in (world.command, world.head):
        assert queries.matter(who, request.pk).request.pk == request.pk
    assert not MapPoint.objects.exists()
    assert {alert.role for alert in StaffAlert.objects.all()} == {"community_head", "town_command"}
    assert "打我" not in "".join(alert.text for alert in StaffAlert.objects.all())


def test_its_notices_carry_no_content(world: World) -> None:
    request = world.file(VIOLENCE, "help")
    operations.acknowledge_emergency(world.command, request.pk)
    operations.decide_class(world.head, request.pk, sanshi="big", ground="家庭暴力由公安依法处理")
    told = "".join(notice.title + notice.text for notice in Notice.objects.all())
    assert told
    for word in ("打我", "家暴", "老公", "公安", request.title):
        assert word not in told


def test_it_is_never_private_nor_withdrawn_by_a_tap(world: World) -> None:
    request = world.file(VIOLENCE, "help")
    operations.acknowledge_emergency(world.command, request.pk)
    with pytest.raises(NotNow, match="不能当私事"):
        operations.decide_class(world.head, request.pk, sanshi="private", ground="夫妻之间的事情")
    with pytest.raises(NotNow):
        operations.withdraw(world.resident, request.pk)


def test_a_quarrel_without_violence_is_private_and_can_be_overridden(world: World) -> None:
    request = world.file("我们两口子最近老吵架，想请人来劝一劝、调解一下", "help")
    assert request.proposed_sanshi == "private"
    operations.accept(world.worker, request.pk)
    assert operations.decide_class(world.worker, request.pk, sanshi="small", ground="吵到了整栋楼，大家商量").sanshi == "small"


def test_it_is_no_duplicate_of_anything(world: World) -> None:
    world.file(VIOLENCE, "help")
    second = world.file(VIOLENCE, "help")
    assert not Likeness.objects.filter(request=second).exists()
    plain = world.classified()
    with pytest.raises(NotNow, match="单独办"):
        operations.merge(world.head, plain.pk, [second.pk])


def test_a_restricted_matter_is_seen_by_whom_it_was_given_to(world: World) -> None:
    request = world.file(VIOLENCE, "help")
    operations.acknowledge_emergency(world.command, request.pk)
    operations.decide_class(world.head, request.pk, sanshi="big", ground="家庭暴力由公安依法处理")
    operations.dispatch(world.head, request.pk, to=To("grid_worker", "第 3 网格", world.grid.user_id, "田青"))
    assert queries.matter(world.grid, request.pk).is_handler
    with pytest.raises(NotVisible):
        queries.matter(world.worker, request.pk)


def test_a_complaint_about_the_community_goes_above_it(world: World) -> None:
    request = world.file("社区工作人员态度恶劣，推诿不管，我要投诉", "complaint")
    assert request.against == "community"
    assert request.proposals.get().handler_role == "town_officer"
    for who in (world.worker, world.head, world.grid):
        with pytest.raises(NotVisible):
            queries.matter(who, request.pk)
    operations.accept(world.officer, request.pk)
    operations.decide_class(world.officer, request.pk, sanshi="big", ground="由街道核查社区工作")
    with pytest.raises(NotPermitted, match="不能交回去"):
        operations.dispatch(world.officer, request.pk, to=To("community_head", "金竹社区", world.head.user_id, "覃晓岚"))
    assert (
        operations.dispatch(world.officer, request.pk, to=To("town_officer", "临江街道", world.officer.user_id, "向远")).status == "working"
    )


@pytest.mark.parametrize("text", ["网格员态度恶劣，推诿不管，我要投诉", "社区工作人员态度恶劣，推诿不管，我要投诉"])
def test_a_complaint_about_staff_is_on_no_map(world: World, text: str) -> None:
    request = world.file(text, "complaint")
    assert request.against
    operations.accept(world.officer, request.pk)
    operations.decide_class(world.officer, request.pk, sanshi="big", category="light", ground="由街道核查社区工作")
    assert not MapPoint.objects.filter(request_id=request.pk).exists()


def test_the_handling_unit_does_not_learn_a_hidden_name(world: World) -> None:
    request = world.classified()
    operations.dispatch(world.worker, request.pk, to=To("property", "桂苑物业", world.property.user_id, "谭工"))
    seen = queries.matter(world.property, request.pk).requester
    assert (seen.name, seen.phone, seen.can_show) == ("居民", "", False)
    with pytest.raises(NotPermitted):
        operations.reveal_requester(world.property, request.pk, purpose="contact")
    assert queries.matter(world.worker, request.pk).requester.phone == "100****1234"
    assert operations.reveal_requester(world.worker, request.pk, purpose="contact").phone == "10000001234"


def test_outside_units_see_only_what_they_were_given(world: World) -> None:
    request = world.classified()
    for who in (world.property, world.department):
        with pytest.raises(NotVisible):
            queries.matter(who, request.pk)
    operations.dispatch(world.worker, request.pk, to=To("property", "桂苑物业"))
    assert queries.matter(world.property, request.pk).is_handler
    assert operations.sign(world.property, request.pk).owner_name == "谭工"
    with pytest.raises(NotVisible):
        queries.matter(world.department, request.pk)


def test_residents_see_their_own_only(world: World) -> None:
    request = world.working()
    operations.add_note(world.worker, request.pk, text="配件要等两天")
    own = queries.own(world.resident, request.pk)
    assert all(event.public for event in own.events)
    assert "配件" not in "".join(event.title + event.text for event in own.events)
    for reading in (queries.own, queries.matter):
        with pytest.raises(NotVisible):
            reading(world.stranger, request.pk)


def test_no_names_of_requesters_in_the_timeline(world: World) -> None:
    request = world.answered()
    operations.not_fixed(world.resident, request.pk)
    assert not RequestEvent.objects.filter(actor_name="周小满").exists()


def _as_role(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


TABLES = sorted(
    model._meta.db_table
    for model in Request._meta.apps.get_app_config("requests").get_models()
    if getattr(model, "isolation", "") == "region"
)


@pytest.mark.parametrize("table", TABLES)
def test_the_database_shows_no_row_outside_the_scope(world: World, table: str) -> None:
    request = world.answered()
    operations.rate(world.resident, operations.confirm_solved(world.resident, request.pk).pk, rating=4)
    world.file("3 号楼着火了，冒黑烟", "help")
    operations.add_note(world.worker, request.pk, text="记一笔")
    inside, outside = [], []
    with transaction.atomic():
        with use_scope(world.worker):
            inside.append(_as_role(f"SELECT count(*) FROM {table}"))  # noqa: S608  # names from the models
        with use_scope(world.outsider):
            outside.append(_as_role(f"SELECT count(*) FROM {table}"))  # noqa: S608  # names from the models
    assert outside == [0]
    if table not in {"requests_photo", "requests_likeness"}:
        assert inside[0] > 0


def test_verbs_work_under_the_scoped_role(world: World) -> None:
    with transaction.atomic(), use_scope(world.resident):
        request = operations.file_request(world.resident, world.lamp())
    with transaction.atomic(), use_scope(world.system):
        operations.propose(world.system, request.pk)
    with transaction.atomic(), use_scope(world.worker):
        operations.adopt(world.worker, request.pk, to=world.to_worker())
        operations.finish(world.worker, request.pk, reply="5 到 7 楼换了 3 盏感应灯，都亮了。")
        assert queries.desk(world.worker, Filters(tab="all")).rows[0].id == request.pk
    with transaction.atomic(), use_scope(world.head):
        operations.approve(world.head, request.pk)
    with transaction.atomic(), use_scope(world.resident):
        operations.not_fixed(world.resident, request.pk)
        assert queries.own(world.resident, request.pk).status_label == "重办第 1 次"
    with transaction.atomic(), use_scope(world.outsider), pytest.raises(NotVisible):
        operations.accept(world.outsider, request.pk)


def test_filing_elsewhere_works_under_the_scoped_role(world: World) -> None:
    filing = world.lamp(place=operations.Place(world.neighbour, text="青龙村路口", confirmed=True))
    with transaction.atomic(), use_scope(world.resident):
        request = operations.file_request(world.resident, filing)
        assert queries.own(world.resident, request.pk).region_name == "青龙村"
        assert [row.id for row in queries.mine(world.resident)] == [request.pk]
    anonymous = world.lamp(privacy="anonymous")
    visitor = operations.Place(world.community, text="楼道", confirmed=True)
    with transaction.atomic(), use_scope(world.resident.anonymous()):
        tip = operations.file_request(world.resident.anonymous(), world.lamp(privacy="anonymous", place=visitor))
        assert queries.by_code(tip.number, tip.query_code).request.pk == tip.pk
    assert anonymous.privacy == "anonymous"


def test_the_queue_is_grouped_and_paged(world: World) -> None:
    for _ in range(3):
        world.file()
    world.working()
    world.file("6 号楼着火了，冒黑烟", "help")
    page = queries.desk(world.worker, Filters(tab="all"), size=2)
    assert [group.key for group in page.groups] == ["emergency", "later"]
    more = queries.desk(world.worker, Filters(tab="all"), after=page.next, size=50)
    assert [group.key for group in more.groups] == ["new"]
    assert not more.next
    assert queries.counts(world.worker) == {"mine": 5, "today": 1, "due": 4, "new": 3, "stopped": 0, "all": 5}
    first = page.rows[0]
    assert (first.shape, first.status_label, first.due_words) == ("urgent", "紧急", "20:12 前到场")
    with clock.frozen(MONDAY):
        assert more.rows[0].due_words == "明天 19:42 前受理"


def test_the_queue_needs_as_many_queries_for_many_as_for_one(world: World) -> None:
    world.working()
    with CaptureQueriesContext(connection) as one:
        assert len(queries.desk(world.worker, Filters(tab="all")).rows) == 1
    for _ in range(5):
        world.working()
    with CaptureQueriesContext(connection) as many:
        assert len(queries.desk(world.worker, Filters(tab="all")).rows) == 6
    assert len(many) == len(one)
