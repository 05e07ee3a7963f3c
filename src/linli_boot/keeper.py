"""Keeps server and worker running: starts both, starts them again when they die, ends both when told to.

It runs in its own session; `.linli/run.json` says what it started, so that `down` and a later `up` find it.
"""

import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from linli_boot import paths, processes
from linli_boot.database import Database

RECORD = paths.STATE / "run.json"
_LONGEST_PAUSE = 30.0
# Photos, evidence packages and copies of checkpoints are for this user and its group, not for everybody on the machine.
_UMASK = 0o027
_CALM = 60.0
_LOG_LIMIT = 10_000_000


@dataclass
class Child:
    """One program to keep."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    pause: float = 0.5
    again: float = 0.0
    deaths: int = 0


@dataclass
class Keeper:
    """Runs until SIGTERM, SIGINT or SIGHUP."""

    database: Database
    port: int
    demo: bool
    code: str
    children: list[Child] = field(default_factory=list)
    ending: bool = False

    def run(self) -> int:
        """Start both programs and watch them."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end)
        python = str(paths.PYTHON)
        self.children = [
            Child("server", [python, "-m", "granian", *_server_options(self.port), "linli.web.wsgi:application"]),
            Child("worker", [python, str(paths.ROOT / "manage.py"), "worker"]),
        ]
        for child in self.children:
            self._start(child)
        while not self.ending:
            self._look()
            time.sleep(0.1)
        return self._stop()

    def _end(self, _number: int, _frame: object) -> None:
        self.ending = True

    def _start(self, child: Child) -> None:
        env = {**os.environ, **self.database.environment(demo=self.demo)}
        with _log(child.name).open("ab") as log:
            child.process = subprocess.Popen(
                child.command,
                cwd=paths.ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=_UMASK,
            )
        child.since = time.monotonic()
        child.again = 0.0
        self._record()

    def _look(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None or child.process.poll() is None:
                continue
            if child.again == 0.0:
                child.deaths += 1
                processes.end_group(child.process.pid, patience=2.0)
                child.pause = 0.5 if now - child.since > _CALM else min(child.pause * 2, _LONGEST_PAUSE)
                child.again = now + child.pause
                self._record()
            elif now >= child.again:
                self._start(child)

    def _stop(self) -> int:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        for process in running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            processes.end_group(process.pid, patience=2.0)
        if self.database.cluster is not None:
            self.database.cluster.stop()
        RECORD.unlink(missing_ok=True)
        return 0

    def _record(self) -> None:
        content = {
            "keeper": os.getpid(),
            "port": self.port,
            "demo": self.demo,
            "code": self.code,
            "groups": {child.name: child.process.pid for child in self.children if child.process},
            "deaths": {child.name: child.deaths for child in self.children},
        }
        draft = RECORD.with_suffix(".new")
        draft.write_text(json.dumps(content, indent=1))
        draft.replace(RECORD)


@dataclass(frozen=True)
class Running:
    """What the record says, checked against the processes that are there."""

    keeper: int
    port: int
    demo: bool
    code: str
    groups: dict[str, int]
    deaths: dict[str, int]

    @property
    def alive(self) -> bool:
        """Whether the keeper itself is there."""
        return processes.is_ours(self.keeper)


def recorded() -> Running | None:
    """What was last started and not ended in order."""
    try:
        return Running(**json.loads(RECORD.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def end(running: Running) -> bool:
    """End keeper, server and worker, also when some of them were killed before. False when none was there."""
    ended = processes.end_group(running.keeper, patience=30.0)
    for leader in running.groups.values():
        ended = processes.end_group(leader) or ended
    RECORD.unlink(missing_ok=True)
    return ended


def tail(name: str, lines: int = 15) -> str:
    """The last lines of a program's log."""
    log = paths.LOGS / f"{name}.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""


def _server_options(port: int) -> list[str]:
    host = os.environ.get("LINLI_BIND", "127.0.0.1")
    # Half of the cores: the other half serves PostgreSQL and the worker.
    workers = max(1, (os.cpu_count() or 2) // 2)
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    return [*options, "--blocking-threads", "8", "--no-ws", "--respawn-failed-workers"]


def _log(name: str) -> Path:
    log = paths.LOGS / f"{name}.log"
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    log.touch(0o600)
    return log
