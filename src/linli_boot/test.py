"""`./linli test` and `./linli bench`: a database of their own, the real browser, nothing from the network."""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linli_boot import browser as browsers
from linli_boot import check, database, frontend, paths, python_env
from linli_boot.say import Steps, Trouble

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
        worst = max(worst, _with_cluster(command=[str(paths.PYTHON), str(folder / "run.py"), name], browser=False))
    return worst


def _with_cluster(*, command: list[str], browser: bool) -> int:
    steps = Steps(4 if browser else 3)
    with _alone():
        steps.run("Python environment", lambda: python_env.ensure(dev=True))
        steps.run("Front end", frontend.ensure)
        env: dict[str, str] = {}
        if browser:
            env = steps.run("Browser and fonts", browsers.ensure)
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
