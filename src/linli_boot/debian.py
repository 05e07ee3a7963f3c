"""Debian and Ubuntu: packages through apt as root, unpacked into the project as a plain user."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from linli_boot.run import quiet
from linli_boot.say import Trouble, note

_APT = ("apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=2", "--no-install-recommends")
_QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
# LLVM is only for PostgreSQL's JIT, which the private cluster turns off: 120 MB less to fetch and unpack.
_NOT_NEEDED = ("libllvm", "libz3-", "ssl-cert", "postgresql-common", "postgresql-client-common")


def is_debian() -> bool:
    """Whether apt serves this system."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def postgis_packages(oldest: int) -> tuple[str, str]:
    """Names of the newest PostGIS packages (library and SQL) for a server of at least `oldest`. Raises Trouble."""
    names = _postgis_names(oldest)
    if not names and os.geteuid() == 0:
        update()
        names = _postgis_names(oldest)
    if not names:
        cause = f"apt knows no PostGIS package for PostgreSQL ≥ {oldest}."
        raise Trouble(cause, "As root: apt-get update (the package lists are empty or old), then run the same command again.")
    name = max(names, key=lambda name: int(name.split("-")[1]))
    return name, f"{name}-scripts"


def _postgis_names(oldest: int) -> list[str]:
    said = quiet(["apt-cache", "pkgnames", "postgresql-"], what="Asking apt for PostgreSQL", log="apt", env=_QUIET)
    found = re.findall(r"^postgresql-(\d+)-postgis-3$", said, re.MULTILINE)
    return [f"postgresql-{number}-postgis-3" for number in found if int(number) >= oldest]


def update() -> None:
    """Fetch the package lists."""
    quiet([*_APT, "update"], what="apt-get update", log="apt", env=_QUIET)


def forbid_main_cluster() -> None:
    """Installing the server must not start one on port 5432: the project runs its own, private cluster."""
    folder = Path("/etc/postgresql-common/createcluster.d")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "linli.conf").write_text(
        "# Written by Linli: its cluster is private, no system-wide one is wanted.\ncreate_main_cluster = false\n"
    )


def install(*packages: str) -> None:
    """apt-get install as root; the lists are refreshed once when they are too old to serve the files."""
    try:
        quiet([*_APT, "install", *packages], what=f"apt-get install {' '.join(packages)}", log="apt", env=_QUIET)
    except Trouble:
        update()
        quiet([*_APT, "install", *packages], what=f"apt-get install {' '.join(packages)}", log="apt", env=_QUIET)


def has(package: str) -> bool:
    """Whether a package is installed."""
    done = subprocess.run(["dpkg-query", "-W", "-f=${db:Status-Status}", package], capture_output=True, text=True, check=False)
    return done.stdout.strip() == "installed"


def unpack(packages: Sequence[str], target: Path) -> None:
    """Download packages with what they need and unpack it below `target`, without root."""
    wanted = _missing(packages)
    note(f"no root: {len(wanted)} packages are unpacked in {target} (some hundred MB)")
    draft = target.with_name(target.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    archives = draft / "archives"
    archives.mkdir(parents=True)
    quiet(["apt-get", "-q", "download", *wanted], what="Downloading packages", log="apt", env=_QUIET, cwd=archives)
    for archive in sorted(archives.glob("*.deb")):
        quiet(["dpkg-deb", "-x", archive, draft], what="Unpacking packages", log="apt", cwd=archives)
    shutil.rmtree(archives)
    # A real installation links these through the alternatives system.
    for control in draft.glob("usr/share/postgresql/*/extension/*-3.control"):
        control.with_name(control.name.replace("-3.control", ".control")).symlink_to(control.name)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def _missing(packages: Sequence[str]) -> list[str]:
    """`name=version` of everything apt would install for these packages here."""
    said = quiet(
        ["apt-get", "-s", "-q", "--no-install-recommends", "-o", "Debug::NoLocking=1", "install", *packages],
        what="Asking apt what is needed",
        log="apt",
        env=_QUIET,
    )
    found = re.findall(r"^Inst (\S+) (?:\[[^\]]*\] )?\((\S+)", said, re.MULTILINE)
    return [f"{name}={version}" for name, version in found if not name.startswith(_NOT_NEEDED)]


def unpacked_env(root: Path) -> dict[str, str]:
    """What programs below `root` need to find their shared libraries and the data of PROJ and GDAL."""
    folders = [folder for folder in root.glob("usr/lib/*-linux-gnu*") if folder.is_dir()]
    # These lie in folders of their own, which the alternatives system or a fixed path in the library would name.
    folders += [folder for name in ("blas", "lapack", "pulseaudio") for folder in root.glob(f"usr/lib/*-linux-gnu*/{name}")]
    folders += [folder for folder in root.glob("lib/*-linux-gnu*") if folder.is_dir()]
    share = root / "usr" / "share"
    return {
        "LD_LIBRARY_PATH": os.pathsep.join(str(folder) for folder in folders),
        "PROJ_LIB": str(share / "proj"),
        "PROJ_DATA": str(share / "proj"),
        "GDAL_DATA": str(share / "gdal"),
    }
