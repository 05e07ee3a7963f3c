"""Intake: POST of a full request as a share of a bare one-row Django insert, on the same server, in the same run.

A full request is what a resident's phone sends: session, scope and row-level security, the op_id, the matching of the
address, number and query code, the row with its sealed telephone, audit line and outbox event, all in one commit. The peer is
a view without middleware that inserts one row (`support/peer.py`), on the same worker. Blocks of both alternate, so that a busy machine is
busy for both.
"""

import contextlib
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from support.peer import TABLE

from linli.accounts.contract import ensure_notice
from linli.accounts.models import Grant
from linli.accounts.tests.conftest import COMMAND
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry, OutboxEvent
from linli.regions.operations.closure import touch_tree
from linli.requests.models import Request
from tests.isolation.town import doing, hire, houses, lay_out, platform
from tests.support.site import free_port, here, wait

ROOT = Path(__file__).resolve().parents[1]
BLOCKS, BLOCK, CLIENTS = 5, 40, 4
Sent = tuple[float, list[float]]


def _sign_in() -> dict[str, str]:
    ensure_notice(COMMAND)
    here, _ = lay_out()
    touch_tree()
    with doing(platform()):
        houses(here, "金竹", 0)
    client = Client()
    grant = Grant.objects.get(user_id=hire(here)["resident"])
    client.post("/demo/sign-in/", {"post": str(grant.pk)})
    token = "a" * 32
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}", "X-CSRFToken": token}


class Load:
    """Keep-alive clients that send blocks of one kind."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.port, self.headers = port, headers | {"Content-Type": "application/x-www-form-urlencoded"}

    def block(self, address: str, expected: int, clients: int) -> Sent:
        """Send a block; seconds for all of it, and of each."""
        spent: list[float] = []
        share = BLOCK // clients
        threads = [threading.Thread(target=self._send, args=(address, expected, share, spent)) for _ in range(clients)]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(spent) != share * clients:
            sys.exit(f"{address}: only {len(spent)} of {share * clients} were answered as expected")
        return time.perf_counter() - start, spent

    def _send(self, address: str, expected: int, number: int, spent: list[float]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for order in range(number):
            body = urlencode({"text": f"3 号楼 2 单元的楼道灯坏了三天了，5 楼到 7 楼全黑 {order}", "op_id": str(new_id())})
            start = time.perf_counter()
            line.request("POST", address, body, self.headers)
            answer = line.getresponse()
            answer.read()
            if answer.status != expected:
                return
            spent.append(time.perf_counter() - start)
        line.close()


class Share(NamedTuple):
    """Ours as a share of the peer's: by answers a second, and by the server's own processor time, which a busy machine leaves alone."""

    rate: float
    work: float


def spent(server: int) -> float:
    """Processor seconds of the server and its workers so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if server in {int(stat.parent.name), int(fields[1])}:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def compare(load: Load, clients: int, server: int) -> Share:
    """Alternate blocks, print both rates, return ours as a share of the peer's."""
    sides: dict[str, list[Sent]] = {"/bare/": [], "/say/offline/": []}
    work = dict.fromkeys(sides, 0.0)
    for number in range(BLOCKS + 1):
        for address, expected in (("/bare/", 201), ("/say/offline/", 302)):
            before = spent(server)
            sent = load.block(address, expected, clients)
            if number:  # the first block warms up
                sides[address].append(sent)
                work[address] += spent(server) - before
    rates = {}
    for address, blocks in sides.items():
        every = [one for _, times in blocks for one in times]
        rates[address] = len(every) / sum(seconds for seconds, _ in blocks)
        work[address] /= len(every)
        p95 = statistics.quantiles(every, n=20)[-1] * 1000
        print(
            f"  {clients} client(s)  {address:<15}{rates[address]:8.1f} /s   median {statistics.median(every) * 1000:7.2f} ms   p95 {p95:7.2f} ms"
            f"   server's own work {work[address] * 1000:6.2f} ms"
        )
    return Share(rates["/say/offline/"] / rates["/bare/"], work["/bare/"] / work["/say/offline/"])


def _committed(filed: int) -> None:
    """Stop unless each answer left a request, an audit line and an event."""
    counts = (
        Request.objects.count(),
        LogEntry.objects.filter(operation="requests.file").count(),
        OutboxEvent.objects.filter(name="requests.RequestFiled").count(),
    )
    if set(counts) != {filed}:
        sys.exit(f"{filed} filed, but requests, audit lines and events are {counts}")


def measure(folder: Path) -> None:
    """Start the server, load it, print."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    port, headers = free_port(), _sign_in()
    env = here() | {"DJANGO_SETTINGS_MODULE": "support.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'bench'}"}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "support.server:application"]
    log = folder / "server.log"
    with log.open("wb") as handle:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=handle, stderr=handle, stdin=subprocess.DEVNULL)
    try:
        wait(f"http://127.0.0.1:{port}/healthz", server, log)
        load = Load(port, headers)
        shares = [compare(load, clients, server.pid) for clients in (1, CLIENTS)]
    finally:
        server.terminate()
        server.wait(20)
    _committed((BLOCKS + 1) * 2 * BLOCK)
    for clients, share in zip((1, CLIENTS), shares, strict=True):
        print(f"intake as a share of a bare insert, {clients} client(s): {share.rate:.2f}; by the server's own work {share.work:.2f}")


def main() -> None:
    """Measure in a test database."""
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder))
    finally:
        teardown_databases(databases, verbosity=0)
