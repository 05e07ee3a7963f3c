"""What was made from what: a step is skipped while the stamp of its sources stays the same."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from linli_boot import paths

_FILE = paths.STATE / "stamps.json"


def of_files(files: Iterable[Path]) -> str:
    """Digest of names and contents, independent of the order given."""
    digest = hashlib.sha256()
    for file in sorted(set(files)):
        digest.update(str(file.relative_to(paths.ROOT)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def of_times(files: Iterable[Path]) -> str:
    """Cheap digest of names, sizes and times, for sources that are only compared on one machine."""
    digest = hashlib.sha256()
    for file in sorted(set(files)):
        stat = file.stat()
        digest.update(f"{file}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _read() -> dict[str, str]:
    try:
        content = json.loads(_FILE.read_text())
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in content.items()} if isinstance(content, dict) else {}


def is_current(name: str, value: str) -> bool:
    """Whether the step `name` was last done for exactly these sources."""
    return _read().get(name) == value


def put(name: str, value: str) -> None:
    """Remember, in one step, so that a killed run leaves the old stamp."""
    paths.make_state()
    draft = _FILE.with_suffix(".new")
    draft.write_text(json.dumps({**_read(), name: value}, indent=1))
    draft.replace(_FILE)


def forget(name: str) -> None:
    """Take a stamp away before its step is done again: a killed run must not look finished."""
    content = _read()
    if content.pop(name, None) is not None:
        draft = _FILE.with_suffix(".new")
        draft.write_text(json.dumps(content, indent=1))
        draft.replace(_FILE)
