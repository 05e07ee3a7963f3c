"""Pages of 登记质量: who sees which, forms that keep what was typed, what a post of the whole city gets."""

from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from linli.kernel.actor import Actor
from linli.people import contract as people
from linli.people.models import Person, PersonMerge
from linli.people.tests.factories import resident, worker
from linli.quality import operations, rules
from linli.quality.models import Finding
from linli.quality.tests.conftest import World

_who: dict[str, Actor] = {}


def actor_here(_request: HttpRequest) -> Actor:
    return _who["now"]


@pytest.fixture
def desk(world: World, client: Client, settings: Settings) -> Client:
    settings.LINLI_ACTOR_OF_REQUEST = f"{__name__}.actor_here"
    _who["now"] = world.worker
    return client


def twins(world: World) -> tuple[UUID, UUID]:
    one = resident(world.worker, world.place)
    again = people.NewPerson(world.place.id, "王秀英", id_type="000", phones=(("10000001201", "本人"),))
    return one, people.add_person(world.worker, again)


def test_a_community_is_checked_and_its_findings_are_listed(world: World, desk: Client) -> None:
    _, other = twins(world)
    assert "还没有查过" in desk.get("/quality/").content.decode()
    assert desk.post(f"/quality/{world.place.id}/check/").status_code == 302
    page = desk.get("/quality/").content.decode()
    assert "没有能打通的电话" not in page
    assert "没登记出生日期" in page
    listed = desk.get("/quality/findings/?check=person_birth").content.decode()
    assert f"/registry/people/{other}/" in listed
    assert "王秀英" not in listed
    assert "没有这样的问题" in desk.get("/quality/findings/?check=person_age").content.decode()


def test_a_reason_too_short_is_said_beside_the_field_and_kept(world: World, desk: Client) -> None:
    _, other = twins(world)
    operations.check_community(world.worker, world.place.id)
    finding = Finding.objects.get(subject_id=other, check_code="person_birth")
    refused = desk.post(f"/quality/findings/{finding.pk}/", {"why": "不改", "version": 1})
    assert refused.status_code == 422
    assert "至少 4 个字" in refused.content.decode()
    assert "不改</textarea>" in refused.content.decode()
    assert desk.post(f"/quality/findings/{finding.pk}/", {"why": "本人不愿意说", "version": 1}).status_code == 302
    finding.refresh_from_db()
    assert finding.state == rules.EXCUSED


def test_a_pair_is_compared_merged_and_parted(world: World, desk: Client) -> None:
    one, other = twins(world)
    address = f"/quality/twins/{one}/{other}/"
    assert "是不是同一个人" in desk.get(address).content.decode()
    wrong = desk.post(address, {"decision": "merge", "kept": str(other)})
    assert wrong.status_code == 422
    assert "留下有证件号" in wrong.content.decode()
    assert not PersonMerge.objects.exists()
    assert desk.post(address, {"decision": "merge", "kept": str(one), "op_id": str(uuid4())}).status_code == 302
    assert desk.post(f"/quality/merges/{PersonMerge.objects.get().pk}/part/").status_code == 302
    assert Person.objects.standing().filter(pk=other).exists()
    assert desk.get(f"/quality/twins/{one}/{uuid4()}/").status_code == 404


def test_other_posts(world: World, desk: Client) -> None:
    one, other = twins(world)
    operations.check_community(world.worker, world.place.id)
    _who["now"] = worker(world.place.id, "town_lead")
    page = desk.get("/quality/").content.decode()
    assert "score-figure" in page
    assert "没登记出生日期" not in page, "the score is the township's, the findings are not"
    assert desk.get("/quality/findings/").status_code == desk.get(f"/quality/twins/{one}/{other}/").status_code == 403
    _who["now"] = worker(world.place.id, "grid_worker")
    assert desk.get("/quality/").status_code == 403
    _who["now"] = world.worker
    assert desk.get(f"/quality/{world.other_id}/").status_code == 404
    assert desk.get(f"/quality/findings/?region={world.other_id}").status_code == 404
