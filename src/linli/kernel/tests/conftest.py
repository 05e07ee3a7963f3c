"""Fixtures of kernel tests."""

from collections.abc import Iterator

import pytest
from django.db import connection

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
