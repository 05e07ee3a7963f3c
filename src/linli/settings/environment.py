"""The one place that reads the process environment (design §4)."""

import os
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from linli.kernel import clients

ROOT = Path(__file__).resolve().parents[3]


class Misconfigured(Exception):
    """The environment cannot be used; the message says cause and remedy."""


@dataclass(frozen=True)
class Environment:
    """Everything the process was told from outside."""

    database_url: str
    database_owner_url: str
    state: Path
    demo: bool
    make_keys: bool
    hosts: tuple[str, ...]
    https: bool
    proxies: tuple[clients.Network, ...]
    checkpoint_copies: tuple[Path, ...]
    sms_url: str
    sms_key: str
    frontend: Path


def read() -> Environment:
    """Read the environment once. Raises Misconfigured when a needed value is missing."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        message = "DATABASE_URL is not set: start with ./linli, or export it."
        raise Misconfigured(message)
    state = Path(os.environ.get("LINLI_STATE", str(ROOT / ".linli")))
    return Environment(
        database_url=url,
        database_owner_url=os.environ.get("DATABASE_OWNER_URL", ""),
        state=state,
        demo=os.environ.get("LINLI_DEMO", "") == "1",
        make_keys=os.environ.get("LINLI_MAKE_KEYS", "") == "1",
        hosts=tuple(h for h in os.environ.get("LINLI_HOSTS", "127.0.0.1,localhost").split(",") if h),
        https=os.environ.get("LINLI_HTTPS", "") == "1",
        proxies=_proxies(os.environ.get("LINLI_PROXIES", "")),
        checkpoint_copies=tuple(
            Path(p) for p in os.environ.get("LINLI_CHECKPOINT_COPIES", f"{state / 'checkpoints'}:{state / 'second-system'}").split(":")
        ),
        sms_url=os.environ.get("LINLI_SMS_URL", ""),
        sms_key=os.environ.get("LINLI_SMS_KEY", ""),
        frontend=Path(os.environ.get("LINLI_FRONTEND", str(ROOT / "frontend" / "dist"))),
    )


def _proxies(said: str) -> tuple[clients.Network, ...]:
    try:
        return clients.networks(said.split(","))
    except ValueError as wrong:
        message = f"LINLI_PROXIES: {wrong}. Write addresses or networks with commas, such as 127.0.0.1,10.20.0.0/24."
        raise Misconfigured(message) from wrong


def database(url: str) -> dict[str, object]:
    """Django's settings of one PostgreSQL connection from a libpq URL."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": str(parts.get("dbname", "")),
        "USER": str(parts.get("user", "")),
        "PASSWORD": str(parts.get("password", "") or ""),
        "HOST": str(parts.get("host", "") or ""),
        "PORT": str(parts.get("port", "") or ""),
    }
