"""A district with two communities, an auditor, and somebody to act as at the doors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from linli.kernel import log, permissions, reads
from linli.kernel.actor import Actor, Grant
from linli.kernel.ids import new_id
from linli.kernel.scope import use_scope
from linli.kernel.tests.conftest import empty_queue  # noqa: F401  # a fixture
from linli.regions.models import Region, RegionAncestor

_now: list[Actor] = []


def actor_now(_request: HttpRequest) -> Actor:
    """Who acts at the doors in this test (settings.LINLI_ACTOR_OF_REQUEST)."""
    return _now[-1] if _now else Actor.anonymous()


def _region(name: str, level: str, above: list[UUID]) -> UUID:
    made = Region.objects.create(name=name, short_name=name, level=level, kind="", position=name, valid_from=date(2020, 1, 1))
    for depth, one in enumerate([made.pk, *reversed(above)]):
        RegionAncestor.objects.create(ancestor_id=one, region_id=made.pk, depth=depth, valid_from=date(2020, 1, 1))
    return made.pk


def post(role: str, home: UUID, covered: set[UUID], door: str = "desk", person_id: UUID | None = None) -> Actor:
    """Somebody with one post."""
    grant = Grant(new_id(), role, "审计岗", home, frozenset(covered), wide=False, permissions=permissions.of_role(role))
    return Actor(user_id=new_id(), name="沈砚", unit="云溪区", door=door, grants=(grant,), person_id=person_id)


@dataclass
class Place:
    """Ids and people of the tests."""

    district: UUID
    here: UUID
    there: UUID
    auditor: Actor
    worker: Actor
    resident: Actor
    subject: UUID = field(default_factory=new_id)

    def act(self, count: int, region: UUID | None = None) -> None:
        """Work that leaves audit lines."""
        with transaction.atomic():
            for _ in range(count):
                log.append(
                    "audit",
                    self.worker,
                    operation="requests.assign",
                    object_type="requests.request",
                    object_id=new_id(),
                    region_id=region or self.here,
                    facts={"changes": {}},
                )

    def read(self, subject: UUID | None = None, note: str = "") -> None:
        """One reading of somebody's telephone."""
        with transaction.atomic(), use_scope(self.worker):
            reads.read_personal(
                self.worker,
                subject or self.subject,
                region_id=self.here,
                object_type="people.person",
                object_id=subject or self.subject,
                fields=["电话"],
                purpose="contact",
                note=note,
            )


@pytest.fixture
def place(transactional_db: None, settings: Settings, tmp_path: Path) -> Place:
    """The district."""
    settings.STATE = tmp_path
    settings.CHECKPOINT_COPIES = {"place1": tmp_path / "one", "place2": tmp_path / "two"}
    city = _region("重庆市", "city", [])
    district = _region("云溪区", "district", [city])
    here = _region("金竹社区", "community", [city, district])
    other = _region("望山区", "district", [city])
    there = _region("青龙村", "community", [city, other])
    resident = post("resident", here, {here}, "resident", new_id())
    made = Place(
        district, here, there, post("district_auditor", district, {district, here}), post("community_worker", here, {here}), resident
    )
    assert resident.person_id
    made.subject = resident.person_id
    return made


@pytest.fixture
def enter(settings: Settings) -> Iterator[Callable[[Actor], Client]]:
    """A browser in which somebody has signed in."""
    settings.LINLI_ACTOR_OF_REQUEST = "linli.privacy.tests.conftest.actor_now"

    def browser(actor: Actor) -> Client:
        _now.append(actor)
        return Client()

    yield browser
    _now.clear()
