"""The Python environment `.venv`, from the locks and nothing else.

uv installs in a sixth of pip's time (5 s to 31 s, docs/adr/0002). It does not read pip's configuration, where a
city's own mirror is usually named, so that configuration is handed over.
"""

import json
import os
import shutil
import sys
from pathlib import Path

from linli_boot import paths, stamps
from linli_boot.run import quiet
from linli_boot.say import Trouble

RUN_LOCK = paths.ROOT / "requirements.lock"
DEV_LOCK = paths.ROOT / "requirements-dev.lock"
UV_LOCK = paths.ROOT / "requirements-uv.lock"
NODE_LOCK = paths.ROOT / "requirements-node.lock"
_MARK = paths.VENV / ".linli.json"
_NEEDED_GB = 2

_UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}


def ensure(*, dev: bool) -> str:
    """Make or refresh `.venv`. A dev environment also serves `up`, so it is never taken back to the smaller one."""
    have = _mark()
    base = stamps.of_files([RUN_LOCK, UV_LOCK]) + sys.version
    extra = stamps.of_files([DEV_LOCK])
    if have.get("base") == base and (not dev or have.get("dev") == extra):
        return ""
    _check_disk()
    _MARK.unlink(missing_ok=True)
    if have.get("python") != sys.version or not paths.PYTHON.exists():
        _make_venv()
    locks = [RUN_LOCK, DEV_LOCK] if dev else [RUN_LOCK]
    install(*locks)
    keep_dev = dev or (have.get("dev") == extra and have.get("base") == base)
    _write_mark({"python": sys.version, "base": base, "dev": extra if keep_dev else ""})
    return "from the locks"


def install(*locks: Path) -> None:
    """Install exactly what the locks name, every file checked against its hash."""
    uv = paths.VENV / "bin" / "uv"
    if not uv.exists():
        quiet(
            [paths.PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", UV_LOCK],
            what="Installing uv",
            log="python",
            env=caches(),
        )
    command: list[str | Path] = [uv, "pip", "install", "--python", paths.PYTHON, "--require-hashes"]
    for lock in locks:
        command += ["-r", lock]
    quiet(command, what="Installing the Python packages", log="python", env={**_pip_configuration(), **caches()})


def caches() -> dict[str, str]:
    """Caches inside the project where the home folder cannot be written (a service user often has none)."""
    home = Path("~").expanduser()
    if home.is_dir() and os.access(home, os.W_OK):
        return {}
    cache = paths.STATE / "cache"
    return {
        "UV_CACHE_DIR": str(cache / "uv"),
        "PIP_CACHE_DIR": str(cache / "pip"),
        "npm_config_cache": str(cache / "npm"),
        "HOME": str(paths.STATE),
    }


def _make_venv() -> None:
    shutil.rmtree(paths.VENV, ignore_errors=True)
    try:
        quiet([sys.executable, "-m", "venv", paths.VENV], what="Making .venv", log="python")
    except Trouble as trouble:
        if "ensurepip" in trouble.cause or "ensurepip" in (paths.LOGS / "python.log").read_text()[-2000:]:
            cause = "This Python has no venv module."
            raise Trouble(cause, "As root: apt-get install python3-venv python3-pip, then run the same command again.") from trouble
        raise


def _pip_configuration() -> dict[str, str]:
    """Pip's own configuration (files and PIP_ variables) as the variables uv reads; what is set for uv already stays."""
    listed = quiet([paths.PYTHON, "-m", "pip", "config", "list"], what="Reading pip's configuration", log="python")
    # pip takes the best of all its indexes; the locks' hashes make that safe for uv too.
    found = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for text in listed.splitlines():
        key, mark, value = text.partition("=")
        name = _UV_NAMES.get(key.rpartition(".")[2])
        if mark and name and name not in os.environ:
            words = value.strip().strip("'\"").replace("\\n", " ").split()
            found[name] = " ".join(words)
    return found


def _check_disk() -> None:
    free = shutil.disk_usage(paths.ROOT).free / 1e9
    if free < _NEEDED_GB:
        cause = f"The disk is full: {free:.1f} GB free at {paths.ROOT}, about {_NEEDED_GB} GB are needed."
        raise Trouble(cause, "Free some space and run the same command again.")


def _mark() -> dict[str, str]:
    try:
        content = json.loads(_MARK.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write_mark(content: dict[str, str]) -> None:
    _MARK.write_text(json.dumps(content))
