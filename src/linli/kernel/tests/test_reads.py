"""The quota of looking at personal data: of a person over all posts, also when many ask at the same moment."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread
from uuid import UUID

import pytest
from django.db import connections, transaction

from linli.kernel import clock, profiles, reads
from linli.kernel.actor import Actor
from linli.kernel.errors import Invalid, TooMany
from linli.kernel.ids import new_id
from linli.kernel.models import LogEntry
from linli.kernel.scope import use_scope
from linli.kernel.tests.factories import actor_with

HERE, THERE = new_id(), new_id()

pytestmark = pytest.mark.django_db(transaction=True)


def look(actor: Actor, region_id: UUID) -> None:
    subject = new_id()
    with transaction.atomic(), use_scope(actor):
        reads.read_personal(
            actor, subject, region_id=region_id, object_type="people.person", object_id=subject, fields=["电话"], purpose="contact"
        )


def in_other_post(actor: Actor, region_id: UUID) -> Actor:
    return replace(actor_with(regions=(region_id,)), user_id=actor.user_id)


def test_two_at_once_are_not_both_the_fifth() -> None:
    actor = actor_with(regions=(HERE,))
    refused: list[str] = []

    def ask() -> None:
        try:
            look(actor, HERE)
        except TooMany as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=ask) for _ in range(9)]
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


def test_a_note_is_a_sentence_not_a_book() -> None:
    actor = actor_with(regions=(HERE,))

    def look_for(note: str) -> None:
        with transaction.atomic(), use_scope(actor):
            reads.read_personal(
                actor, HERE, region_id=HERE, object_type="people.person", object_id=HERE, fields=["电话"], purpose="other", note=note
            )

    with pytest.raises(Invalid, match="最多 200 个字"):
        look_for("长" * 201)
    with pytest.raises(Invalid, match="手机号"):
        look_for("打 138 0000 1234 没打通")
    look_for("长" * 200)
    assert LogEntry.objects.count() == 1


def test_another_post_gives_no_fresh_quota(as_app: None) -> None:
    """As the application's role: the lines of the other post's region are behind the fence, and count all the same."""
    actor = actor_with(regions=(HERE,))
    other = in_other_post(actor, THERE)
    for _ in range(5):
        look(actor, HERE)
    with transaction.atomic(), use_scope(other):
        assert not LogEntry.objects.filter(actor_id=actor.user_id).exists()
        assert reads.used(other) == (5, 5)
    with pytest.raises(TooMany):
        look(other, THERE)
    look(actor_with(regions=(THERE,)), THERE)  # somebody else


def test_the_day_counts_over_all_posts(as_app: None) -> None:
    most = profiles.value("reveal_per_day")
    actor = actor_with(regions=(HERE,))
    other = in_other_post(actor, THERE)
    start = clock.local(clock.now()).replace(hour=9, minute=0, second=0, microsecond=0)
    for number in range(most):
        with clock.frozen(start + timedelta(minutes=2 * number)):
            look(*((actor, HERE) if number % 2 else (other, THERE)))
    for again, region_id in ((actor, HERE), (other, THERE)):
        with clock.frozen(start + timedelta(hours=4)), pytest.raises(TooMany):
            look(again, region_id)
    with clock.frozen(start + timedelta(days=1)):
        look(actor, HERE)
