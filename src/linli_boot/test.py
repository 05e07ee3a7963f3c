"""`./linli test` and `./linli bench`: a database of their own, the real browser, nothing from the network."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linli_boot import check, database, debian, frontend, paths, python_env
from linli_boot.say import Steps, Trouble, line

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FONTS = "fonts-noto-cjk"
_INTERRUPTED = 130


def test(arguments: list[str]) -> int:
    """Run pytest on all tests (or what the arguments name); --full adds the long drills."""
    full = "--full" in arguments
    rest = [word for word in arguments if word != "--full"]
    if not any(not word.startswith("-") and Path(word.split("::")[0]).exists() for word in rest):
        rest = ["src", "tests", *rest]
    if full:
        rest = ["-m", "", *rest]
    return _with_cluster(command=[str(paths.PYTHON), "-m", "pytest", *rest], browser=True)


def bench(arguments: list[str]) -> int:
    """Run the benchmarks of bench/, or those named."""
    folder = paths.ROOT / "bench"
    names = arguments or sorted(file.stem for file in folder.glob("bench_*.py"))
    worst = 0
    for name in names:
        file = folder / f"{name}.py"
        if not file.exists():
            raise Trouble(f"There is no benchmark {name}.", f"Known: {', '.join(sorted(f.stem for f in folder.glob('bench_*.py')))}")
        worst = max(worst, _with_cluster(command=[str(paths.PYTHON), str(file)], browser=False))
    return worst


def _with_cluster(*, command: list[str], browser: bool) -> int:
    steps = Steps(4 if browser else 3)
    with _alone():
        steps.run("Python environment", lambda: python_env.ensure(dev=True))
        steps.run("Front end", frontend.ensure)
        env: dict[str, str] = {}
        if browser:
            env = steps.run("Browser and fonts", _browser)
        target, _ = steps.run("Database", lambda: database.start_cluster(check.TEST_CLUSTER, database="template1", fast=True))
        try:
            environment = {**os.environ, **check.test_environment(target), **env}
            return subprocess.run(command, cwd=paths.ROOT, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return _INTERRUPTED
        finally:
            if target.cluster is not None:
                target.cluster.stop()


@contextmanager
def _alone() -> Iterator[None]:
    """Two test runs of one clone would drop each other's database."""
    paths.make_state()
    with (paths.STATE / "test.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise Trouble("Another ./linli test of this clone is running.", "Wait for it, or stop it.") from taken
        yield


def _browser() -> dict[str, str]:
    """A browser and Chinese fonts; where they cannot be had, the browser tests are told why they skip."""
    missing = []
    if find_browser() is None:
        missing.append("chromium")
    if not has_fonts():
        missing.append(_FONTS)
    if missing and debian.is_debian() and os.geteuid() == 0:
        debian.install(*missing)
        missing = [] if find_browser() and has_fonts() else missing
    if missing:
        reason = f"{' and '.join(missing)} missing; as root: apt-get install {' '.join(missing)}"
        line()
        line(f"  ! BROWSER TESTS ARE SKIPPED: {reason}")
        return {"LINLI_NO_BROWSER": reason}
    return {"LINLI_BROWSER": str(find_browser())}


def find_browser() -> str | None:
    """Path of a Chromium that Playwright can drive."""
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def has_fonts() -> bool:
    """Whether Chinese text can be drawn at all."""
    if shutil.which("fc-list"):
        said = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False).stdout
        return bool(said.strip())
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts")
    return any("CJK" in file.name for folder in folders if folder.is_dir() for file in folder.rglob("*"))
