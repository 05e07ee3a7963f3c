"""The real thing for journeys: server and worker as processes of their own, as `linli_app`, on the test database."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from linli.settings.test import APP_DATABASE

ROOT = Path(__file__).resolve().parents[2]
_READY_WITHIN = 60.0


@dataclass(frozen=True)
class Site:
    """A running Linli."""

    url: str
    logs: Path


@pytest.fixture(scope="session")
def site_processes(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server for the whole run; a test wants `live_site`.

    Without a worker: on the database that other tests flush, it would take their jobs and hold their tables.
    """
    with serve(str(connection.settings_dict["NAME"]), tmp_path_factory.mktemp("site"), worker=False) as site:
        yield site


@contextmanager
def serve(database: str, logs: Path, *, worker: bool = True) -> Iterator[Site]:
    """Server and worker on a database of the test cluster, until the block ends."""
    port = free_port()
    env = environment(APP_DATABASE, database)
    _run(["manage.py", "collectstatic", "--no-input", "--verbosity", "0"], env)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    server += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "linli.web.wsgi:application"]
    processes = [_start(server, env, logs / "server.log")]
    if worker:
        processes.append(_start([sys.executable, "manage.py", "worker"], env, logs / "worker.log"))
    try:
        wait(f"http://127.0.0.1:{port}/healthz", processes[0], logs / "server.log")
        yield Site(f"http://127.0.0.1:{port}", logs)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


@pytest.fixture
def live_site(transactional_db: None, site_processes: Site) -> Site:
    """The running site; what the test writes through the ORM is committed and so seen by it."""
    return site_processes


def environment(role: Mapping[str, object], database: str) -> dict[str, str]:
    """What a process of Linli needs to work on that database in that role."""
    parts = {
        "dbname": database,
        "user": role["USER"],
        "password": role["PASSWORD"],
        "host": role["HOST"],
        "port": role["PORT"],
    }
    return {
        **os.environ,
        "DATABASE_URL": make_conninfo("", **{name: str(value) for name, value in parts.items() if value}),
        "DATABASE_OWNER_URL": "",
        "DJANGO_SETTINGS_MODULE": "linli.settings",
        "LINLI_STATE": str(settings.STATE),
        "LINLI_DEMO": "1",
        "PYTHONPATH": str(ROOT / "src"),
    }


def here() -> dict[str, str]:
    """`environment` of the application's role on the test database in use."""
    return environment(APP_DATABASE, str(connection.settings_dict["NAME"]))


def _start(command: list[str], env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as handle:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=handle, stderr=subprocess.STDOUT)


def _run(arguments: list[str], env: dict[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, check=True)


def wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the site answers. Fails with the end of its log."""
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  # our own address
                if json.load(answer)["database"] == "ok":
                    return
        except (OSError, ValueError):
            time.sleep(0.1)
    pytest.fail(f"the site did not start:\n{log.read_text()[-3000:]}")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
