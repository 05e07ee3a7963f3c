"""Which processes are ours: a recorded pid counts only while its command line names this clone."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from linli_boot import paths

_PROC = Path("/proc/self/stat").exists()


def command_of(pid: int) -> str:
    """The command line of a process; empty when it is gone (or a zombie)."""
    if _PROC:
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    said = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return said.stdout.strip()


def is_ours(pid: int) -> bool:
    """Whether `pid` runs something of this clone."""
    return pid > 0 and str(paths.ROOT) in command_of(pid)


def end_group(leader: int, *, patience: float = 10.0) -> bool:
    """Ask a process of ours and all of its group to end, then insist. False when nobody was there.

    The group matters: a server that was killed leaves its workers behind, and these keep the port.
    """
    if not _signal(leader, signal.SIGTERM):
        return False
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not any(True for _ in _members(leader)):
            return True
        time.sleep(0.05)
    _signal(leader, signal.SIGKILL)
    return True


def _signal(leader: int, number: signal.Signals) -> bool:
    reached = False
    for pid in _members(leader):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
            reached = True
    return reached


def _members(leader: int) -> Iterator[int]:
    for pid, group in _all_groups():
        if group == leader and is_ours(pid):
            yield pid


def _all_groups() -> Iterator[tuple[int, int]]:
    if not _PROC:
        said = subprocess.run(["ps", "-A", "-o", "pid=,pgid="], capture_output=True, text=True, check=False).stdout
        for text in said.splitlines():
            pid, group = text.split()
            yield int(pid), int(group)
        return
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            # The name in brackets may hold spaces; state, parent and group follow the last bracket.
            yield int(folder.name), int((folder / "stat").read_text().rpartition(")")[2].split()[2])
