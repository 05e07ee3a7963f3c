"""`./linli up` and `./linli down`."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from linli_boot import database, django, frontend, keeper, paths, processes, python_env, stamps
from linli_boot.database import Database
from linli_boot.say import Steps, Trouble, line, note

_STEPS = 8
_READY_WITHIN = 60.0
_WORKER_WITHIN = 20.0
_HTTP_OK = 200
_LAST_PORT = 65535


@dataclass(frozen=True)
class Wish:
    """What the command line asked for."""

    port: int
    detach: bool
    demo: bool


@dataclass
class Up:
    """One run of `up`; each method is a step."""

    wish: Wish
    steps: Steps = field(default_factory=lambda: Steps(_STEPS))
    database: Database | None = None

    def run(self) -> int:
        """Bring everything up. Raises Trouble."""
        _check_mode(demo=self.wish.demo)
        running = keeper.recorded()
        code = stamps.of_times(_code())
        if running is not None and running.alive and self._same(running, code):
            line(f"Linli is already running: {_address(running.port)}   (./linli down stops it)")
            return 0
        # Looked at before anything is stopped: a refusal leaves what runs as it was.
        if running is None or not running.alive or running.port != self.wish.port:
            _check_port(self.wish.port)
        if running is not None:
            keeper.end(running)
        self._prepare()
        keeper_process = self._start(code)
        line(f"\nLinli is ready after {self.steps.elapsed():.1f} s: {_address(self.wish.port)}")
        django.show_demo_accounts(self._opened(), demo=self.wish.demo, address=_address(self.wish.port))
        if not self.wish.demo:
            line(f"The first account: ./linli first_account 姓名 用户名 单位 --address {_address(self.wish.port)}   (docs/operations.md)")
        if self.wish.detach:
            line("./linli down stops it.")
            return 0
        line("Ctrl-C stops it.")
        return _wait(keeper_process)

    def _same(self, running: keeper.Running, code: str) -> bool:
        same = running.port == self.wish.port and running.demo == self.wish.demo and running.code == code
        return same and health(running.port) is not None

    def _prepare(self) -> None:
        step = self.steps.run
        step("Python environment", lambda: python_env.ensure(dev=False))
        step("Front end", frontend.ensure)
        step("Database server", self._open)
        applied = step("Roles and extensions", lambda: database.check(self._opened()))
        demo = self.wish.demo
        step("Tables", lambda: django.migrate(self._opened(), demo=demo, applied=applied))
        step("Roles, calendar, divisions", lambda: django.load_reference(self._opened(), demo=demo, applied=applied))
        step("Demo places" if demo else "Demo places (none wanted)", lambda: django.seed(self._opened(), demo=demo, applied=applied))

    def _open(self) -> str:
        self.database, said = database.start()
        return said

    def _opened(self) -> Database:
        if self.database is None:
            message = "the database is opened by an earlier step"
            raise RuntimeError(message)
        return self.database

    def _start(self, code: str) -> subprocess.Popen[bytes]:
        def start() -> subprocess.Popen[bytes]:
            django.collect_static(self._opened(), demo=self.wish.demo)
            process = _launch_keeper(self.wish, code)
            _wait_until_ready(process, self.wish.port)
            return process

        return self.steps.run("Server and worker", start)


def up(arguments: list[str]) -> int:
    """Start Linli; see `./linli up --help`."""
    parser = argparse.ArgumentParser(prog="./linli up", description="Start Linli on this machine.")
    parser.add_argument("--detach", action="store_true", help="return when it is ready and leave it running")
    parser.add_argument("--port", type=int, default=8000, help="port of the web server (default 8000)")
    parser.add_argument("--no-demo", action="store_true", help="production: no demo places, no demo accounts, own keys")
    given = parser.parse_args(arguments)
    return Up(Wish(given.port, given.detach, not given.no_demo)).run()


def down(arguments: list[str]) -> int:
    """Stop all that `up` started."""
    argparse.ArgumentParser(prog="./linli down", description="Stop all that ./linli up started.").parse_args(arguments)
    running = keeper.recorded()
    stopped = running is not None and keeper.end(running)
    cluster_there = database.given() is None and (paths.STATE / "pg.json").exists()
    if cluster_there and database.private().stop():
        stopped = True
    line("Stopped." if stopped else "Nothing was running.")
    return 0


def keep(arguments: list[str]) -> int:
    """The process behind `up` (not for people): port, demo or production, stamp of the code."""
    port, mode, code = arguments
    found = database.given() or database.of_cluster(database.private(), database.NAME)
    return keeper.Keeper(found, int(port), mode == "demo", code).run()


def health(port: int) -> dict[str, str] | None:
    """What /healthz answers, or None while nobody does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:  # our own address
            content = json.load(answer)
            return content if answer.status == _HTTP_OK else None
    except (OSError, ValueError):
        return None


