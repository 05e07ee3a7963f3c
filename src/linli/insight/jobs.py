"""Counts are kept up: after each change within minutes, all of them each night."""

from uuid import UUID

from linli.insight.operations import count_communities, sum_up
from linli.insight.queries import counts
from linli.kernel.actor import Actor
from linli.kernel.jobs import job, step

AT_ONCE = 200


@job("insight.count_changed", needs=("insight.count",), wide=True, atomic=False, every="*/5 * * * *", lock="insight.count", retry=1)
def count_changed(actor: Actor) -> None:
    """Communities whose people or houses changed since they were counted, then the sums above."""
    with step(actor):
        found = counts.changed_communities()
    if found:
        _count(actor, found)


@job("insight.count_all", needs=("insight.count",), wide=True, atomic=False, every="10 3 * * *", lock="insight.count", retry=1)
def count_all(actor: Actor) -> None:
    """All communities: people grow a day older each night."""
    with step(actor):
        found = counts.kept_communities()
    _count(actor, found)


def _count(actor: Actor, communities: list[UUID]) -> None:
    for first in range(0, len(communities), AT_ONCE):
        with step(actor):
            count_communities(actor, communities[first : first + AT_ONCE])
    with step(actor):
        city = counts.city_id()
        if city:
            sum_up(actor, city)
