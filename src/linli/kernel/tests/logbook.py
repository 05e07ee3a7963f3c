"""Writing, sealing and verifying logs in tests."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from linli.kernel import auditing, log
from linli.kernel.actor import Actor
from linli.kernel.ids import new_id
from linli.kernel.models import LogLeaf
from linli.kernel.proof import Report
from linli.kernel.records import Area
from linli.kernel.scope import use_scope
from linli.kernel.tests.factories import actor_with, seal_all

AUDITOR = Actor.system("test_audit", frozenset(), wide=True)
HERE, THERE, SUBJECT = new_id(), new_id(), new_id()


def write(count: int, region: UUID = HERE, book: str = "audit") -> None:
    actor = actor_with(regions=(region,))
    for start in range(0, count, 50):
        with transaction.atomic():
            for number in range(start, min(start + 50, count)):
                log.append(
                    book,
                    actor,
                    operation="requests.assign",
                    object_type="requests.request",
                    object_id=new_id(),
                    region_id=region,
                    subject_id=SUBJECT,
                    facts={"changes": {"status": ["filed", number]}},
                )


def filled(count: int) -> None:
    """`count` records in both regions and two books, sealed in several checkpoints."""
    for _ in range(4):
        write(count // 8)
        write(count // 16, THERE)
        write(count // 16, HERE, "read")
        seal_all()


def verified(area: Area | None = None) -> Report:
    with transaction.atomic(), use_scope(AUDITOR):
        return auditing.verify(area or Area()).report


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def entry_at(index: int) -> UUID:
    return LogLeaf.objects.get(leaf_index=index).entry_id
