"""Fixtures of kernel tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

# procrastinate's tables are not Django's to flush
UNMANAGED = "procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers"


@pytest.fixture
def empty_queue(transactional_db: None) -> Iterator[None]:
    """A transactional test with an empty queue before and after."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {UNMANAGED}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {UNMANAGED}")


@pytest.fixture
def two_places(tmp_path: Path, settings: Settings) -> dict[str, Path]:
    """Two places for copies of checkpoints."""
    places = {"place1": tmp_path / "one", "place2": tmp_path / "two"}
    settings.CHECKPOINT_COPIES = places
    return places
