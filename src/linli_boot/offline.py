"""Verifying an evidence package: on an auditor's machine there is no database, no key and perhaps no network."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from linli_boot import django, paths, python_env

_NEEDED = ("cryptography", "gmalg")


def audit_verify(arguments: list[str]) -> int:
    """With `--file` run `linli.kernel.verify` on the package, and nothing of Django; else the management command."""
    if not any(word == "--file" or word.startswith("--file=") for word in arguments):
        return django.command(["audit_verify", *arguments])
    words = [word.removeprefix("--file=") for word in arguments if word != "--file"]
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
