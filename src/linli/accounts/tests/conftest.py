"""A small city for the tests: two towns, their communities, and staff whose accounts were opened through the operations."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from linli.accounts.contract import actor_of_user, ensure_notice, invite, sync_roles
from linli.accounts.operations import staff_accounts
from linli.accounts.operations.posts import NewPost
from linli.accounts.operations.staff_accounts import NewPerson
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.regions.models import Region, RegionAncestor

PASSWORD = "Jiangshui-2026"
COMMAND = Actor.system(
    "安装",
    frozenset({"accounts.invite", "accounts.sync_roles", "accounts.publish_notice", "accounts.load_profiles"}),
    wide=True,
    door="command",
)


@dataclass(frozen=True)
class Person:
    """A member of staff with his first post."""

    user_id: UUID
    username: str
    actor: Actor


@dataclass(frozen=True)
class City:
    """Regions, and staff from the top to the bottom."""

    city: UUID
    district: UUID
    town: UUID
    other_town: UUID
    community: UUID
    neighbour: UUID
    far: UUID
    admin: Person
    lead: Person
    district_lead: Person
    town_lead: Person
    other_lead: Person
    head: Person
    worker: Person
    hire: Callable[..., Person]


def region(name: str, level: str, above: list[UUID]) -> UUID:
    """A region with its line of ancestors, the city first."""
    start = date(2020, 1, 1)
    made = Region.objects.create(name=name, short_name=name, level=level, kind="", position=name, valid_from=start, demo=True)
    for depth, one in enumerate([made.pk, *reversed(above)]):
        RegionAncestor.objects.create(ancestor_id=one, region_id=made.pk, depth=depth, valid_from=start)
    return made.pk


def post(role: str, region_id: UUID, *, days: int = 365, starts_in: int = 0, unit: str = "单位") -> NewPost:
    """A post from today."""
    start = clock.today() + timedelta(days=starts_in)
    return NewPost(role, region_id, unit, start, start + timedelta(days=days), "新到岗，接替老张")


def hire(giver: Actor, role: str, region_id: UUID, name: str, username: str) -> Person:
    """Invite somebody, who sets a password."""
    made = invite(giver, NewPerson(name, username), post(role, region_id))
    staff_accounts.accept_invitation(Actor.anonymous(), made.token, PASSWORD)
    return Person(made.user_id, username, replace(actor_of_user(made.user_id), ip="10.0.0.1"))


def build() -> City:
    """The whole city."""
    city = region("重庆市", "city", [])
    district = region("云溪区", "district", [city])
    town, other_town = (region(name, "township", [city, district]) for name in ("临江街道", "望山镇"))
    community, neighbour = (region(name, "community", [city, district, town]) for name in ("金竹社区", "桂溪社区"))
    far = region("青龙村", "community", [city, district, other_town])
    sync_roles(COMMAND)
    ensure_notice(COMMAND)
    admin = hire(COMMAND, "system_admin", city, "安一", "admin.an")
    lead = hire(admin.actor, "city_lead", city, "周望", "zhou.wang")
    district_lead = hire(lead.actor, "district_lead", district, "何见山", "he.jianshan")
    town_lead = hire(district_lead.actor, "town_lead", town, "江望", "jiang.wang")
    other_lead = hire(district_lead.actor, "town_lead", other_town, "石新", "shi.xin")
    head = hire(town_lead.actor, "community_head", community, "罗一禾", "luo.yihe")
    worker = hire(head.actor, "community_worker", community, "覃晓岚", "qin.xiaolan")
    return City(
        city, district, town, other_town, community, neighbour, far, admin, lead, district_lead, town_lead, other_lead, head, worker, hire
    )  # fmt: skip


@pytest.fixture
def city(db: None, settings: Settings) -> City:
    """The city inside a test that rolls back."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    return build()
