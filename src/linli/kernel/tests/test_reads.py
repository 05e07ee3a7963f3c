"""The quota of looking at personal data holds when many ask at the same moment."""

from threading import Thread

import pytest
from django.db import connections, transaction

from linli.kernel import reads
from linli.kernel.errors import TooMany
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope
from linli.kernel.tests.factories import actor_with

HERE = new_id()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_not_both_the_fifth() -> None:
    actor, subject = actor_with(regions=(HERE,)), new_id()
    refused: list[str] = []

    def look() -> None:
        try:
            with transaction.atomic(), use_scope(actor):
                reads.read_personal(
                    actor, subject, region_id=HERE, object_type="people.person", object_id=subject, fields=["电话"], purpose="contact"
                )
        except TooMany as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=look) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert LogEntry.objects.filter(book=LogEntry.Book.READ, actor_id=actor.user_id).count() == 5
    assert len(refused) == 4


def test_a_reading_is_written_in_words() -> None:
    """The person reads the line: the name of a column says nothing there."""
    actor = actor_with(regions=(HERE,))
    with pytest.raises(ValueError, match="the person reads these words"):
        reads.read_personal(
            actor, HERE, region_id=HERE, object_type="requests.request", object_id=HERE, fields=["requester_phone"], purpose="contact"
        )
