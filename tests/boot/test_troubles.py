"""What keeps `./linli up` from going on is said in one line, with one remedy, and leaves nothing half done."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from linli_boot import browser, cluster, database, debian, django, paths, probe, python_env
from linli_boot.postgres import Binaries
from linli_boot.run import explain
from linli_boot.say import Trouble
from tests.support.site import ROOT

LOG = Path("up.log")

# As these programs really print it, with the part that names a host left out.
PRINTED = (
    ("OSError: [Errno 28] No space left on device", "The disk is full."),
    ("npm error code ENOSPC\nnpm error syscall write", "The disk is full."),
    ("E: You don't have enough free space in /var/cache/apt/archives/.", "The disk is full."),
    ("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt-get)", "Another package manager is running."),
    (
        "error: Failed to fetch: a package\n  Caused by: dns error: failed to lookup address information",
        "A package registry cannot be reached.",
    ),
    ("npm error code ENOTFOUND\nnpm error network request failed", "A package registry cannot be reached."),
    ("W: Failed to fetch …  Temporary failure resolving 'mirror'", "A package registry cannot be reached."),
    ("npm error code EINTEGRITY", "A downloaded package differs from the lock file."),
    ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "A downloaded package differs from the lock file."),
)


@pytest.mark.parametrize(("printed", "cause"), PRINTED)
def test_programs_that_fail_are_explained(printed: str, cause: str) -> None:
    told = explain(printed, LOG, "Installing the Python packages")
    assert told.cause == f"Installing the Python packages failed: {cause}"
    assert str(LOG) in told.remedy


def test_an_unknown_failure_shows_its_last_line() -> None:
    assert explain("one\ntwo\n\n", LOG, "This").cause == "This failed: two"
    assert explain("", LOG, "This").cause == "This failed: no output"
    traceback = 'Traceback\n  File "x"\ndjango.db.utils.ProgrammingError: relation "a" does not exist\nLINE 1: SELECT\n        ^\n'
    assert explain(traceback, LOG, "This").cause == 'This failed: django.db.utils.ProgrammingError: relation "a" does not exist'


def _up(state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`./linli up` as a program, with a state of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, str(ROOT / "linli"), "up", *arguments],
        env={**kept, "LINLI_STATE": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = _up(tmp_path, "--detach", "--port", str(port))
    assert told.returncode == 1
    assert told.stderr.splitlines() == [
        f"✗ Port {port} is in use by another program.",
        f"  → Stop that program, or choose another port: ./linli up --port {port + 1}",
    ]


@pytest.mark.parametrize("port", ["0", "99999", "-1"])
def test_what_is_no_port(tmp_path: Path, port: str) -> None:
    told = _up(tmp_path, "--detach", f"--port={port}")
    assert told.stderr.splitlines()[0] == f"✗ {port} is no port."


def test_commands_that_pass_by_the_log_are_refused() -> None:
    with pytest.raises(Trouble, match="would pass by permissions and the log"):
        django.command(["createsuperuser"])


def test_an_installation_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(json.dumps({"demo": True}))
    told = _up(tmp_path, "--detach", "--no-demo", "--port", "1")
    assert told.returncode == 1
    assert "was made for demo mode" in told.stderr
    assert "Traceback" not in told.stderr


def test_half_a_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///linli")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    with pytest.raises(Trouble, match="DATABASE_OWNER_URL is not set"):
        database.given()


def test_an_old_server_is_refused(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], password=settings["PASSWORD"], dbname=settings["NAME"]
    ) as door:
        assert "too old" not in probe.problem_of(door, door)
        monkeypatch.setattr(probe, "OLDEST_SERVER", 990000)
        assert probe.problem_of(door, door).startswith("version: PostgreSQL ")


def test_data_of_another_version_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "STATE", tmp_path)
    monkeypatch.setattr(cluster.Cluster, "user", None)
    own = cluster.Cluster("pg", Binaries(tmp_path, 15))
    own.data.mkdir(parents=True)
    (own.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(Trouble, match=r"were made by PostgreSQL 14, installed is 15\.") as told:
        own.start()
    assert "pg_upgrade" in told.value.remedy
    assert [file.name for file in own.data.iterdir()] == ["PG_VERSION"]


def test_a_full_disk_is_seen_before_anything_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_env, "_NEEDED_GB", shutil.disk_usage(ROOT).total)
    monkeypatch.setattr(python_env, "_mark", dict)
    with pytest.raises(Trouble, match="The disk is full"):
        python_env.ensure(dev=False)


def test_a_missing_font_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(browser, "_WRAPPER", LOG)
    monkeypatch.setattr(browser, "_has_fonts", lambda: False)
    monkeypatch.setattr(debian, "is_debian", lambda: False)
    assert browser.ensure()["LINLI_NO_BROWSER"].startswith("no Chromium with Chinese fonts")
    assert "BROWSER TESTS ARE SKIPPED" in capsys.readouterr().out
