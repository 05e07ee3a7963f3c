"""Find a PostgreSQL with PostGIS on this machine, or bring one: apt as root, unpacked packages as a plain user."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from linli_boot import debian, paths
from linli_boot.say import Trouble

OLDEST = 15
OLDEST_POSTGIS = (3, 3)

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql@*/bin")


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL server. `env` is what unpacked packages need to find their libraries and data."""

    folder: Path
    version: int
    env: dict[str, str] = field(default_factory=dict)

    def program(self, name: str) -> Path:
        """Path of one of its programs."""
        return self.folder / name


def ensure() -> Binaries:
    """The newest fit server of this machine; one is installed when there is none. Raises Trouble."""
    found = _installed()
    if found is not None:
        return found
    if debian.is_debian():
        packages = debian.postgis_packages(OLDEST)
        if os.geteuid() == 0:
            debian.forbid_main_cluster()
            debian.install(*packages)
            found = _installed()
        else:
            debian.unpack(packages, paths.DEBS)
            found = _unpacked()
    if found is None:
        cause = f"No PostgreSQL ≥ {OLDEST} with PostGIS ≥ {_dotted(OLDEST_POSTGIS)} on this machine{_too_old()}."
        raise Trouble(cause, "Install both (packages postgresql and postgis of your system), or set DATABASE_URL and DATABASE_OWNER_URL.")
    return found


def _installed() -> Binaries | None:
    fit = [found for found in _candidates() if found.version >= OLDEST and _postgis(found) >= OLDEST_POSTGIS]
    return max(fit, key=lambda found: found.version, default=None) or _unpacked()


def _candidates() -> Iterator[Binaries]:
    for pattern in _PLACES:
        for folder in Path("/").glob(pattern.lstrip("/")):
            yield from _binaries(folder, {})
    on_path = shutil.which("postgres")
    if on_path:
        yield from _binaries(Path(on_path).resolve().parent, {})


def _unpacked() -> Binaries | None:
    env = debian.unpacked_env(paths.DEBS)
    for folder in sorted(paths.DEBS.glob("usr/lib/postgresql/*/bin"), reverse=True):
        for found in _binaries(folder, env):
            if _postgis(found) >= OLDEST_POSTGIS:
                return found
    return None


def _binaries(folder: Path, env: dict[str, str]) -> Iterator[Binaries]:
    if not all((folder / name).exists() for name in ("postgres", "initdb", "pg_ctl", "psql")):
        return
    said = _say([folder / "postgres", "--version"], env)
    number = re.search(r"(\d+)(\.\d+)?", said)
    if number is not None:
        yield Binaries(folder, int(number[1]), env)


def _postgis(found: Binaries) -> tuple[int, int]:
    """Version of PostGIS that this server could create; (0, 0) without one."""
    shares = [found.folder.parents[3] / "share" / "postgresql" / str(found.version)]
    config = found.folder / "pg_config"
    if config.exists():
        shares.append(Path(_say([config, "--sharedir"], found.env).strip()))
    for share in shares:
        control = share / "extension" / "postgis.control"
        if control.exists():
            number = re.search(r"default_version = '(\d+)\.(\d+)", control.read_text())
            if number is not None:
                return int(number[1]), int(number[2])
    return 0, 0


def _too_old() -> str:
    """What was found and is not enough, for the refusal."""
    seen = [f"{found.version} (PostGIS {_dotted(_postgis(found))})" for found in _candidates()]
    return f"; found PostgreSQL {', '.join(sorted(set(seen)))}" if seen else ""


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}" if version != (0, 0) else "none"


def _say(command: list[str | Path], env: dict[str, str]) -> str:
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env={**os.environ, **env})
    except OSError:
        return ""
    return done.stdout