def _launch_keeper(wish: Wish, code: str) -> subprocess.Popen[bytes]:
    log = paths.LOGS / "keeper.log"
    with log.open("ab") as handle:
        return subprocess.Popen(
            [sys.executable, str(paths.ROOT / "linli"), "_keep", str(wish.port), "demo" if wish.demo else "production", code],
            cwd=paths.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    began = time.monotonic()
    answered = 0.0
    while True:
        now = time.monotonic()
        found = health(port)
        if found and found["worker"] == "ok":
            return
        answered = answered or (now if found else 0.0)
        if answered and now - answered > _WORKER_WITHIN:
            note(f"the worker has not reported yet; see {paths.LOGS / 'worker.log'}")
            return
        running = keeper.recorded()
        server_died = running is not None and running.deaths.get("server", 0) > 1
        if process.poll() is not None or server_died or now - began > _READY_WITHIN:
            last = keeper.tail("server") or keeper.tail("keeper")
            processes.end_group(process.pid)
            down([])
            cause = f"The server did not start: {last.splitlines()[-1] if last else 'it printed nothing'}"
            raise Trouble(cause, f"See {paths.LOGS / 'server.log'}")
        time.sleep(0.1)


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Foreground: stay until Ctrl-C or until the keeper ends, then leave nothing behind."""
    stop = {signal.SIGTERM, signal.SIGHUP}
    for number in stop:
        signal.signal(number, signal.default_int_handler)
    try:
        return process.wait()
    except KeyboardInterrupt:
        line("\nStopping …")
        process.terminate()
        process.wait()
        line("Stopped.")
        return 0


def _check_port(port: int) -> None:
    if not 0 < port <= _LAST_PORT:
        raise Trouble(f"{port} is no port.", f"Choose one from 1 to {_LAST_PORT}: ./linli up --port 8000")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("LINLI_BIND", "127.0.0.1"), port))
        except PermissionError as refused:
            raise Trouble(f"Port {port} may not be used by this user.", "Choose one above 1023: ./linli up --port 8000") from refused
        except OSError as taken:
            cause = f"Port {port} is in use by another program."
            raise Trouble(cause, f"Stop that program, or choose another port: ./linli up --port {port + 1}") from taken


def _check_mode(*, demo: bool) -> None:
    """Keys say for which mode they were made; production never runs on demo keys, nor the other way round."""
    made_for = django.mode()
    if made_for is not None and made_for != demo:
        names = {True: "demo mode", False: "production"}
        cause = f"This installation ({paths.STATE}) was made for {names[made_for]}."
        flag = "" if made_for else " --no-demo"
        raise Trouble(cause, f"Run ./linli up{flag}, or set LINLI_STATE to another folder for {names[demo]}.")


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


def _code() -> Iterator[Path]:
    for folder, folders, files in os.walk(paths.SRC / "linli"):
        folders[:] = [name for name in folders if name not in {"__pycache__", "tests"}]
        yield from (Path(folder) / name for name in files)
