"""项目 in the browser: proposing, a step, a payment, the supervisor's word, and what residents read."""

from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from linli.accounts.contract import create_demo_user, demo_accounts, sync_roles
from linli.accounts.tests.conftest import COMMAND, City
from linli.kernel import clock
from linli.kernel.ids import new_id
from linli.projects.models import Project

FORM = {"name": "3 号楼门厅改造", "kind": "works", "aim": "门厅瓷砖脱落，换防滑砖", "source": "service_fund", "budget": "12000.50"}
COUNTED = {"due": "30", "present": "25", "in_favour": "20", "against": "3", "ref": "会议记录 8 号"}


@pytest.fixture(autouse=True)
def demo(city: City, settings: Settings) -> None:
    settings.DEMO = True
    sync_roles(COMMAND)


def enter(role: str, region_id: UUID) -> Client:
    name = f"{role}{region_id}"[:40]
    create_demo_user(COMMAND, role=role, region_id=region_id, name=name, unit="单位")
    found = next(one for one in demo_accounts() if one.name == name)
    client = Client()
    client.post("/demo/sign-in/", {"post": str(found.grant_id)})
    return client


def step(client: Client, row: Project, name: str) -> int:
    said = {"step": name, "held_on": str(clock.today()), "op_id": str(new_id()), "note": "照规矩办的"}
    return client.post(f"/projects/{row.pk}/move/", said | COUNTED).status_code


def test_from_proposal_to_what_residents_read(city: City) -> None:
    head, watch = enter("community_head", city.community), enter("supervisor", city.community)
    assert "还没有项目" in head.get("/projects/").content.decode()
    wrong = head.post("/projects/new/", FORM | {"budget": "多少", "region": str(city.community)})
    assert wrong.status_code == 422
    assert "门厅瓷砖脱落" in wrong.content.decode()
    made = head.post("/projects/new/", FORM | {"region": str(city.community), "op_id": str(new_id())})
    row = Project.objects.get()
    assert (made["Location"], row.budget) == (f"/projects/{row.pk}/", 1_200_050)
    unsaid = head.post(f"/projects/{row.pk}/move/", {"step": "discuss", "held_on": str(clock.today())})
    assert unsaid.status_code == 422
    assert "应到、到会" in unsaid.content.decode()
    resident = enter("resident", city.community)
    for name in ("discuss", "review", "decide"):
        assert step(head, row, name) == 302
    assert "门厅改造" not in resident.get("/projects/ours/").content.decode()
    assert step(head, row, "announce") == 422
    assert "等监委会同意" in head.get(f"/projects/{row.pk}/").content.decode()
    assert watch.post(f"/projects/{row.pk}/inspect/", {"finding": "agrees", "op_id": str(new_id())}).status_code == 302
    assert step(head, row, "announce") == 302
    shown = resident.get("/projects/ours/").content.decode()
    assert "门厅改造" in shown
    assert "12,000.50" in shown
    assert "第 5 步" in shown
    card = watch.get(f"/projects/{row.pk}/").content.decode()
    assert "赞成 20" in card
    assert "记付款" not in card


def test_money_is_kept_within_the_budget(city: City) -> None:
    head = enter("community_head", city.community)
    head.post("/projects/new/", FORM | {"region": str(city.community), "op_id": str(new_id())})
    row = Project.objects.get()
    Project.objects.update(state="working")
    said = {"amount": "12000.51", "stage": "预付", "payee": "桂苑物业", "voucher": "1", "paid_on": str(clock.today())}
    over = head.post(f"/projects/{row.pk}/pay/", said | {"op_id": str(new_id())})
    assert over.status_code == 422
    assert "预算只剩 12000.50 元" in over.content.decode()
    assert head.post(f"/projects/{row.pk}/pay/", said | {"amount": "100", "op_id": str(new_id())}).status_code == 302
    changed = {"budget": "15000", "ref": "会议记录 9 号", "note": "加一道防滑条", "op_id": str(new_id())}
    assert head.post(f"/projects/{row.pk}/budget/", changed).status_code == 302
    assert "预算从 12,000.50 元改成 15,000 元" in head.get(f"/projects/{row.pk}/").content.decode()
    late = head.post(f"/projects/{row.pk}/change/", FORM | {"version": "1"})
    assert late.status_code == 422
    assert head.get("/projects/?state=working&kind=works&q=门厅").content.decode().count("row-title") == 1
    assert "没有这样的项目" in head.get("/projects/?q=没有这个").content.decode()


def test_others_find_nothing_and_those_above_change_nothing(city: City) -> None:
    enter("community_head", city.community).post("/projects/new/", FORM | {"region": str(city.community), "op_id": str(new_id())})
    row = Project.objects.get()
    far, lead = enter("community_head", city.far), enter("town_lead", city.town)
    assert far.get(f"/projects/{row.pk}/").status_code == 404
    assert far.post(f"/projects/{row.pk}/move/", {"step": "discuss"}).status_code == 404
    assert "门厅改造" not in far.get("/projects/").content.decode()
    assert "门厅改造" in lead.get("/projects/").content.decode()
    assert lead.get("/projects/new/").status_code == 403
    said = {"step": "discuss", "held_on": str(clock.today())} | COUNTED
    assert lead.post(f"/projects/{row.pk}/move/", said).status_code == 403
    assert lead.post(f"/projects/{row.pk}/nothing/", {}).status_code == 404
    assert "门厅改造" not in enter("resident", city.far).get("/projects/ours/").content.decode()
