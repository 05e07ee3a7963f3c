"""The month that `up` plays: every state has a matter to look at, and no matter is taken for what it is not."""

import os

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from linli.demo.story import MATTERS
from linli.requests.rules import states
from tests.support.site import Site

SAID = {matter.key: matter.text for matter in MATTERS}


@pytest.fixture
def played(demo_site: Site) -> list[tuple[str, str, bool]]:
    """Text, status and whether it is kept from most, of every matter of the demonstration."""
    if os.environ.get("LINLI_JOURNEYS_URL"):
        pytest.skip("only the database of this run can be looked into")
    assert demo_site.url
    parts = connection.settings_dict
    link = {
        "dbname": f"{parts['NAME']}_journeys",
        "user": parts["USER"],
        "password": parts["PASSWORD"],
        "host": parts["HOST"],
        "port": parts["PORT"],
    }
    with psycopg.connect(make_conninfo(**{key: value for key, value in link.items() if value})) as door:
        return door.execute("SELECT text, status, restricted FROM requests_request").fetchall()


def test_every_state_has_a_matter(played: list[tuple[str, str, bool]]) -> None:
    assert {status for _, status, _ in played} == set(states.STATUSES)


def test_only_the_blow_is_kept_from_most(played: list[tuple[str, str, bool]]) -> None:
    assert [text for text, _, restricted in played if restricted and text in SAID.values()] == [SAID["hit"]]
