"""A PostgreSQL cluster of our own: unix socket only, folder 0700, passwords made here, no root rights.

`up` keeps one in `.linli/pg`, `test` another in `.linli/testpg` that trades safety for speed.
"""

import hashlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from linli_boot import paths, processes
from linli_boot.postgres import Binaries
from linli_boot.roles import roles_sql
from linli_boot.run import as_user, quiet
from linli_boot.say import Trouble

PORT = 54320  # only the suffix of the socket's file name: nothing listens on a network port
USER = "linli-db"
SUPERUSER = "linli_super"
_SOCKET_LIMIT = 107

_CONF = """\
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = 256MB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
# The server's log must hold no personal data: no statement texts, no DETAIL lines with key values.
log_min_error_statement = panic
log_error_verbosity = terse
"""
_FAST = """\
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
"""


@dataclass(frozen=True)
class Cluster:
    """One private cluster and the secrets that open it."""

    name: str
    binaries: Binaries
    fast: bool = False

    @property
    def user(self) -> str | None:
        """PostgreSQL refuses to run as root: then it runs as a system user of its own."""
        return USER if os.geteuid() == 0 else None

    @property
    def folder(self) -> Path:
        """`.linli/NAME`, or below /var/lib when the clone lies where the database user cannot enter (such as /root)."""
        beside = paths.STATE / self.name
        if self.user is None or _can_enter(paths.STATE, self.user):
            return beside
        return Path(f"/var/lib/linli-{paths.CLONE}") / self.name

    @property
    def sockets(self) -> Path:
        """The folder of the socket; a short one elsewhere when the path would pass the limit of 107 bytes."""
        beside = self.folder / "s"
        if len(f"{beside}/.s.PGSQL.{PORT}.lock".encode()) < _SOCKET_LIMIT:
            return beside
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
        key = hashlib.sha256(str(beside).encode()).hexdigest()[:10]
        return base / f"linli-{key}"

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.folder / "data"

    def url(self, role: str, database: str) -> str:
        """Libpq URL of a role."""
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{role}:{self._secret(role)}@/{database}?host={host}&port={PORT}"

    def start(self) -> str:
        """Make the cluster when there is none, start it when it does not run. Raises Trouble."""
        if self.user is not None:
            _make_user()
        self._check_version()
        _folder(self.folder, self.user)
        _folder(self.sockets, self.user)
        if not self.data.exists():
            self._initialise()
        if self.running():
            return "was running"
        self._clear_stale()
        self._write(self.data / "linli.conf", _CONF.format(port=PORT, sockets=self.sockets) + (_FAST if self.fast else ""))
        self._pg_ctl("-w", "-t", "60", "-l", self.folder / "log", "start", what="Starting PostgreSQL")
        return f"PostgreSQL {self.binaries.version}"

    def stop(self) -> bool:
        """Stop the server; False when it did not run."""
        if not self.data.exists() or not self.running():
            return False
        self._pg_ctl("-w", "-t", "60", "-m", "fast", "stop", what="Stopping PostgreSQL")
        return True

    def running(self) -> bool:
        """Whether the server of this very folder runs."""
        pid = self._recorded_pid()
        return pid is not None and processes.command_of(pid).find(str(self.data)) >= 0

    def prepare(self, database: str) -> None:
        """Roles, database and extensions; done once for each wording of the SQL."""
        sql = roles_sql(database, owner_password=self._secret("linli_owner"), app_password=self._secret("linli_app"))
        mark = hashlib.sha256(sql.encode()).hexdigest()
        if self._secret("prepared", fresh="") == mark:
            return
        self.psql(sql)
        self._put("prepared", mark)

    def psql(self, sql: str, database: str = "postgres") -> str:
        """Run SQL as the cluster's superuser."""
        command: list[str | Path] = [self.binaries.program("psql"), "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", self.sockets, "-p", str(PORT), "-U", SUPERUSER, "-d", database]
        env = {**self.binaries.env, "PGPASSWORD": self._secret(SUPERUSER), "PGOPTIONS": "-c client_min_messages=warning"}
        return quiet(command, what="Preparing the database", log="database", env=env, stdin=sql)

    def _initialise(self) -> None:
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        for name in (SUPERUSER, "linli_owner", "linli_app"):
            self._put(name, secrets.token_urlsafe(24))
        self._put("prepared", "")
        password = self.folder / "password"
        self._write(password, self._secret(SUPERUSER) + "\n")
        command: list[str | Path] = [
            self.binaries.program("initdb"),
            "-D",
            draft,
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
            "--pwfile",
            password,
        ]
        command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        try:
            self._run(command, what="Making the database cluster")
        finally:
            password.unlink(missing_ok=True)
        with (draft / "postgresql.conf").open("a") as handle:
            handle.write("include = 'linli.conf'\n")
        draft.rename(self.data)

    def _check_version(self) -> None:
        marker = self.data / "PG_VERSION"
        made_by = marker.read_text().strip() if marker.exists() else str(self.binaries.version)
        if made_by != str(self.binaries.version):
            cause = f"The data in {self.data} were made by PostgreSQL {made_by}, installed is {self.binaries.version}."
            raise Trouble(cause, f"Install PostgreSQL {made_by} again, or carry the data over with pg_upgrade.")

    def _clear_stale(self) -> None:
        """A machine that lost power leaves a pid that may now belong to somebody else; nobody of ours runs here."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for file in self.sockets.glob(".s.PGSQL.*"):
            file.unlink(missing_ok=True)

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _pg_ctl(self, *arguments: str | Path, what: str) -> None:
        # pg_ctl's child keeps the output open, so a pipe would never end: the output goes to the log instead.
        log = paths.LOGS / "database.log"
        command = [str(part) for part in (self.binaries.program("pg_ctl"), "-D", self.data, *arguments)]
        with log.open("ab") as handle:
            done = subprocess.run(
                command,
                cwd="/",
                env={**os.environ, **self.binaries.env},
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=subprocess.STDOUT,
                check=False,
                **as_user(self.user),
            )
        if done.returncode != 0:
            self._explain(what)

    def _explain(self, what: str) -> None:
        log = self.folder / "log"
        tail = log.read_text(errors="replace")[-3000:] if log.exists() else ""
        if "No space left on device" in tail:
            raise Trouble(f"{what} failed: The disk is full.", "Free some space and run the same command again.")
        lines = [line for line in tail.splitlines() if "FATAL" in line or "PANIC" in line]
        reason = lines[-1] if lines else "no reason given"
        raise Trouble(f"{what} failed: {reason}", f"See {log}")

    def _run(self, command: list[str | Path], *, what: str) -> None:
        quiet(command, what=what, log="database", env=self.binaries.env, cwd=Path("/"), user=self.user)

    def _write(self, path: Path, content: str) -> None:
        path.touch(0o600)
        path.write_text(content)
        if self.user is not None:
            shutil.chown(path, self.user, self.user)

    def _secret(self, name: str, fresh: str | None = None) -> str:
        try:
            content = json.loads(self._secrets_file().read_text())
            return str(content[name])
        except (OSError, ValueError, KeyError) as missing:
            if fresh is not None:
                return fresh
            cause = f"The password of {name} is not in {self._secrets_file()}, but the cluster {self.folder} exists."
            raise Trouble(cause, "Restore that file from the backup, or move the cluster away to start anew.") from missing

    def _put(self, name: str, value: str) -> None:
        file = self._secrets_file()
        content = json.loads(file.read_text()) if file.exists() else {}
        draft = file.with_suffix(".new")
        draft.touch(0o600)
        draft.write_text(json.dumps({**content, name: value}, indent=1))
        draft.replace(file)

    def _secrets_file(self) -> Path:
        return paths.STATE / f"{self.name}.json"


def _make_user() -> None:
    try:
        pwd.getpwnam(USER)
    except KeyError:
        command = [
            "useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
            USER,
        ]
        quiet(command, what=f"Making the system user {USER}", log="database")


def _can_enter(folder: Path, user: str) -> bool:
    _make_user()
    paths.make_state()
    done = subprocess.run(["test", "-x", str(folder)], cwd="/", check=False, **as_user(user))
    return bool(done.returncode == 0)


def _folder(folder: Path, user: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if folder.parent.name.startswith("linli-"):
        folder.parent.chmod(0o711)
    if user is not None:
        shutil.chown(folder, user, user)
    if folder.stat().st_uid != (pwd.getpwnam(user).pw_uid if user else os.geteuid()):
        raise Trouble(f"{folder} belongs to somebody else.", "Remove it, or start with the user who made it.")
    folder.chmod(0o700)
