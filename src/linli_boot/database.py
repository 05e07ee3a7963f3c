"""Which database this installation uses: the one given by the environment, else a private cluster."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from linli_boot import paths, postgres
from linli_boot.cluster import Cluster
from linli_boot.roles import administrator_sql
from linli_boot.say import Trouble, line

NAME = "linli"


@dataclass(frozen=True)
class Database:
    """Two ways in, and the cluster when it is ours."""

    app_url: str
    owner_url: str
    cluster: Cluster | None

    def environment(self, *, demo: bool, owner: bool = False) -> dict[str, str]:
        """What Django is told. Only migrations act as the owner; server and worker never learn that password."""
        values = {
            "DATABASE_URL": self.owner_url if owner else self.app_url,
            "DATABASE_OWNER_URL": self.owner_url if owner else "",
            "LINLI_STATE": str(paths.STATE),
            "LINLI_DEMO": "1" if demo else "0",
            "DJANGO_SETTINGS_MODULE": "linli.settings",
            "PYTHONPATH": str(paths.SRC),
            "PYTHONUNBUFFERED": "1",
        }
        if not demo and not (paths.STATE / "keys.json").exists():
            values["LINLI_MAKE_KEYS"] = "1"
        return values


def given() -> Database | None:
    """The database named by DATABASE_URL, if any. Raises Trouble when only half of it is named."""
    app, owner = os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", "")
    if not app and not owner:
        return None
    if not (app and owner):
        missing = "DATABASE_OWNER_URL" if app else "DATABASE_URL"
        cause = f"{missing} is not set, but the other of the two is."
        raise Trouble(cause, "Set both: DATABASE_URL for the app's role, DATABASE_OWNER_URL for the role that owns the tables.")
    return Database(app, owner, None)


def start() -> tuple[Database, str]:
    """Bring the database up and say what it is. Raises Trouble."""
    found = given()
    if found is not None:
        return found, "given by DATABASE_URL"
    return start_cluster("pg", database=NAME)


def start_cluster(name: str, *, database: str, fast: bool = False) -> tuple[Database, str]:
    """Start a private cluster with roles, extensions and the named database."""
    cluster = Cluster(name, postgres.ensure(), fast=fast)
    said = cluster.start()
    cluster.prepare(database)
    return of_cluster(cluster, database), said


def of_cluster(cluster: Cluster, database: str) -> Database:
    """The two URLs into a private cluster."""
    return Database(cluster.url("linli_app", database), cluster.url("linli_owner", database), cluster)


def private() -> Cluster:
    """The cluster of `up`, started or not."""
    return Cluster("pg", postgres.ensure())


def check(database: Database) -> int:
    """Prove that both roles can work and return the number of migrations applied. Raises Trouble."""
    done = subprocess.run(
        [paths.PYTHON, "-m", "linli_boot.probe"],
        input=json.dumps({"owner": database.owner_url, "app": database.app_url}),
        env={**os.environ, "PYTHONPATH": str(paths.SRC)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Trouble(f"The database could not be asked: {done.stderr.strip()[-300:]}", "Remove .venv and run the same command again.")
    answer = json.loads(done.stdout)
    kind, _, text = str(answer["problem"]).partition(": ")
    if text:
        _explain(kind, text, database)
    return int(answer["migrations"])


def _explain(kind: str, text: str, database: Database) -> None:
    remedies: dict[str, Callable[[], str]] = {
        "version": lambda: "Upgrade that server, or unset DATABASE_URL to use a private one.",
        "connection": lambda: (
            "Check that the server runs and that DATABASE_URL and DATABASE_OWNER_URL are right; if it is new, run the SQL above."
        ),
        "setup": lambda: "Let an administrator run the SQL above once with psql, then run the same command again.",
    }
    if kind != "version" and database.cluster is None:
        line()
        line(administrator_sql(urlsplit(database.owner_url).path.lstrip("/") or NAME))
    raise Trouble(f"The database cannot be used: {text}.", remedies[kind]())
