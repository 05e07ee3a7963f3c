"""Verifying an evidence package: on an auditor's machine there is no database, no key and perhaps no network."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from linli_boot import paths, python_env

_NEEDED = ("cryptography", "gmalg")


def asked(arguments: list[str]) -> bool:
    """Whether `audit_verify` is to read a package instead of the database."""
    return any(word == "--file" or word.startswith("--file=") for word in arguments)


def verify(arguments: list[str]) -> int:
    """Run `linli.kernel.verify` on the package; whatever else was said goes on to it."""
    words: list[str] = []
    for word in arguments:
        if word != "--file":
            words.append(word.removeprefix("--file="))
    env = {**os.environ, "PYTHONPATH": str(paths.SRC), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([_python(), "-m", "linli.kernel.verify", *words], env=env, check=False).returncode


def _python() -> Path:
    """The environment of this clone, else this Python when it has what is needed, else an environment made now."""
    if paths.PYTHON.exists():
        return paths.PYTHON
    if all(importlib.util.find_spec(name) for name in _NEEDED):
        return Path(sys.executable)
    python_env.ensure(dev=False)
    return paths.PYTHON
