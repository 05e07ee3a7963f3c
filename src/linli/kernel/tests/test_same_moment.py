"""Two operations that wait for each other's rows: one goes through, the other is told to press again."""

import threading

from django.db import connection, transaction

from linli.kernel.actor import Actor
from linli.kernel.errors import Conflict
from linli.kernel.operations import operation
from linli.kernel.scope import use_scope


def test_whoever_loses_is_told_so(as_app: None) -> None:
    both, said = threading.Barrier(2), []

    def attempt(first: int, second: int) -> None:
        actor = Actor.system("tests", frozenset())
        try:
            with transaction.atomic(), use_scope(actor):
                try:
                    with operation(actor, "accounts.request_code") as op, connection.cursor() as cursor:
                        op.unchanged()
                        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [first])
                        both.wait()
                        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [second])
                except Conflict:
                    said.append("told")
                    with connection.cursor() as cursor:  # the page of the refusal is drawn in the same transaction
                        cursor.execute("SELECT 1")
                else:
                    said.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=order) for order in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "told"]
