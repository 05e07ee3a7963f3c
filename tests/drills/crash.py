"""Server and worker that are killed at random moments and started again, and clients that do not give up."""

import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from tests.support.site import ROOT, free_port, here

MOVED = 302
REFUSED = range(400, 500)
TRIES, PAUSE = 600, 0.2


@dataclass
class Victim:
    """A process in a group of its own; `kill` is SIGKILL to all of it, without a chance to tidy up."""

    command: list[str]
    log: Path
    deaths: int = 0
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it; the log goes on in the same file."""
        with self.log.open("ab") as handle:
            self._process = subprocess.Popen(
                self.command, cwd=ROOT, env=here(), stdout=handle, stderr=handle, stdin=subprocess.DEVNULL, start_new_session=True
            )

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The one that runs."""
        if self._process is None:
            message = "not started"
            raise RuntimeError(message)
        return self._process

    def kill(self) -> None:
        """Kill -9."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self.deaths += 1


@dataclass
class Site:
    """Server and worker on the test database."""

    folder: Path
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        server += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "linli.web.wsgi:application"]
        self.server = Victim(server, self.folder / "server.log")
        self.worker = Victim([sys.executable, "manage.py", "worker"], self.folder / "worker.log")

    def start(self) -> None:
        """Both."""
        self.server.start()
        self.worker.start()

    def stop(self) -> None:
        """Both, hard."""
        self.server.kill()
        self.worker.kill()


@dataclass
class Answer:
    """A status, its headline where it refuses, 0 where the connection broke."""

    status: int
    location: str = ""


@dataclass
class Filing:
    """One matter with the op_id under which the phone sends it, again and again if need be."""

    op_id: UUID
    text: str


@dataclass
class Phones:
    """Several phones of one resident; each matter is sent until it was answered."""

    port: int
    cookies: dict[str, str]
    answers: dict[UUID, list[Answer]] = field(default_factory=dict)
    given_up: list[UUID] = field(default_factory=list)

    def send_all(self, filings: list[Filing], threads: int = 4) -> None:
        """Come back when each was accepted, or given up."""
        shares = [filings[start::threads] for start in range(threads)]
        running = [threading.Thread(target=self._send_each, args=(share,)) for share in shares]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()

    def _send_each(self, filings: list[Filing]) -> None:
        for filing in filings:
            self._send(filing)

    def _send(self, filing: Filing) -> None:
        kept = self.answers.setdefault(filing.op_id, [])
        for _ in range(TRIES):
            kept.append(self._post(filing))
            if kept[-1].status == MOVED:
                return
            if kept[-1].status in REFUSED:
                break
            time.sleep(PAUSE)
        self.given_up.append(filing.op_id)

    def _post(self, filing: Filing) -> Answer:
        sent = urlencode({"text": filing.text, "op_id": str(filing.op_id)})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies["csrftoken"],
        }
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("POST", "/say/offline/", sent, headers)
            answer = line.getresponse()
            body = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, answer.headers.get("Location", "") or "".join(re.findall(r"<h1[^>]*>(.*?)</h1>", body)))
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            line.close()


def reaper(site: Site, stop: threading.Event, chance: random.Random, rest: tuple[float, float]) -> None:
    """Kill one of the two at a random moment, start it again, rest once the site answers, and so on."""
    while not stop.wait(chance.uniform(*rest)):
        victim = chance.choice((site.server, site.server, site.worker))
        victim.kill()
        victim.start()
        while not stop.is_set() and not _listens(site.port):
            time.sleep(PAUSE)


def _listens(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status < 600
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
