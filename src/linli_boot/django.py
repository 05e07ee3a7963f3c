"""The steps that need Django, each skipped while its stamp holds: starting Django costs more than all the rest of a second `up`."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from linli_boot import database, paths, python_env, stamps
from linli_boot.run import quiet
from linli_boot.say import Trouble, line

# These change tables or roles, so they act as the owner of the database.
_AS_OWNER = {"city_seed", "migrate", "sqlmigrate", "showmigrations", "makemigrations", "dbshell"}
_REFERENCE = (
    ("sync_roles", "Making the roles", ("src/linli/*/permissions.py", "src/linli/accounts/**/*.py")),
    ("load_calendar", "Loading the holidays", ("src/linli/kernel/calendars*", "requirements.lock")),
    ("load_profiles", "Loading the rule profiles", ("src/linli/*/rule*.py", "src/linli/*/profile*.py", "data/**/*profile*")),
    ("load_regions", "Loading the divisions", ("data/**/*", "src/linli/regions/**/*.py")),
)
_PAST_THE_LOG = {"createsuperuser", "changepassword"}
_ACCOUNTS = paths.STATE / "demo-accounts.txt"


def mode() -> bool | None:
    """True when this installation was made for demo, False for production, None when it is new."""
    try:
        return bool(json.loads((paths.STATE / "keys.json").read_text())["demo"])
    except (OSError, ValueError, KeyError):
        return None


def migrate(target: database.Database, *, demo: bool, applied: int) -> str:
    """Apply migrations as the owner, unless the same files were applied to this very database before."""
    files = _stamp(paths.SRC.glob("linli/*/migrations/*.py"), [python_env.RUN_LOCK])
    if stamps.is_current("migrate", f"{files}:{_place(target)}:{applied}"):
        return ""
    said = _manage(target, "migrate", "--no-input", what="Making the tables", demo=demo, owner=True)
    now = database.check(target)
    stamps.put("migrate", f"{files}:{_place(target)}:{now}")
    count = sum(1 for text in said.splitlines() if text.rstrip().endswith("OK"))
    return f"{count} migrations" if count else ""


def load_reference(target: database.Database, *, demo: bool, applied: int) -> str:
    """Roles, calendars, rule profiles and divisions, each once for each state of its sources. Tells of the last one loaded."""
    said = ""
    for name, what, patterns in _REFERENCE:
        sources = [file for pattern in patterns for file in paths.ROOT.glob(pattern) if file.is_file()]
        said = _once(name, sources, target, demo=demo, applied=applied, what=what) or said
    return said


def seed(target: database.Database, *, demo: bool, applied: int) -> str:
    """Seed the demo places, once for each database: what people did in them since then stays."""
    if not demo:
        return ""
    return _once("seed_demo", [], target, demo=demo, applied=applied, what="Seeding the demo places")


def collect_static(target: database.Database, *, demo: bool) -> None:
    """Gather and compress static files, when one of them changed."""
    sources = [*_files(paths.FRONTEND / "dist"), *paths.SRC.glob("linli/*/static/**/*")]
    stamp = _stamp([file for file in sources if file.is_file()], [python_env.RUN_LOCK])
    if stamps.is_current("static", stamp) and (paths.STATE / "static").is_dir():
        return
    _manage(target, "collectstatic", "--no-input", "--clear", what="Gathering static files", demo=demo)
    stamps.put("static", stamp)


def show_demo_accounts(target: database.Database, *, demo: bool, address: str) -> None:
    """Print one account a role, as `demo_accounts` says; asked once for each version of that command."""
    command = _command_file("demo_accounts")
    if not demo or command is None:
        return
    stamp = f"{stamps.of_times([command])}:{_place(target)}:{address}"
    if not (stamps.is_current("demo_accounts", stamp) and _ACCOUNTS.exists()):
        said = _manage(target, "demo_accounts", "--address", address, what="Listing the demo accounts", demo=demo)
        _ACCOUNTS.touch(0o600)
        _ACCOUNTS.write_text(said)
        stamps.put("demo_accounts", stamp)
    line(_ACCOUNTS.read_text().rstrip())


def command(arguments: list[str]) -> int:
    """Run any management command against this installation's database; the cluster is started for it when it is down."""
    if arguments[0] in _PAST_THE_LOG:
        cause = f"`{arguments[0]}` would pass by permissions and the log."
        raise Trouble(cause, "Accounts are opened with ./linli first_account and on the page 人员和岗位, where passwords are reset too.")
    python_env.ensure(dev=False)
    target = database.given()
    started = False
    if target is None:
        target, said = database.start()
        started = said != "was running"
    demo = mode() is not False
    env = target.environment(demo=demo, owner=arguments[0] in _AS_OWNER)
    try:
        return subprocess.run([paths.PYTHON, paths.ROOT / "manage.py", *arguments], env={**os.environ, **env}, check=False).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        if started and target.cluster is not None:
            target.cluster.stop()


def _once(  # one sentence: this command, for these sources, on that database
    name: str, sources: Iterable[Path], target: database.Database, *, demo: bool, applied: int, what: str
) -> str:
    if _command_file(name) is None:
        return ""
    stamp = f"{_stamp(sources, [])}:{_place(target)}"
    # An empty database (none applied) was made anew, so that its stamp from an earlier life means nothing.
    if applied and stamps.is_current(name, stamp):
        return ""
    stamps.forget(name)
    said = _manage(target, name, what=what, demo=demo)
    stamps.put(name, stamp)
    lines = [text.strip() for text in said.splitlines() if text.strip()]
    return lines[-1][:90] if lines else ""


def _manage(target: database.Database, *arguments: str, what: str, demo: bool, owner: bool = False) -> str:
    env = target.environment(demo=demo, owner=owner)
    return quiet([paths.PYTHON, paths.ROOT / "manage.py", *arguments], what=what, log="django", env=env)


def _command_file(name: str) -> Path | None:
    return next(paths.SRC.glob(f"linli/*/management/commands/{name}.py"), None)


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def _stamp(times: Iterable[Path], contents: Iterable[Path]) -> str:
    return hashlib.sha256((stamps.of_times(times) + stamps.of_files(contents) + sys.version).encode()).hexdigest()


def _place(target: database.Database) -> str:
    """Which database, without its passwords."""
    return hashlib.sha256(target.owner_url.encode()).hexdigest()[:16]
