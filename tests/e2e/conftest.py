"""One seeded site for all journeys: the two demo places on a database of their own, which nothing flushes between tests."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser
from psycopg import sql
from psycopg.conninfo import make_conninfo

from linli.settings.test import APP_DATABASE
from tests.e2e.people import Visitors
from tests.support.site import ROOT, Site, environment, serve

# The demo places lie in this district; its villages are enough for the journeys, and load in a second.
DISTRICT = "500108"
SEEDING = "sync_roles load_calendar load_profiles"


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The platform as `up` leaves it, with divisions of one district only; or the one that runs at LINLI_JOURNEYS_URL."""
    if os.environ.get("LINLI_JOURNEYS_URL"):
        yield Site(os.environ["LINLI_JOURNEYS_URL"], tmp_path_factory.mktemp("logs"))
        return
    name = f"{connection.settings_dict['NAME']}_journeys"
    data = _divisions(tmp_path_factory.mktemp("data"))
    _database("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _database("CREATE DATABASE {}", name)
    try:
        owner = environment(connection.settings_dict, name)
        _manage(owner, "migrate", "--no-input")
        app = environment(APP_DATABASE, name)
        for command in SEEDING.split():
            _manage(app, command)
        _manage(app, "load_regions", "--folder", str(data))
        _manage(app, "seed_demo")
        with serve(name, tmp_path_factory.mktemp("demo_site")) as site:
            yield site
    finally:
        _database("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _divisions(folder: Path) -> Path:
    shutil.copytree(settings.ROOT / "data", folder, dirs_exist_ok=True)
    villages = folder / "admin" / "chongqing_villages_2023.csv"
    with villages.open(newline="") as handle:
        rows = list(csv.reader(handle))
    with villages.open("w", newline="") as handle:
        csv.writer(handle).writerows([rows[0], *(row for row in rows[1:] if row[0].startswith(DISTRICT))])
    return folder


def _manage(env: dict[str, str], *arguments: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{arguments}: {done.stdout[-1500:]}{done.stderr[-3000:]}"


def _database(statement: str, name: str) -> None:
    parts = connection.settings_dict
    link = {"dbname": "postgres", "user": parts["USER"], "password": parts["PASSWORD"], "host": parts["HOST"], "port": parts["PORT"]}
    with psycopg.connect(make_conninfo(**{key: value for key, value in link.items() if value}), autocommit=True) as door:
        door.execute(sql.SQL(statement).format(sql.Identifier(name)))


@pytest.fixture
def visitors(browser: Browser, demo_site: Site) -> Iterator[Visitors]:
    """Opens browsers for the people of a journey; closes them and fails on errors in a page."""
    opened = Visitors(browser, demo_site.url)
    yield opened
    opened.leave()
