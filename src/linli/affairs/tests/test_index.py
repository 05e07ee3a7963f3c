"""The index is what its sources say: live, replayed, rebuilt, broken off; and never who."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from linli.accounts.contract import create_demo_user, demo_accounts, sync_roles
from linli.accounts.tests.conftest import COMMAND, City
from linli.affairs import operations, queries
from linli.affairs.models import Affair
from linli.affairs.rebuilding import compare_all
from linli.kernel import permissions
from linli.kernel.actor import Actor
from linli.kernel.drain import drain
from linli.kernel.errors import NotPermitted, NotVisible
from linli.places import contract as places
from linli.projects import contract as projects
from linli.projects.models import Project
from linli.requests import operations as requests
from linli.requests.models import Request
from linli.requests.operations import Filing, Place

HERE = (106.0, 29.0, 107.0, 30.0)


def platform() -> Actor:
    permissions.load()
    return Actor.system("test", frozenset(one.name for one in permissions.everything()), wide=True, door="command")


@pytest.fixture
def sources(city: City) -> dict[str, UUID]:
    """A lamp that is out, a cry for help, an inspection and a project."""
    actor = platform()
    resident = create_demo_user(COMMAND, role="resident", region_id=city.community, name="周念慈", unit="居民")
    who = replace(Actor.anonymous(), user_id=resident, name="周念慈")
    place = Place(city.community, "桂苑 3 号楼 2 单元 501", "桂苑 3 号楼 2 单元", score=95, confirmed=True, lon=106.58, lat=29.57)
    lamp = requests.file_request(who, Filing("tip", "周念慈家门口的楼道灯坏了三天，全黑。", place), phone="10000001299")
    beaten = requests.file_request(who, Filing("complaint", "桂苑 3 号楼有人动手打老婆，孩子一直哭。", place), phone="10000001299")
    new = places.NewFacility(city.community, "hydrant", "3 号楼旁消火栓", place_text="东侧", lon=106.58, lat=29.57)
    facility = places.register_facility(actor, new)
    check = places.check_facility(actor, facility.pk, "found_good")
    plan = projects.NewProject(city.community, "门厅改造", "works", "fiscal", "换防滑砖", 100, lon=106.58, lat=29.57)
    project = projects.propose(actor, plan)
    drain()
    return {"lamp": lamp.pk, "beaten": beaten.pk, "check": check.pk, "facility": facility.pk, "project": project}


def picture() -> list[tuple[Any, ...]]:
    names = ("type", "source_id", "parent_id", "region_id", "kind", "title", "state", "place", "opened_at", "closed_at")
    return sorted(Affair.objects.values_list(*names), key=str)


def test_the_live_feed_is_the_rebuild(city: City, sources: dict[str, UUID]) -> None:
    live = picture()
    assert {row[1] for row in live} == {sources["lamp"], sources["check"], sources["project"]}
    call_command("affairs_rebuild", "--check")
    Affair.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("affairs_rebuild", "--check")
    assert not Affair.objects.exists(), "a check changes nothing"
    call_command("affairs_rebuild")
    assert picture() == live
    Affair.objects.filter(type="project").update(title="别的", state="done")
    Affair.objects.create(
        region_id=city.community, type="request", source_id=sources["beaten"], title="x", state="open", opened_at="2026-01-01T00:00Z"
    )
    found = compare_all(platform(), (city.community,), repair=True)
    assert (found["project"].different, found["request"].surplus) == (1, 1)
    assert picture() == live


def test_replay_changes_nothing_and_a_broken_run_goes_on(city: City, sources: dict[str, UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    live = picture()
    for _ in range(2):
        operations.follow(platform(), "request", sources["lamp"])
        operations.follow(platform(), "request", sources["beaten"])
    assert picture() == live
    Affair.objects.all().delete()
    monkeypatch.setattr(operations, "PIECE", 1)
    whole, calls = operations.compare, []

    def dies(*args: Any, **kwargs: Any) -> operations.Piece:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError
        return whole(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(operations, "compare", dies)
        with pytest.raises(RuntimeError):
            compare_all(platform(), (city.community,), repair=True)
    assert 0 < Affair.objects.count() < len(live)
    compare_all(platform(), (city.community,), repair=True)
    assert picture() == live


def test_what_happens_later_is_followed(city: City, sources: dict[str, UUID]) -> None:
    requests.accept(city.worker.actor, sources["lamp"])
    requests.decline(city.worker.actor, sources["lamp"], ground="court", text="路灯归城管路灯所管，请打 12345，我们已经转告。")
    drain()
    assert Affair.objects.get(source_id=sources["lamp"]).state == "dropped"
    Project.objects.filter(pk=sources["project"]).update(state="stopped")
    operations.follow(platform(), "project", sources["project"])
    assert Affair.objects.get(source_id=sources["project"]).state == "dropped"
    Request.objects.filter(pk=sources["lamp"]).update(restricted=True)
    operations.follow(platform(), "request", sources["lamp"])
    assert not Affair.objects.filter(source_id=sources["lamp"]).exists()


def test_nobody_is_named(sources: dict[str, UUID]) -> None:
    for row in Affair.objects.values():
        text = str(row)
        assert not [word for word in ("周念慈", "501", "10000001299", "全黑") if word in text]


def test_who_may_write_and_read(city: City, sources: dict[str, UUID]) -> None:
    with pytest.raises(NotPermitted):
        operations.follow(city.worker.actor, "project", sources["project"])
    Affair.objects.filter(type="project").delete()
    with pytest.raises(NotVisible):
        operations.follow(Actor.system("x", frozenset({"affairs.follow"}), frozenset({city.far})), "project", sources["project"])
    assert queries.affairs(city.other_lead.actor, queries.Wanted()).rows == []
    assert len(queries.affairs(city.town_lead.actor, queries.Wanted()).rows) == 2


def test_points_and_heat(city: City, sources: dict[str, UUID]) -> None:
    assert [one.kind for one in queries.points(city.head.actor, bbox=HERE, kinds=["project"])] == ["project"]
    assert queries.points(city.other_lead.actor, bbox=HERE) == []
    assert queries.heat(city.head.actor, bbox=HERE, size=0.01) == [], "three affairs are too few for a cell"
    for _ in range(9):
        projects.propose(
            platform(), projects.NewProject(city.community, f"项目 {_} 号", "works", "fiscal", "换防滑砖", 100, lon=106.58, lat=29.57)
        )
    drain()
    (cell,) = queries.heat(city.head.actor, bbox=HERE, size=0.01)
    assert cell.number >= 10


def test_the_page(city: City, sources: dict[str, UUID], settings: Settings) -> None:
    settings.DEMO = True
    sync_roles(COMMAND)

    def enter(role: str, region_id: UUID) -> Client:
        name = f"{role}{region_id}"[:40]
        create_demo_user(COMMAND, role=role, region_id=region_id, name=name, unit="单位")
        client = Client()
        client.post("/demo/sign-in/", {"post": str(next(one for one in demo_accounts() if one.name == name).grant_id)})
        return client

    worker = enter("community_worker", city.community)
    page = worker.get("/affairs/").content.decode()
    for link in (
        f"/desk/requests/{sources['lamp']}/",
        f"/organisations/facilities/{sources['facility']}/",
        f"/projects/{sources['project']}/",
    ):
        assert link in page
        assert worker.get(link).status_code == 200
    assert str(sources["beaten"]) not in page
    only = worker.get("/affairs/?type=project&state=open&q=门厅").content.decode()
    assert (only.count("row-title"), str(sources["lamp"]) in only) == (1, False)
    assert "没有这样的事情" in worker.get("/affairs/?until=2020-01-01").content.decode()
    assert worker.get("/affairs/?since=x&region=y&after=z&type=no").status_code == 200
    assert "门厅改造" not in enter("community_worker", city.far).get("/affairs/").content.decode()
    assert enter("property", city.community).get("/affairs/").status_code == 403
