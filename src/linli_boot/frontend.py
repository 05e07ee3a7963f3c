"""Build `frontend/` into `frontend/dist` with the system's Node.js, or with the one that comes as a Python package."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from linli_boot import paths, python_env, stamps
from linli_boot.run import quiet

_MADE = {"node_modules", "dist", "test-results", ".vite"}


def ensure() -> str:
    """Build when the sources changed since the last build."""
    if not (paths.FRONTEND / "package.json").exists():
        return "no frontend/"
    stamp = stamps.of_files(_sources())
    if stamps.is_current("frontend", stamp) and (paths.FRONTEND / "dist").is_dir():
        return ""
    stamps.forget("frontend")
    packages()
    npm("run", "build", what="Building the front end")
    stamps.put("frontend", stamp)
    return "built"


def packages() -> None:
    """Install what package-lock.json names, unless just these are there already."""
    lock = stamps.of_files([paths.FRONTEND / "package-lock.json", paths.FRONTEND / "package.json"])
    if stamps.is_current("npm", lock) and (paths.FRONTEND / "node_modules").is_dir():
        return
    stamps.forget("npm")
    npm("ci", "--no-audit", "--no-fund", what="Installing the front end's packages")
    stamps.put("npm", lock)


def npm(*arguments: str, what: str) -> None:
    """Run npm in frontend/. Raises Trouble."""
    folder = node_folder()
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    env = {"PATH": path, **python_env.caches()}
    quiet(["npm", *arguments], what=what, log="frontend", env=env, cwd=paths.FRONTEND)


def _sources() -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(paths.FRONTEND):
        folders[:] = [name for name in folders if name not in _MADE]
        found += [Path(folder) / name for name in files]
    return found


def node_folder() -> Path:
    """The folder of a node (and npm) that Vite accepts: ^20.19 or ≥ 22.12."""
    node = shutil.which("node")
    if node and shutil.which("npm") and _good(node):
        return Path(node).parent
    own = paths.VENV / "bin"
    if not (own / "node").exists():
        python_env.install(python_env.NODE_LOCK)
    return own


def _good(node: str) -> bool:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)  # Vite's own limits
