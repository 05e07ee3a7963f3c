"""The town, in a database that the server's own role enters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from linli.accounts.contract import ensure_notice
from linli.accounts.tests.conftest import COMMAND
from linli.kernel import clock
from tests.isolation.town import Ground, Kept, hire, lay_out, settle

NOW = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """Who works where, and what the first community keeps."""

    here: Ground
    there: Ground
    users: dict[str, UUID]
    others: dict[str, UUID]
    kept: Kept


@pytest.fixture
def town(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[Town]:
    """Both communities staffed, the first at work, the second still empty."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.MEDIA_ROOT = tmp_path
    with clock.frozen(NOW):
        ensure_notice(COMMAND)
        here, there = lay_out()
        users, others = hire(here), hire(there, "外")
        yield Town(here, there, users, others, settle(here, users, mark="桂", order=1, east=-100))
