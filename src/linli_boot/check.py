"""`./linli check`: everything that can be said about the code without running its features."""

import os
import subprocess
import sys
import time
from pathlib import Path

from linli_boot import database, frontend, paths, python_env
from linli_boot.say import Trouble, line

TEST_CLUSTER = "testpg"


def check(arguments: list[str]) -> int:
    """Run all checks, also after one failed, so that one run shows everything."""
    if arguments:
        raise Trouble(f"check takes no arguments, not {' '.join(arguments)}.", "Run ./linli check")
    python_env.ensure(dev=True)
    target, _ = database.start_cluster(TEST_CLUSTER, database="template1", fast=True)
    cluster = target.cluster
    try:
        env = test_environment(target)
        failed = [name for name, command in _checks() if not _run(name, command, env)]
    finally:
        if cluster is not None:
            cluster.stop()
    line(f"\n{'failed: ' + ', '.join(failed) if failed else 'All checks passed.'}")
    return 1 if failed else 0


def test_environment(target: database.Database) -> dict[str, str]:
    """Environment of tests and checks: a database that is made for them, keys of their own, nothing of the installation."""
    folder = paths.STATE / "test"
    folder.mkdir(parents=True, exist_ok=True)
    environment = target.environment(demo=True)
    urls = {name: url.replace("/template1?", "/linli?") for name, url in (("app", target.app_url), ("owner", target.owner_url))}
    return {
        **environment,
        "DATABASE_URL": urls["app"],
        "DATABASE_OWNER_URL": urls["owner"],
        "LINLI_STATE": str(folder),
        "PATH": f"{paths.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def _checks() -> list[tuple[str, list[str]]]:
    python = str(paths.PYTHON)
    checks = [
        ("lint", ["ruff", "check", "."]),
        ("format", ["ruff", "format", "--check", "."]),
        ("types", ["mypy", "--no-incremental"]),
        ("imports", ["lint-imports"]),
        ("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("architecture", [python, "-m", "pytest", "-q", "tests/architecture"]),
    ]
    if any(paths.SRC.glob("linli/*/templates/**/*.html")):
        checks.append(("templates", ["djlint", "src", "--lint", "--quiet"]))
    if (paths.FRONTEND / "package.json").exists():
        frontend.packages()
        checks.append(("front end", ["npm", "run", "--silent", "check"]))
    return checks


def _run(name: str, command: list[str], env: dict[str, str]) -> bool:
    sys.stdout.write(f"{name} … ")
    sys.stdout.flush()
    began = time.monotonic()
    folder = paths.FRONTEND if command[0] == "npm" else paths.ROOT
    if command[0] == "npm":
        env = {**env, "PATH": f"{frontend.node_folder()}{os.pathsep}{env['PATH']}"}
    program = str(paths.VENV / "bin" / command[0])
    command = [program if Path(program).exists() else command[0], *command[1:]]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    line(f"{'ok' if done.returncode == 0 else 'FAILED'}  {time.monotonic() - began:.1f} s")
    if done.returncode != 0:
        line(done.stdout.rstrip())
    return done.returncode == 0
