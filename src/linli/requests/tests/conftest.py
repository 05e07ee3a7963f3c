"""A small town for the tests: two communities, the posts that work there, two residents."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from linli.accounts.models import Grant, Role, RolePermission, User
from linli.kernel import clock, permissions
from linli.kernel.actor import Actor
from linli.kernel.actor import Grant as Post
from linli.kernel.ids import new_id
from linli.regions.models import Region, RegionAncestor
from linli.requests import operations
from linli.requests.models import Request
from linli.requests.operations import Filing, Place, To

MONDAY = datetime(2026, 9, 7, 11, 42, tzinfo=UTC)  # 19:42 in Shanghai
TUESDAY = datetime(2026, 9, 8, 0, 46, tzinfo=UTC)
LAMP = "我们 3 号楼 2 单元的楼道灯坏了三天了，5 楼到 7 楼全黑。楼上有位老人晚上下楼倒垃圾，差点踩空。"


@dataclass(frozen=True)
class World:
    """Ids and actors."""

    district: UUID
    town: UUID
    community: UUID
    neighbour: UUID
    resident: Actor
    stranger: Actor
    worker: Actor
    colleague: Actor
    head: Actor
    grid: Actor
    officer: Actor
    command: Actor
    lead: Actor
    property: Actor
    department: Actor
    outsider: Actor
    system: Actor

    def lamp(self, **changes: object) -> Filing:
        """The broken lamp of J17."""
        place = Place(self.community, text="桂苑小区 3 号楼 2 单元", label="3 号楼 2 单元", score=92, confirmed=True, lon=106.5, lat=29.5)
        return replace(Filing("tip", LAMP, place), **changes)  # type: ignore[arg-type]

    def file(self, text: str = LAMP, kind: str = "tip", *, who: Actor | None = None, **changes: object) -> Request:
        """File and let the rules propose, as the reaction does."""
        filing = self.lamp(text=text, type=kind, **changes)
        request = operations.file_request(who or self.resident, filing, phone="10000001234")
        operations.propose(self.system, request.pk)
        return Request.objects.get(pk=request.pk)

    def classified(self, sanshi: str = "small") -> Request:
        """A request that is accepted and put into a class."""
        request = self.file()
        operations.accept(self.worker, request.pk)
        return operations.decide_class(self.worker, request.pk, sanshi=sanshi, category="light", ground="楼道灯是大家共用的")

    def working(self, sanshi: str = "small") -> Request:
        """A request in the worker's hands."""
        request = self.classified(sanshi)
        return operations.dispatch(self.worker, request.pk, to=self.to_worker())

    def answered(self) -> Request:
        """A request whose answer went out."""
        request = self.working()
        operations.finish(self.worker, request.pk, reply="5 到 7 楼换了 3 盏感应灯，昨晚 20:10 试过，都亮。")
        return operations.approve(self.head, request.pk)

    def to_worker(self) -> To:
        """The worker, by name."""
        return To("community_worker", "金竹社区", self.worker.user_id, self.worker.name)


def _actor(role: str, name: str, unit: str, home: UUID, region_ids: set[UUID], door: str = "desk") -> Actor:
    grant = Post(new_id(), role, unit, home, frozenset(region_ids), wide=False, permissions=permissions.of_role(role))
    return Actor(user_id=new_id(), name=name, unit=unit, door=door, grants=(grant,))


def _region(name: str, level: str, parents: list[UUID]) -> UUID:
    made = Region.objects.create(
        name=name, short_name=name.removesuffix("社区"), level=level, kind="", position=name, valid_from=date(2020, 1, 1), demo=True
    )
    for depth, above in enumerate([made.pk, *reversed(parents)]):
        RegionAncestor.objects.create(ancestor_id=above, region_id=made.pk, depth=depth, valid_from=date(2020, 1, 1))
    return made.pk


def counter(region_id: UUID, role: str = "town_officer") -> Grant:
    """A running post that takes requests on there: without one a community is not open."""
    row, _ = Role.objects.get_or_create(code=role, defaults={"label": "镇街业务岗", "rank": 40, "levels": ["township"]})
    RolePermission.objects.get_or_create(role=row, permission="requests.accept")
    user = User.objects.create(username=f"counter-{region_id}", name="柜台", kind=User.Kind.STAFF)
    today = clock.today()
    return Grant.objects.create(
        user=user, role=row, region_id=region_id, unit="临江街道", starts_on=today - timedelta(days=99),
        ends_on=today + timedelta(days=99), giver_name="江望", reason="到岗", given_at=clock.now(),
    )  # fmt: skip


@pytest.fixture
def held_clock() -> Iterator[None]:
    """Monday 2026-09-07, in the evening."""
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def world(db: None, held_clock: None, settings: Settings, tmp_path: Path) -> World:
    """The town."""
    settings.MEDIA_ROOT = tmp_path
    city = _region("重庆市", "city", [])
    district = _region("云溪区", "district", [city])
    town = _region("临江街道", "township", [city, district])
    community = _region("金竹社区", "community", [city, district, town])
    neighbour = _region("青龙村", "community", [city, district, town])
    here, both = {community}, {town, community, neighbour}
    counter(town)
    needs = frozenset({"requests.propose", "requests.escalate", "requests.drop_old_drafts"})
    return World(
        district, town, community, neighbour,
        resident=_actor("resident", "周小满", "", community, here, "resident"),
        stranger=_actor("resident", "陈立", "", community, here, "resident"),
        worker=_actor("community_worker", "罗一禾", "金竹社区", community, here),
        colleague=_actor("community_worker", "何见山", "金竹社区", community, here),
        head=_actor("community_head", "覃晓岚", "金竹社区", community, here),
        grid=_actor("grid_worker", "田青", "第 3 网格", community, here),
        officer=_actor("town_officer", "向远", "临江街道", town, both),
        command=_actor("town_command", "秦川", "临江街道指挥中心", town, both),
        lead=_actor("town_lead", "冉平", "临江街道", town, both),
        property=_actor("property", "谭工", "桂苑物业", community, here),
        department=_actor("department", "石新", "区城管局", district, both | {district}),
        outsider=_actor("community_worker", "外村人", "青龙村", neighbour, {neighbour}),
        system=Actor.system("tests", needs, frozenset(both)),
    )  # fmt: skip
