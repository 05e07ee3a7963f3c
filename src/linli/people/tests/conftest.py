"""Two communities, and a worker of the first under the scope of its transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connection

from linli.kernel.actor import Actor
from linli.kernel.scope import use_scope
from linli.people.tests.factories import Community, community, region, worker


@dataclass(frozen=True)
class World:
    """Who acts where."""

    worker: Actor
    place: Community
    other_id: UUID


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The worker's own transaction: everything inside runs as `linli_scoped` with one region."""
    home, other = region("金竹社区"), region("云台社区")
    actor = worker(home)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE linli_app")
    with use_scope(actor):
        yield World(actor, community(actor, home), other)
