"""Run other programs quietly: output goes to a log, a failure is turned into its cause and remedy."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from linli_boot import paths
from linli_boot.say import Trouble

# The order matters: a full disk also breaks downloads, so it is looked for first.
_CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        r"No space left on device|ENOSPC|enough free space",
        "The disk is full.",
        "Free some space (about 3 GB are needed for a first set-up) and run the same command again.",
    ),
    (
        r"Could not get lock|dpkg frontend lock",
        "Another package manager is running.",
        "Wait until it has finished (ps aux | grep -E 'apt|dpkg') and run the same command again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch|EINTEGRITY",
        "A downloaded package differs from the lock file.",
        "A mirror may serve another file: try again, or use another mirror. Do not go round the lock.",
    ),
    (
        (
            r"Temporary failure (in name resolution|resolving)|Could not resolve|[Nn]ame or service not known|ENOTFOUND|EAI_AGAIN"
            r"|ECONNREFUSED|ECONNRESET|ETIMEDOUT|Network is unreachable|NewConnectionError|dns error|error sending request"
            r"|Could not connect|Connection refused|Cannot initiate the connection|No matching distribution found"
        ),
        "A package registry cannot be reached.",
        "Check the network (or the mirror in pip's, npm's and apt's own configuration) and run the same command again.",
    ),
)


def explain(output: str, log: Path, what: str) -> Trouble:
    """The likely cause of a failed program, from what it printed."""
    for pattern, cause, remedy in _CAUSES:
        if re.search(pattern, output):
            return Trouble(f"{what} failed: {cause}", f"{remedy} Log: {log}")
    lines = [text.strip() for text in output.splitlines() if text.strip()]
    # A traceback ends with the error, but the database's own hints (LINE 1: …, ^) may stand below it.
    errors = [text for text in lines if re.match(r"[\w.]*(Error|Exception|Refused|Misconfigured)\b", text)]
    last = [*lines, *errors][-1] if lines else "no output"
    return Trouble(f"{what} failed: {last[:300]}", f"See {log}")


def quiet(  # noqa: PLR0913  # what to run, and how to name it when it fails
    command: Sequence[str | Path],
    *,
    what: str,
    log: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = paths.ROOT,
    user: str | None = None,
    stdin: str | None = None,
) -> str:
    """Run to the end and return the output. Raises Trouble when the program fails or is missing.

    `env` is added to the environment; `user` drops root's rights to that user.
    """
    paths.make_state()
    path = paths.LOGS / f"{log}.log"
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            input=stdin,
            stdin=None if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            **as_user(user),
        )
    except FileNotFoundError as missing:
        cause = f"{what} failed: {missing.filename} is not there."
        raise Trouble(cause, "Install it and run the same command again.") from missing
    with path.open("a", encoding="utf-8") as handle:
        handle.write(f"$ {' '.join(str(part) for part in command)}\n{done.stdout}\n")
    if done.returncode != 0:
        raise explain(done.stdout, path, what)
    return done.stdout


class Rights(TypedDict, total=False):
    """Whose rights a child process gets."""

    user: str
    group: str
    extra_groups: list[str]


def as_user(user: str | None) -> Rights:
    """Arguments for subprocess that run the child as `user`; nothing when there is no one to change to."""
    if user is None:
        return {}
    return {"user": user, "group": user, "extra_groups": []}
