"""Counts are kept up: after each change within minutes, all of them each night."""

from uuid import UUID

from linli.insight.operations import count_communities, drop_old_sheets, make_sheet, sum_up
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


@job("insight.print_map", needs=("insight.make_sheet",), retry=1)
def draw_sheet(actor: Actor, sheet_id: UUID) -> None:
    """Draw a map somebody wants to print."""
    make_sheet(actor, sheet_id)


@job("insight.drop_old_sheets", needs=("insight.make_sheet",), wide=True, every="25 * * * *")
def drop_sheets(actor: Actor) -> None:
    """Each hour: printed maps of yesterday."""
    drop_old_sheets(actor)
